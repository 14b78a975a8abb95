"""Entries of the log, each with what it says now."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.practice.models import PracticeEntry, PracticeRevision
from certificates.practice.rules.log import LogLine, PracticeKind, PracticeOrigin, PracticeUnit
from lms.access import Viewer
from lms.errors import NotFound

REF = "practice-entry"


@dataclass(frozen=True)
class FoundPractice:
    """An entry with its newest revision."""

    row: PracticeEntry
    revision: PracticeRevision

    @property
    def line(self) -> LogLine:
        """The entry as rules read it."""
        said = self.revision
        return LogLine(
            PracticeOrigin.LOGGED, f"{REF}:{self.row.uuid}", PracticeKind(said.kind), said.on, said.amount,
            PracticeUnit(said.unit), said.country, said.role, said.words, said.evidence,
        )  # fmt: skip


def entries_of(session: Session, people: Collection[int]) -> dict[int, list[FoundPractice]]:
    """What each of these people logged, the newest day first, withdrawn entries too; one query for all."""
    newest = (
        select(PracticeRevision.entry_id, func.max(PracticeRevision.no).label("no"))
        .group_by(PracticeRevision.entry_id)
        .subquery()
    )
    rows = session.execute(
        select(PracticeEntry, PracticeRevision)
        .join(newest, newest.c.entry_id == PracticeEntry.id)
        .join(
            PracticeRevision,
            (PracticeRevision.entry_id == PracticeEntry.id) & (PracticeRevision.no == newest.c.no),
        )
        .where(PracticeEntry.person_id.in_(people))
        .order_by(PracticeRevision.on.desc(), PracticeEntry.id.desc())
    )
    found: dict[int, list[FoundPractice]] = defaultdict(list)
    for entry, revision in rows:
        found[entry.person_id].append(FoundPractice(entry, revision))
    return found


def own_entry(session: Session, viewer: Viewer, uuid: str) -> FoundPractice:
    """One entry of one's own; NotFound for all others."""
    found = next((one for one in entries_of(session, [viewer.id])[viewer.id] if one.row.uuid == uuid), None)
    if found is None:
        raise NotFound
    return found
