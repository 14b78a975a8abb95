"""A file is told of before its first byte, and refused then if it would be refused at the end; pieces are noted."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms import ids
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.inserts import insert_missing
from lms.uploads import queries
from lms.uploads.models import Upload, UploadPiece, UploadState
from lms.uploads.purposes import UploadPurpose
from lms.uploads.rules.kinds import SHOWN, SORTS, FileSort, UnfitFile, told_kind
from lms.uploads.rules.limits import (
    KEPT_OPEN,
    LEAST_FREE,
    MOST_OPEN,
    MOST_WAITING,
    SHA256,
    ToldFile,
    in_megabytes,
    plain_name,
)

NO_TYPE = ("", "application/octet-stream")
FIELD = "files"  # to which refusals belong


def begin_upload(
    session: Session, person_id: int, purpose: UploadPurpose, told: ToldFile, *, room: int, now: datetime
) -> Upload:
    """Begin a file, or go on with the same one: by any session of this person, over any network.

    `room` is how many bytes are free on the disk. What its name, type or size already forbid is refused here.
    """
    demand_fit(purpose, told)
    row = queries.same_file(session, person_id, purpose.name, told.sha256)
    if row is not None and row.size != told.size:
        raise BadInput(FIELD, _("The size and the SHA-256 of the file do not match. Choose the file again."))
    if row is not None:
        if row.state == UploadState.OPEN:
            row.expires_at = now + KEPT_OPEN
        return row
    _demand_allowance(session, person_id, told, room)
    row = Upload(
        uuid=ids.new_uuid(),
        person_id=person_id,
        purpose=purpose.name,
        name=plain_name(told.name),
        size=told.size,
        sha256=told.sha256,
        state=UploadState.OPEN,
        begun_at=now,
        expires_at=now + KEPT_OPEN,
    )
    session.add(row)
    session.flush()
    return row


def demand_fit(purpose: UploadPurpose, told: ToldFile) -> None:
    """Refuse what this purpose does not take, by what is told of it."""
    if not SHA256.fullmatch(told.sha256):
        raise BadInput(
            FIELD, _("The SHA-256 of the file is missing or wrong: it has 64 characters, 0 to 9 and a to f.")
        )
    if told.size <= 0:
        raise BadInput(FIELD, _("%(name)s is empty. Choose the file again.", name=plain_name(told.name)))
    try:
        kind = told_kind(told.name, told.media_type)
    except UnfitFile as fault:
        raise BadInput(FIELD, _(fault.text)) from fault
    if kind is not None:
        demand_sort(purpose, SORTS[kind], plain_name(told.name), told.size)
        return
    says_nothing = "." not in told.name and told.media_type in NO_TYPE
    largest = max(purpose.most, key=lambda sort: purpose.most[sort])
    if not says_nothing:
        raise BadInput(FIELD, not_taken(purpose, plain_name(told.name)))
    demand_sort(purpose, largest, plain_name(told.name), told.size)  # what it is, its content will say


def demand_sort(purpose: UploadPurpose, sort: FileSort, name: str, size: int) -> None:
    """Refuse a file of a sort that is not taken, or larger than this sort may be, with the limit."""
    most = purpose.most.get(sort)
    if most is None:
        raise BadInput(FIELD, not_taken(purpose, name))
    if size > most:
        raise BadInput(
            FIELD,
            _(
                "%(name)s has %(size)s MB. The limit for %(sort)s is %(most)s MB here. Send a smaller file.",
                name=name,
                size=in_megabytes(size),
                sort=_(SHOWN[sort]),
                most=in_megabytes(most),
            ),
        )


def not_taken(purpose: UploadPurpose, name: str) -> str:
    """The sentence about a file of a sort that this purpose does not take."""
    taken = ", ".join(_(SHOWN[sort]) for sort in purpose.most)
    return _("This kind of file is not accepted here: %(name)s. Accepted: %(taken)s.", name=name, taken=taken)


def _demand_allowance(session: Session, person_id: int, told: ToldFile, room: int) -> None:
    unfinished, waiting = queries.bytes_waiting(session, person_id)
    if unfinished >= MOST_OPEN:
        raise RuleBroken(
            _("You have %(count)s unfinished files. Finish or delete some of them under “My files”.", count=unfinished)
        )
    if waiting + told.size > MOST_WAITING:
        raise RuleBroken(
            _(
                "Your unfinished and unused files would have %(size)s MB; the limit for one person is %(most)s MB. "
                "Delete some of them under “My files”.",
                size=in_megabytes(waiting + told.size),
                most=in_megabytes(MOST_WAITING),
            )
        )
    if room - told.size < LEAST_FREE:
        raise RuleBroken(_("This site has no space for this file. Tell your administrator."))


def note_piece(session: Session, row: Upload, number: int, sha256: str, *, now: datetime) -> None:
    """Note that a piece is here; the same one again changes nothing, another one in its place is refused."""
    row.expires_at = now + KEPT_OPEN
    if insert_missing(session, UploadPiece, upload_id=row.id, number=number, sha256=sha256):
        return
    if queries.pieces_of(session, [row.id])[row.id][number] != sha256:
        raise Conflict(_("The file was changed after the first part was sent. Choose it again."))


def drop_pieces(session: Session, row: Upload, numbers: Mapping[int, str] | None = None) -> None:
    """Forget pieces, all of them where none are named: they are to be sent again."""
    query = delete(UploadPiece).where(UploadPiece.upload_id == row.id)
    session.execute(query if numbers is None else query.where(UploadPiece.number.in_(numbers)))


def give_up(session: Session, row: Upload) -> None:
    """Forget an unfinished file; nothing of it ever counted."""
    drop_pieces(session, row)
    session.delete(row)
    session.flush()
