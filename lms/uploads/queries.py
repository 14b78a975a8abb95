"""Files, found: one's own that are under way or unused, those that belong to things, those whose time is over."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.errors import NotFound
from lms.uploads.models import Upload, UploadPiece, UploadState, VirusCheck
from lms.uploads.policy import readable

BATCH = 200


def waits(person_id: int) -> ColumnElement[bool]:
    """The files of a person that are unfinished or belong to nothing yet."""
    return (Upload.person_id == person_id) & (Upload.state != UploadState.DELETED) & Upload.attached_to.is_(None)


def own_upload(session: Session, person_id: int, uuid: str) -> Upload:
    """A file of this person that is unfinished or unused; NotFound for everybody else's."""
    row = session.scalars(select(Upload).where(Upload.uuid == uuid, waits(person_id))).one_or_none()
    if row is None:
        raise NotFound
    return row


def own_waiting(session: Session, person_id: int) -> list[Upload]:
    """Everything of this person that is unfinished or unused, newest first."""
    return list(session.scalars(select(Upload).where(waits(person_id)).order_by(Upload.id.desc())))


def bytes_waiting(session: Session, person_id: int) -> tuple[int, int]:
    """How many files of this person are unfinished, and how many bytes those and the unused ones have together."""
    rows = session.execute(
        select(Upload.state, func.count(), func.sum(Upload.size)).where(waits(person_id)).group_by(Upload.state)
    ).all()
    unfinished = sum(count for state, count, _size in rows if state == UploadState.OPEN)
    return unfinished, sum(int(size) for _state, _count, size in rows)


def same_file(session: Session, person_id: int, purpose: str, sha256: str) -> Upload | None:
    """What this person sends or has sent for this purpose with this content, and has not used yet."""
    return session.scalars(
        select(Upload)
        .where(waits(person_id), Upload.purpose == purpose, Upload.sha256 == sha256)
        .order_by(Upload.id)
        .limit(1)
    ).one_or_none()


def pieces_of(session: Session, ids: Collection[int]) -> dict[int, dict[int, str]]:
    """The pieces that are here, by file: number and SHA-256; one query."""
    found: dict[int, dict[int, str]] = {one: {} for one in ids}
    rows = session.execute(
        select(UploadPiece.upload_id, UploadPiece.number, UploadPiece.sha256).where(UploadPiece.upload_id.in_(ids))
    )
    for upload_id, number, sha256 in rows:
        found[upload_id][number] = sha256
    return found


def file_for(session: Session, viewer: Viewer, uuid: str) -> Upload:
    """A kept file that this person may read; NotFound for whoever may not."""
    row = session.scalars(select(Upload).where(Upload.uuid == uuid, Upload.state == UploadState.KEPT)).one_or_none()
    if row is None or not readable(session, viewer, [row]):
        raise NotFound
    return row


def files_of(session: Session, refs: Collection[str]) -> Mapping[str, Sequence[Upload]]:
    """The files that belong to each of these things, in the order in which they were sent; deleted ones too."""
    found: dict[str, list[Upload]] = {}
    rows = session.scalars(select(Upload).where(Upload.attached_to.in_(refs)).order_by(Upload.id))
    for row in rows:
        found.setdefault(str(row.attached_to), []).append(row)
    return found


def stored_keys(session: Session) -> Iterable[str]:
    """The files of the storage that kept files name."""
    rows = session.execute(select(Upload.kept_key, Upload.original_key).where(Upload.state == UploadState.KEPT))
    return [key for row in rows for key in row if key is not None]


def whose_time_is_over(session: Session, now: datetime) -> list[Upload]:
    """Some unfinished and unused files that nobody went on with, and some that were to be kept until now."""
    over = or_(
        (Upload.expires_at <= now) & Upload.attached_to.is_(None),
        Upload.keep_until <= now,
    )
    query = select(Upload).where(Upload.state != UploadState.DELETED, over).order_by(Upload.id).limit(BATCH)
    return list(session.scalars(query))


def bytes_to_remove(session: Session, before: datetime) -> list[Upload]:
    """Some deleted files whose bytes still lie in the storage, deleted before a moment."""
    return list(
        session.scalars(
            select(Upload)
            .where(Upload.state == UploadState.DELETED, Upload.bytes_gone.is_(False), Upload.deleted_at < before)
            .order_by(Upload.id)
            .limit(BATCH)
        )
    )


def never_checked(session: Session, after: int) -> list[Upload]:
    """Some kept files that no scanner looked at, in the order in which they came, from after this one on."""
    return list(
        session.scalars(
            select(Upload)
            .where(
                Upload.state == UploadState.KEPT,
                Upload.virus_check == VirusCheck.NOT_CHECKED,
                Upload.id > after,
            )
            .order_by(Upload.id)
            .limit(BATCH)
        )
    )


def open_uuids(session: Session) -> list[str]:
    """Every unfinished file."""
    return list(session.scalars(select(Upload.uuid).where(Upload.state == UploadState.OPEN)))


def counts(session: Session) -> tuple[int, int, int]:
    """How many files are unfinished, how many are kept, and how many of these no scanner looked at."""
    rows = session.execute(
        select(Upload.state, Upload.virus_check, func.count())
        .where(Upload.state != UploadState.DELETED)
        .group_by(Upload.state, Upload.virus_check)
    ).all()
    unfinished = sum(count for state, _check, count in rows if state == UploadState.OPEN)
    kept = sum(count for state, _check, count in rows if state == UploadState.KEPT)
    unchecked = sum(
        count for state, check, count in rows if state == UploadState.KEPT and check == VirusCheck.NOT_CHECKED
    )
    return unfinished, kept, unchecked


def kept_by_id(session: Session, row_id: int) -> Upload | None:
    """A kept file by its number, for tasks alone."""
    return session.scalars(select(Upload).where(Upload.id == row_id, Upload.state == UploadState.KEPT)).one_or_none()
