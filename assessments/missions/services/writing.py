"""The report written together: entries added, revised by whoever has seen what stands, and taken out."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.missions.events import MissionEntryWritten
from assessments.missions.labels import FAULTS
from assessments.missions.models import MissionEntry, MissionEntryRevision
from assessments.missions.queries.entries import FoundEntry, entry_of
from assessments.missions.queries.missions import FoundMission
from assessments.missions.rules.entries import Section, faults, kept
from lms import events, ids
from lms.errors import BadInput, Conflict
from lms.i18n import _
from lms.people.api import texts_with_names

NAMELESS = {Section.INTERVIEW: "office", Section.TASK: "owner"}  # fields for a function, never for a person


class EntryRevised(Conflict):
    """Somebody else revised the entry since it was read: to which number, and what it says now."""

    def __init__(self, entry: FoundEntry) -> None:
        super().__init__(_("Somebody else has changed this in the meantime. Both texts are shown. Decide what stands."))
        self.number, self.body = entry.revision.number, dict(entry.body)


def add_entry(
    session: Session, mission: FoundMission, section: Section, body: Mapping[str, object], *, by_id: int, now: datetime
) -> MissionEntry:
    """Write a new entry; what lacks something is refused beside its field."""
    demand_written(mission)
    said = checked(session, section, body)
    row = MissionEntry(uuid=ids.new_uuid(), mission_id=mission.id, section=section, author_id=by_id, made_at=now)
    session.add(row)
    session.flush()
    _append(session, row, 1, said, removed=False, by_id=by_id, now=now)
    return row


def revise_entry(
    session: Session,
    mission: FoundMission,
    uuid: str,
    body: Mapping[str, object],
    *,
    base: int,
    by_id: int,
    now: datetime,
) -> bool:
    """Revise an entry as it stood at revision `base`; one that was revised since is shown to the second, who decides.

    Answers whether anything is other than it was.
    """
    demand_written(mission)
    entry = entry_of(session, mission.id, uuid)
    said = checked(session, entry.section, body)
    if dict(entry.body) == said:
        return False
    if entry.revision.number != base:
        raise EntryRevised(entry)
    try:
        with session.begin_nested():
            _append(session, entry.row, base + 1, said, removed=False, by_id=by_id, now=now)
    except IntegrityError as fault:  # both were sent at one moment
        raise EntryRevised(entry_of(session, mission.id, uuid)) from fault
    return True


def remove_entry(session: Session, mission: FoundMission, uuid: str, *, base: int, by_id: int, now: datetime) -> None:
    """Take an entry out of the report; its revisions stay."""
    demand_written(mission)
    entry = entry_of(session, mission.id, uuid)
    if entry.revision.number != base:
        raise EntryRevised(entry)
    _append(session, entry.row, base + 1, dict(entry.body), removed=True, by_id=by_id, now=now)


def checked(session: Session, section: Section, body: Mapping[str, object]) -> dict[str, str]:
    """The fields of an entry, made even; a name of somebody with an account is no function."""
    for name, fault in faults(section, body).items():
        raise BadInput(name, str(FAULTS[fault]))
    said = kept(section, body)
    nameless = NAMELESS.get(section)
    if nameless and texts_with_names(session, {0: said[nameless]}):
        words = _("This is the name of a person. Write the function only, such as “head of the risk unit”.")
        raise BadInput(nameless, words)
    return said


def demand_written(mission: FoundMission) -> None:
    """Of a mission that is cancelled nothing more is written."""
    if mission.row.cancelled_at is not None:
        raise Conflict(_("This mission is cancelled. What was written stays, and nothing is added."))


def _append(
    session: Session,
    row: MissionEntry,
    number: int,
    body: dict[str, str],
    *,
    removed: bool,
    by_id: int,
    now: datetime,
) -> None:
    revision = MissionEntryRevision(entry_id=row.id, number=number, body=body, removed=removed, by_id=by_id, at=now)
    session.add(revision)
    session.flush()
    happened = MissionEntryWritten(
        subject=f"mission-entry:{row.id}", actor_id=by_id, at=now, entry_id=row.id, number=number,
        section=row.section, removed=removed,
    )  # fmt: skip
    events.publish(session, happened)
