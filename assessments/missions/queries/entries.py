"""Entries of reports as they stand, with their authors and every revision."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.missions.models import MissionEntry, MissionEntryRevision
from assessments.missions.rules.entries import Section
from lms.errors import NotFound


@dataclass(frozen=True)
class FoundEntry:
    """An entry as it stands."""

    row: MissionEntry
    revision: MissionEntryRevision
    authors: tuple[int, ...]  # who began it, then whoever revised it, each once

    @property
    def section(self) -> Section:
        """The part of the report in which it stands."""
        return Section(self.row.section)

    @property
    def body(self) -> Mapping[str, str]:
        """Its fields."""
        return self.revision.body


def entries_of(session: Session, mission_ids: Collection[int], *, removed: bool = False) -> dict[int, list[FoundEntry]]:
    """The entries of these reports, by section and as they were begun; removed ones where asked for. Two queries."""
    rows = list(
        session.scalars(select(MissionEntry).where(MissionEntry.mission_id.in_(mission_ids)).order_by(MissionEntry.id))
    )
    revisions: dict[int, list[MissionEntryRevision]] = defaultdict(list)
    some = select(MissionEntryRevision).join(MissionEntry, MissionEntry.id == MissionEntryRevision.entry_id)
    for one in session.scalars(
        some.where(MissionEntry.mission_id.in_(mission_ids)).order_by(MissionEntryRevision.number)
    ):
        revisions[one.entry_id].append(one)
    found: dict[int, list[FoundEntry]] = {one: [] for one in mission_ids}
    for row in rows:
        of = revisions[row.id]
        if removed or not of[-1].removed:
            authors = tuple(dict.fromkeys((row.author_id, *(one.by_id for one in of))))
            found[row.mission_id].append(FoundEntry(row, of[-1], authors))
    order = list(Section)
    return {one: sorted(entries, key=lambda entry: order.index(entry.section)) for one, entries in found.items()}


def entry_of(session: Session, mission_id: int, uuid: str) -> FoundEntry:
    """One entry of a report that stands."""
    found = next((one for one in entries_of(session, [mission_id])[mission_id] if one.row.uuid == uuid), None)
    if found is None:
        raise NotFound
    return found


def revisions_of(session: Session, entry_id: int) -> list[MissionEntryRevision]:
    """Every revision of an entry, the oldest first."""
    query = select(MissionEntryRevision).where(MissionEntryRevision.entry_id == entry_id)
    return list(session.scalars(query.order_by(MissionEntryRevision.number)))
