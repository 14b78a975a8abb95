"""What comes round for files: those whose time is over go, and those that no scanner saw are looked at."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.db import after_commit, end_read_session, read_session, transaction
from lms.people.events import PersonClosed
from lms.queue.kinds import periodic
from lms.storage import path_of
from lms.uploads import queries
from lms.uploads.contents import folders, scanner
from lms.uploads.models import VirusCheck
from lms.uploads.services import keeping

DELETED_AS_VIRUS = "the virus scanner found something"


@periodic("uploads-cleanup", every=timedelta(hours=1))
def clean_up(now: datetime) -> None:
    """Delete what nobody went on with and what was to be kept until now, and bytes that were deleted a day ago."""
    more = True
    while more:
        with transaction() as session:
            more = bool(keeping.delete_overdue(session, now=now) or queries.whose_time_is_over(session, now))
    while True:
        with transaction() as session:
            if not keeping.remove_bytes(session, now=now):
                break
    end_read_session()
    for uuid in folders.unknown_folders(queries.open_uuids(read_session())):
        folders.remove(uuid)


@periodic("uploads-scan", every=timedelta(minutes=10))
def scan_unchecked(now: datetime) -> None:
    """Have files looked at that came while the scanner was away, or before there was one."""
    if not scanner.is_configured():
        return
    last = 0
    while True:
        end_read_session()
        rows = [(row.id, row.kept_key) for row in queries.never_checked(read_session(), last)]
        if not rows:
            return
        for row_id, key in rows:
            try:
                found = scanner.scan(path_of(str(key)))
            except scanner.ScannerAway:
                return
            _settle(row_id, found.virus, now)
        last = rows[-1][0]


def _settle(row_id: int, virus: str, now: datetime) -> None:
    with transaction() as session:
        row = queries.kept_by_id(session, row_id)
        if row is None:
            return
        if virus:
            keeping.delete_file(session, row, DELETED_AS_VIRUS, by_id=None, now=now)
        else:
            row.virus_check = VirusCheck.CLEAN


def account_closed(session: Session, happened: PersonClosed) -> None:
    """Listener: delete what somebody whose account was closed had not finished or not used."""
    person_id = int(happened.subject.removeprefix("person:"))
    unfinished = keeping.delete_unused_of(
        session, person_id, "the account was closed", by_id=happened.actor_id, now=happened.at
    )
    for uuid in unfinished:
        after_commit(session, lambda uuid=uuid: folders.remove(uuid))  # type: ignore[misc]  # a lambda with a default
