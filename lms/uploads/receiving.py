"""From a request to a kept file: bytes are written, looked at and re-made outside of transactions, then committed.

A file is assembled, its size and SHA-256 are compared with what was told, its kind is told by its content, photos
become fresh JPEGs, the virus scanner is asked. Only then one short transaction keeps it. What is refused is forgotten
wholly: sending the same bytes again would be refused again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TypeVar

from sqlalchemy.exc import IntegrityError

from lms.access import Viewer
from lms.db import end_read_session, read_session, transaction
from lms.errors import BadInput, Conflict, NotFound
from lms.i18n import _
from lms.uploads import queries
from lms.uploads.contents import folders, looking, remaking, scanner
from lms.uploads.models import Upload, UploadState, VirusCheck
from lms.uploads.policy import purpose_for, purpose_named
from lms.uploads.purposes import UploadPurpose
from lms.uploads.rules.kinds import SORTS, FileKind, FileSort, UnfitFile
from lms.uploads.rules.limits import SHA256, ToldFile
from lms.uploads.rules.pieces import WRONG_PLACE, WrongPiece, missing, piece_at, piece_count, received
from lms.uploads.services import beginning, keeping
from lms.uploads.services.beginning import FIELD
from lms.uploads.services.keeping import MadeFile

T = TypeVar("T")


@dataclass(frozen=True)
class UploadStanding:
    """How far a file is: bytes that are here, and stretches that are missing, from an offset up to another."""

    row: Upload
    received: int
    missing: list[tuple[int, int]]


def standing(person_id: int, uuid: str) -> UploadStanding:
    """From where to go on with one's own file."""
    session = read_session()
    row = queries.own_upload(session, person_id, uuid)
    return standing_of(row, queries.pieces_of(session, [row.id])[row.id])


def standing_of(row: Upload, pieces: dict[int, str]) -> UploadStanding:
    """The same of a row and its pieces."""
    if row.state != UploadState.OPEN:
        return UploadStanding(row, row.size, [])
    return UploadStanding(row, received(pieces, row.size), missing(pieces, row.size))


def begin(viewer: Viewer, purpose_name: str, told: ToldFile, *, now: datetime) -> UploadStanding:
    """Begin a file, or go on with the same one; pieces that the disk lost are asked for again."""
    purpose = purpose_for(viewer, purpose_name)
    uuid = _twice(lambda: _begun(viewer, purpose, told, now))
    pieces = standing_pieces(viewer.id, uuid)
    lost = dict.fromkeys(folders.lost_pieces(uuid, pieces), "")
    if lost:
        with transaction() as session:
            beginning.drop_pieces(session, queries.own_upload(session, viewer.id, uuid), lost)
    return standing(viewer.id, uuid)


def standing_pieces(person_id: int, uuid: str) -> dict[int, str]:
    """The pieces of one's own file that the database knows."""
    row = queries.own_upload(read_session(), person_id, uuid)
    return queries.pieces_of(read_session(), [row.id])[row.id] if row.state == UploadState.OPEN else {}


def _begun(viewer: Viewer, purpose: UploadPurpose, told: ToldFile, now: datetime) -> str:
    with transaction() as session:
        room = folders.room_left()
        return beginning.begin_upload(session, viewer.id, purpose, told, room=room, now=now).uuid


def _twice(write: Callable[[], T]) -> T:
    """Write; where the same was begun at the same moment elsewhere, once more: then it is found."""
    try:
        return write()
    except IntegrityError:
        return write()


def take_piece(viewer: Viewer, uuid: str, offset: int, sha256: str, content: bytes, *, now: datetime) -> UploadStanding:
    """Take one piece, whole and as its hash says; on the disk first, then in the database."""
    row = queries.own_upload(read_session(), viewer.id, uuid)
    if row.state != UploadState.OPEN:
        return standing(viewer.id, uuid)
    try:
        number = piece_at(offset, len(content), row.size)
    except WrongPiece as fault:
        raise BadInput("offset", _(WRONG_PLACE)) from fault
    if not SHA256.fullmatch(sha256) or hashlib.sha256(content).hexdigest() != sha256:
        raise BadInput("sha256", _("This part was changed on the way. It is sent again."))
    folders.put_piece(uuid, number, content, sha256)
    with transaction() as session:
        own = queries.own_upload(session, viewer.id, uuid)
        if own.state == UploadState.OPEN:
            beginning.note_piece(session, own, number, sha256, now=now)
    return standing(viewer.id, uuid)


def finish(viewer: Viewer, uuid: str, *, now: datetime) -> Upload:
    """Check and keep a file of which every piece is here; a second time it answers the same."""
    row = queries.own_upload(read_session(), viewer.id, uuid)
    if row.state != UploadState.OPEN:
        return row
    pieces = standing_pieces(viewer.id, uuid)
    lost = dict.fromkeys(folders.lost_pieces(uuid, pieces), "")
    if lost or len(pieces) != piece_count(row.size):
        if lost:
            with transaction() as session:
                beginning.drop_pieces(session, queries.own_upload(session, viewer.id, uuid), lost)
        raise Conflict(_("Some parts of this file have not arrived yet. They are sent now."))
    try:
        return _keep(viewer, row, *folders.put_together(uuid, pieces), now=now)
    except FileNotFoundError as fault:  # another tab finished it at this moment, and its pieces are gone
        end_read_session()
        row = queries.own_upload(read_session(), viewer.id, uuid)
        if row.state == UploadState.OPEN:
            raise Conflict(_("Some parts of this file have not arrived yet. They are sent now.")) from fault
        return row


def take_whole(viewer: Viewer, purpose_name: str, name: str, media_type: str, sent: IO[bytes], *, now: datetime) -> str:
    """A file that came in one request, as a form without JavaScript sends it; the same checks. Answers its uuid."""
    purpose = purpose_for(viewer, purpose_name)
    size = sent.seek(0, 2)
    sent.seek(0)
    digest = hashlib.sha256()
    while piece := sent.read(folders.COPIED):
        digest.update(piece)
    sent.seek(0)
    told = ToldFile(name, size, media_type, digest.hexdigest())
    uuid = _twice(lambda: _begun(viewer, purpose, told, now))
    row = queries.own_upload(read_session(), viewer.id, uuid)
    if row.state == UploadState.OPEN:
        _keep(viewer, row, *folders.take_whole(uuid, sent), now=now)
    return uuid


def _keep(viewer: Viewer, row: Upload, path: Path, sha256: str, *, now: datetime) -> Upload:
    if sha256 != row.sha256 or path.stat().st_size != row.size:
        with transaction() as session:
            beginning.drop_pieces(session, queries.own_upload(session, viewer.id, row.uuid))
        folders.remove(row.uuid)
        raise BadInput(
            FIELD,
            _("%(name)s did not arrive as it was sent. Choose the file again.", name=row.name),
        )
    try:
        made = _made(row, path)
        with transaction() as session:
            keeping.keep_file(session, queries.own_upload(session, viewer.id, row.uuid), made, now=now)
    except BadInput:
        with transaction() as session:
            own = queries.own_upload(session, viewer.id, row.uuid)
            if own.state == UploadState.OPEN:
                beginning.give_up(session, own)
        folders.remove(row.uuid)
        raise
    finally:
        path.unlink(missing_ok=True)  # where it was not kept
    folders.remove(row.uuid)
    return queries.own_upload(read_session(), viewer.id, row.uuid)


def _made(row: Upload, path: Path) -> MadeFile:
    """The file as it will be kept; BadInput where it is not taken."""
    purpose = purpose_named(row.purpose)
    try:
        kind = looking.kind_in(path)
        beginning.demand_sort(purpose, SORTS[kind], row.name, row.size)
        check = _scanned(path)
        if SORTS[kind] is FileSort.PHOTO:
            return _fresh(row, path, kind, check, purpose)
        pages = remaking.pdf_pages(path) if kind is FileKind.PDF else None
    except UnfitFile as fault:
        said = _(fault.text)
        raise BadInput(FIELD, f"{row.name}: {said}") from fault
    return MadeFile(kind, path, row.size, check, pages)


def _fresh(row: Upload, path: Path, kind: FileKind, check: VirusCheck, purpose: UploadPurpose) -> MadeFile:
    keeps = purpose.keeps_originals
    content = remaking.fresh_photo(path, kind, purpose.edge or remaking.EDGE)
    fresh = folders.new_file(row.uuid)
    fresh.write_bytes(content)
    kept = path if keeps else None
    return MadeFile(FileKind.JPEG, fresh, len(content), check, None, kept, kind if keeps else None)


def _scanned(path: Path) -> VirusCheck:
    """What the scanner says; a file that it could not look at is taken, and called not checked."""
    if not scanner.is_configured():
        return VirusCheck.NOT_CHECKED
    try:
        found = scanner.scan(path)
    except scanner.ScannerAway:
        return VirusCheck.NOT_CHECKED
    if found.virus:
        raise BadInput(
            FIELD, _("The virus scanner found something in this file (%(virus)s). It was deleted.", virus=found.virus)
        )
    return VirusCheck.CLEAN


def delete_own(viewer: Viewer, uuid: str, *, now: datetime) -> None:
    """Delete one's own file that is unfinished or unused."""
    with transaction() as session:
        row = queries.own_upload(session, viewer.id, uuid)
        if row.attached_to is not None:
            raise NotFound
        keeping.delete_file(session, row, "by its person", by_id=viewer.id, now=now)
    folders.remove(uuid)
