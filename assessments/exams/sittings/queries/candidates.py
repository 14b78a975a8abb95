"""Candidates of a room: who belongs to it, who was ticked, who has begun, and what the protocol says."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.exams.models import AnswerRevision, Attempt, AttemptItem, AttemptSupervision
from assessments.exams.rules.states import AttemptState
from assessments.exams.sittings.models import SittingLine, SittingPaper, SittingPresence
from assessments.exams.sittings.queries.sittings import FoundSitting
from assessments.exams.sittings.rules.room import CandidateProgress, progress_of
from courses.api import ParticipantStatus, participants_of
from lms.people.api import people_info

UNDECIDED = (
    Attempt.closed_at.is_not(None),
    Attempt.state != AttemptState.VOIDED,
    AttemptSupervision.id.is_(None),
)
BELONG = frozenset({ParticipantStatus.JOINED, ParticipantStatus.ENDED})


@dataclass(frozen=True)
class FoundCandidate:
    """Somebody who sits, or may, in a room: the newest tick of each supervisor, the attempt, when it was last heard."""

    person_id: int
    uuid: str
    name: str
    place: str
    ticks: tuple[SittingPresence, ...]
    attempt: Attempt | None
    heard_at: datetime | None
    supervision: str | None

    @property
    def present(self) -> tuple[SittingPresence, ...]:
        """The ticks that stand."""
        return tuple(one for one in self.ticks if one.present)

    def progress(self, now: datetime) -> CandidateProgress:
        """How far they are."""
        if self.attempt is None:
            return progress_of(None, None, None, now)
        return progress_of(self.attempt.started_at, self.attempt.closed_at, self.heard_at, now)


def candidates_of(session: Session, sitting: FoundSitting) -> list[FoundCandidate]:
    """Everybody of the cohort, and whoever was ticked or has begun here, by name; a constant number of queries."""
    ticks = newest_ticks(session, sitting.id)
    attempts = attempts_begun(session, sitting.id)
    heard = heard_at(session, [attempt.id for attempt, _watched in attempts.values()])
    people = {*ticks, *attempts}
    if sitting.row.cohort_id is not None:
        of_cohort = participants_of(session, [sitting.row.cohort_id])[sitting.row.cohort_id]
        people |= {one.person_id for one in of_cohort if one.status in BELONG}
    known = people_info(session, sorted(people))
    found = []
    for number, one in known.items():
        attempt, watched = attempts.get(number, (None, None))
        found.append(
            FoundCandidate(
                person_id=number,
                uuid=one.uuid,
                name=one.name,
                place=" · ".join(filter(None, (one.unit, one.administration))),
                ticks=tuple(ticks.get(number, ())),
                attempt=attempt,
                heard_at=heard.get(attempt.id) if attempt else None,
                supervision=watched,
            )
        )
    return sorted(found, key=lambda one: (one.name.lower(), one.person_id))


def newest_ticks(session: Session, sitting_id: int) -> dict[int, list[SittingPresence]]:
    """By candidate, the newest that each supervisor said of them."""
    wanted = select(SittingPresence).where(SittingPresence.sitting_id == sitting_id)
    newest: dict[tuple[int, int], SittingPresence] = {}
    for row in session.scalars(wanted.order_by(SittingPresence.at, SittingPresence.id)):
        newest[row.person_id, row.supervisor_id] = row
    found: dict[int, list[SittingPresence]] = defaultdict(list)
    for (person_id, _supervisor), row in newest.items():
        found[person_id].append(row)
    return found


def attempts_begun(session: Session, sitting_id: int) -> dict[int, tuple[Attempt, str | None]]:
    """By candidate, the newest attempt that was begun in a room, and how it was watched where that is decided."""
    rows = session.execute(
        select(Attempt, AttemptSupervision.supervision)
        .outerjoin(AttemptSupervision, AttemptSupervision.attempt_id == Attempt.id)
        .where(Attempt.sitting_id == sitting_id)
        .order_by(Attempt.id)
    )
    return {attempt.person_id: (attempt, watched) for attempt, watched in rows}


def heard_at(session: Session, attempts: Sequence[int]) -> dict[int, datetime]:
    """When each attempt last sent an answer."""
    rows = session.execute(
        select(AttemptItem.attempt_id, func.max(AnswerRevision.received_at))
        .join(AnswerRevision, AnswerRevision.attempt_item_id == AttemptItem.id)
        .where(AttemptItem.attempt_id.in_(attempts))
        .group_by(AttemptItem.attempt_id)
    )
    return dict(rows.all())


def lines_of(session: Session, sitting_id: int) -> list[SittingLine]:
    """The lines of the protocol, in their order."""
    wanted = select(SittingLine).where(SittingLine.sitting_id == sitting_id)
    return list(session.scalars(wanted.order_by(SittingLine.at, SittingLine.id)))


def papers_of(session: Session, sitting_id: int) -> list[SittingPaper]:
    """The printed protocols that were keyed in, in their order."""
    wanted = select(SittingPaper).where(SittingPaper.sitting_id == sitting_id)
    return list(session.scalars(wanted.order_by(SittingPaper.id)))


def undecided(session: Session, sitting_id: int) -> list[Attempt]:
    """The attempts of a room that ended and of which nobody knows yet how they were watched; none that is annulled."""
    wanted = (
        select(Attempt)
        .outerjoin(AttemptSupervision, AttemptSupervision.attempt_id == Attempt.id)
        .where(Attempt.sitting_id == sitting_id, *UNDECIDED)
    )
    return list(session.scalars(wanted.order_by(Attempt.id)))


def waiting_sittings(session: Session) -> list[int]:
    """The sittings with such attempts."""
    wanted = (
        select(Attempt.sitting_id)
        .outerjoin(AttemptSupervision, AttemptSupervision.attempt_id == Attempt.id)
        .where(Attempt.sitting_id.is_not(None), *UNDECIDED)
    )
    return sorted({number for number in session.scalars(wanted.distinct()) if number is not None})


def has_begun(session: Session, sitting_id: int) -> bool:
    """Whether somebody has begun in a room."""
    return session.scalars(select(Attempt.id).where(Attempt.sitting_id == sitting_id).limit(1)).first() is not None
