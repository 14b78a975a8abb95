"""Files: sent in pieces or whole, shown to whoever may read them, and those of one's own that wait."""

from io import BytesIO

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired

from lms import clock, storage
from lms.access import Permission, needs, viewer
from lms.db import read_session
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.uploads import queries, receiving
from lms.uploads.contents import remaking
from lms.uploads.form_part import take_sent, takes_files
from lms.uploads.models import Upload, UploadState
from lms.uploads.pages import add_files, shown, waiting_files
from lms.uploads.policy import purpose_for
from lms.uploads.receiving import UploadStanding
from lms.uploads.rules.kinds import ENDINGS, MEDIA_TYPES, SORTS, FileKind, FileSort
from lms.uploads.rules.limits import ToldFile
from lms.uploads.rules.pieces import PIECE
from lms.web.forms import PageForm, form_page, page_asked

bp = Blueprint("uploads", __name__, template_folder="templates")
AT_ONCE = 4 * 1024 * 1024  # bytes that are read before the answer goes out, so that no slow line holds a file open

SEALED = "default-src 'none'; sandbox"  # of a file that somebody sent: it may do nothing


class WholeForm(PageForm):
    """One file in one request."""

    files = FileField(_l("File"), validators=[FileRequired(_l("Choose a file."))])


@bp.get("/uploads")
@needs(Permission.ACCOUNT_OWN)
def mine() -> ResponseReturnValue:
    """What of one's own is unfinished or unused."""
    return render_template("uploads/mine.html", files=waiting_files(read_session(), viewer().id))


@bp.post("/uploads")
@needs(Permission.ACCOUNT_OWN)
def begin() -> ResponseReturnValue:
    """A script tells name, size, type and SHA-256 of a file; it is told from where to send, or why not."""
    told = request.get_json(silent=True)
    told = told if isinstance(told, dict) else {}
    size = told.get("size")
    file = ToldFile(
        name=str(told.get("name", "")),
        size=size if isinstance(size, int) and not isinstance(size, bool) else 0,
        media_type=str(told.get("type", "")),
        sha256=str(told.get("sha256", "")),
    )
    return jsonify(as_json(receiving.begin(viewer(), str(told.get("purpose", "")), file, now=clock.now())))


@bp.get("/uploads/<uuid:uuid>")
@needs(Permission.ACCOUNT_OWN)
def standing(uuid: object) -> ResponseReturnValue:
    """From where to go on with a file of one's own."""
    return jsonify(as_json(receiving.standing(viewer().id, str(uuid))))


@bp.post("/uploads/<uuid:uuid>/pieces")
@needs(Permission.ACCOUNT_OWN)
def piece(uuid: object) -> ResponseReturnValue:
    """One piece: its bytes as the body, its offset and its SHA-256 in the address."""
    if (request.content_length or 0) > PIECE:
        raise BadInput("offset", _("A part may have at most %(most)s bytes.", most=PIECE))
    offset = request.args.get("offset", -1, type=int)
    sha256 = request.args.get("sha256", "")
    taken = receiving.take_piece(viewer(), str(uuid), offset, sha256, request.get_data(), now=clock.now())
    return jsonify(as_json(taken))


@bp.post("/uploads/<uuid:uuid>/finish")
@needs(Permission.ACCOUNT_OWN)
def finish(uuid: object) -> ResponseReturnValue:
    """Every piece is sent: check the whole and keep it, or say why not."""
    receiving.finish(viewer(), str(uuid), now=clock.now())
    return jsonify(as_json(receiving.standing(viewer().id, str(uuid))))


def as_json(one: UploadStanding) -> dict[str, object]:
    """How far a file is, as a script reads it."""
    return {
        "uuid": one.row.uuid,
        "state": "kept" if one.row.state == UploadState.KEPT else "open",
        "name": one.row.name,
        "size": one.row.size,
        "piece": PIECE,
        "received": one.received,
        "missing": one.missing,
    }


@bp.route("/uploads/<uuid:uuid>/continue", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
@takes_files
def go_on(uuid: object) -> ResponseReturnValue:
    """Choose an unfinished file again: what is here already is not sent again."""
    row = queries.own_upload(read_session(), viewer().id, str(uuid))
    if row.state != UploadState.OPEN:
        return redirect(url_for("uploads.mine"), code=303)
    form = WholeForm()
    if form.validate_on_submit():
        try:
            take_sent(row.purpose, form.files.data)
        except BadInput as fault:  # what is inside may have ended it, so that its page is gone
            flash(fault.message, "error")
        else:
            flash(_("The file has arrived."), "success")
        return redirect(url_for("uploads.mine"), code=303)
    part = add_files(purpose_for(viewer(), row.purpose))
    (waiting,) = [one for one in waiting_files(read_session(), viewer().id) if one.uuid == row.uuid]
    return form_page("uploads/continue.html", form, part=part, file=waiting)


@bp.post("/uploads/<uuid:uuid>/delete")
@needs(Permission.ACCOUNT_OWN)
def delete(uuid: object) -> ResponseReturnValue:
    """Delete a file of one's own that is unfinished or unused."""
    receiving.delete_own(viewer(), str(uuid), now=clock.now())
    flash(_("The file is deleted."), "success")
    return redirect(url_for("uploads.mine"), code=303)


@bp.get("/files/<uuid:uuid>")
@needs(Permission.ACCOUNT_OWN)
def one(uuid: object) -> ResponseReturnValue:
    """A file on its page: shown, played, page by page, or to download."""
    row = queries.file_for(read_session(), viewer(), str(uuid))
    file = shown(row)
    number = min(max(page_asked(), 1), max(file.pages, 1))
    return render_template("uploads/file.html", file=file, number=number)


@bp.get("/files/<uuid:uuid>/content")
@needs(Permission.ACCOUNT_OWN)
def content(uuid: object) -> ResponseReturnValue:
    """The bytes: photos, sound and video as they are kept, in parts where a player asks; all else to download."""
    row = queries.file_for(read_session(), viewer(), str(uuid))
    kind = row.kind or FileKind.ZIP
    plays = SORTS[kind] in {FileSort.PHOTO, FileSort.AUDIO, FileSort.VIDEO} and "download" not in request.args
    return sent(row, str(row.kept_key), kind, download=not plays)


@bp.get("/files/<uuid:uuid>/original")
@needs(Permission.ACCOUNT_OWN)
def original(uuid: object) -> ResponseReturnValue:
    """What was sent, with all that it tells, where the purpose keeps it; only ever to download."""
    row = queries.file_for(read_session(), viewer(), str(uuid))
    if row.original_key is None or row.original_kind is None:
        raise NotFound
    return sent(row, row.original_key, row.original_kind, download=True)


def sent(row: Upload, key: str, kind: FileKind, *, download: bool) -> Response:
    """Bytes that somebody sent: of the type that we saw, never guessed by a browser, in a sandbox."""
    stem = row.name.rpartition(".")[0] or row.name
    path = storage.path_of(key)
    is_small = path.stat().st_size <= AT_ONCE
    answer = send_file(
        BytesIO(path.read_bytes()) if is_small else path,
        mimetype=MEDIA_TYPES[kind],
        as_attachment=download,
        download_name=f"{stem}{ENDINGS[kind][0]}",
        conditional=True,
        etag=storage.digest_of(key),
        max_age=None,
    )
    answer.headers["Content-Security-Policy"] = SEALED
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.get("/files/<uuid:uuid>/page.png")
@needs(Permission.ACCOUNT_OWN)
def page(uuid: object) -> ResponseReturnValue:
    """One page of a PDF, drawn as a picture; no other kind of file has pages."""
    number = request.args.get("number", 1, type=int)
    row = queries.file_for(read_session(), viewer(), str(uuid))
    if not 1 <= number <= (row.pages or 0):
        raise NotFound
    answer = Response(content_type="image/png")
    answer.set_etag(f"{storage.digest_of(str(row.kept_key))}-{number}")
    answer.headers["Cache-Control"] = "private, no-cache"
    if request.if_none_match.contains(answer.get_etag()[0] or ""):
        return answer.make_conditional(request)
    drawn = remaking.drawn_page(storage.path_of(str(row.kept_key)), number)
    if drawn is None:
        raise NotFound
    answer.set_data(drawn)
    return answer
