"""A whole file is kept, attached to something, kept until a date, deleted; its bytes go a day later."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms import storage
from lms.db import lock
from lms.errors import BadInput
from lms.events import publish
from lms.i18n import _
from lms.manifest import composition
from lms.uploads import queries
from lms.uploads.events import FileAttached, FileDeleted, FileKept, KeepingSet
from lms.uploads.models import Upload, UploadState, VirusCheck
from lms.uploads.rules.kinds import ENDINGS, FileKind
from lms.uploads.rules.limits import BYTES_GO_AFTER, KEPT_UNUSED
from lms.uploads.services.beginning import drop_pieces, give_up

STORAGE = "uploads-storage"  # the lock under which bytes come and go
MOST_ATTACHED = 30  # files of one thing


@dataclass(frozen=True)
class MadeFile:
    """A whole file that was looked at, re-made and checked; paths of files that lie beside the storage."""

    kind: FileKind
    path: Path
    size: int
    virus_check: VirusCheck
    pages: int | None = None
    original: Path | None = None
    original_kind: FileKind | None = None


def keep_file(session: Session, row: Upload, made: MadeFile, *, now: datetime) -> bool:
    """Keep a file that is whole; False where another request kept it meanwhile."""
    lock(session, STORAGE)  # so that no content is adopted while it is being removed
    first = session.execute(
        update(Upload).where(Upload.id == row.id, Upload.state == UploadState.OPEN).values(state=UploadState.KEPT)
    )
    if not first.rowcount:  # type: ignore[attr-defined]  # of an UPDATE
        return False
    drop_pieces(session, row)
    row.state = UploadState.KEPT
    row.kept_at, row.expires_at = now, now + KEPT_UNUSED
    row.kind, row.kept_size, row.pages, row.virus_check = made.kind, made.size, made.pages, made.virus_check
    if made.original is not None and made.original_kind is not None:
        row.original_key = storage.adopt(made.original, ENDINGS[made.original_kind][0])
        row.original_kind = made.original_kind
    row.kept_key = storage.adopt(made.path, ENDINGS[made.kind][0])
    session.flush()
    publish(
        session,
        FileKept(
            subject=f"person:{row.person_id}",
            actor_id=row.person_id,
            at=now,
            file=row.uuid,
            purpose=row.purpose,
            kind=made.kind,
            sha256=storage.digest_of(row.kept_key),
        ),
    )
    return True


def attach_files(
    session: Session,
    person_id: int,
    uuids: Sequence[str],
    *,
    purpose: str,
    to: str,
    now: datetime,
    keep_until: datetime | None = None,
) -> list[Upload]:
    """Make whole, unused files of this person part of something; all of them, or BadInput for the field `files`."""
    wanted = list(dict.fromkeys(uuids))
    if len(wanted) > MOST_ATTACHED:
        raise BadInput("files", _("At most %(most)s files can be added here.", most=MOST_ATTACHED))
    rows = session.scalars(
        select(Upload)
        .where(
            Upload.uuid.in_(wanted),
            Upload.purpose == purpose,
            Upload.state == UploadState.KEPT,
            queries.waits(person_id),
        )
        .order_by(Upload.id)
        .with_for_update()
    ).all()
    if len(rows) != len(wanted):
        raise BadInput("files", _("A file no longer exists, or is not complete. Look under “My files”, then add it."))
    for row in rows:
        row.attached_to, row.attached_at, row.expires_at, row.keep_until = to, now, None, keep_until
    session.flush()
    for row in rows:
        publish(
            session,
            FileAttached(subject=f"person:{person_id}", actor_id=person_id, at=now, file=row.uuid, to=to),
        )
    return list(rows)


def keep_until(
    session: Session, refs: Collection[str], until: datetime | None, *, by_id: int | None, now: datetime
) -> int:
    """Say until when the files of these things are kept, nothing for no end; answers how many files changed."""
    rows = [row for files in queries.files_of(session, refs).values() for row in files]
    changed = [row for row in rows if row.state == UploadState.KEPT and row.keep_until != until]
    for row in changed:
        row.keep_until = until
        publish(
            session,
            KeepingSet(
                subject=f"person:{row.person_id}",
                actor_id=by_id,
                at=now,
                file=row.uuid,
                until=until.isoformat() if until else None,
            ),
        )
    session.flush()
    return len(changed)


def delete_file(session: Session, row: Upload, why: str, *, by_id: int | None, now: datetime) -> None:
    """Delete a file: an unfinished one wholly; of a kept one the row stays, without its name, and its bytes go."""
    if row.state == UploadState.OPEN:
        give_up(session, row)
        return
    if row.state == UploadState.DELETED:
        return
    row.state, row.deleted_at, row.expires_at, row.keep_until = UploadState.DELETED, now, None, None
    row.name = ""
    session.flush()
    publish(session, FileDeleted(subject=f"person:{row.person_id}", actor_id=by_id, at=now, file=row.uuid, why=why))


def delete_files_of(session: Session, refs: Collection[str], why: str, *, by_id: int | None, now: datetime) -> None:
    """Delete the files that belong to these things."""
    for files in queries.files_of(session, refs).values():
        for row in files:
            delete_file(session, row, why, by_id=by_id, now=now)


def delete_overdue(session: Session, *, now: datetime) -> list[str]:
    """Delete some files whose time is over; answers the unfinished ones among them, whose pieces go too."""
    rows = queries.whose_time_is_over(session, now)
    unfinished = [row.uuid for row in rows if row.state == UploadState.OPEN]
    for row in rows:
        is_due = row.keep_until is not None and row.keep_until <= now
        delete_file(session, row, "its time was over" if is_due else "unused", by_id=None, now=now)
    return unfinished


def remove_bytes(session: Session, *, now: datetime, after: timedelta = BYTES_GO_AFTER) -> int:
    """Remove the bytes of some files that were deleted a day ago, unless others have the same content."""
    lock(session, STORAGE)
    rows = queries.bytes_to_remove(session, now - after)
    keys = {key for row in rows for key in (row.kept_key, row.original_key) if key}
    if keys:
        named = {key for query in composition().stored_files for key in query(session)}
        for key in keys - named:
            storage.remove(key)
    for row in rows:
        row.bytes_gone = True
    session.flush()
    return len(rows)


def delete_unused_of(session: Session, person_id: int, why: str, *, by_id: int | None, now: datetime) -> list[str]:
    """Delete everything of a person that is unfinished or unused; answers the unfinished ones."""
    rows = queries.own_waiting(session, person_id)
    unfinished = [row.uuid for row in rows if row.state == UploadState.OPEN]
    for row in rows:
        delete_file(session, row, why, by_id=by_id, now=now)
    return unfinished
