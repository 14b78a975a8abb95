"""Officers in cohorts: how they stand, how they stood, and who waits for whose decision."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from courses.cohorts import policy
from courses.cohorts.models.cohort import Cohort
from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.rules.states import CURRENT, ONCE_IN, ParticipantStatus
from courses.cohorts.scope_kind import newest_state
from lms.access import Viewer
from lms.errors import NotFound


@dataclass(frozen=True)
class Stance:
    """How an officer stands in a cohort from a moment on."""

    status: ParticipantStatus
    at: datetime
    by_id: int | None
    reason: str
    to_cohort_id: int | None = None
    substitute_id: int | None = None


@dataclass(frozen=True)
class FoundParticipant:
    """An officer in a cohort, and how they stand now."""

    id: int
    uuid: str
    cohort_id: int
    person_id: int
    now: Stance

    @property
    def status(self) -> ParticipantStatus:
        """How they stand."""
        return self.now.status


@cache
def _current() -> Select[Participant, ParticipantState]:
    return select(Participant, ParticipantState).join(ParticipantState, ParticipantState.id == newest_state())


def stance_of(row: ParticipantState) -> Stance:
    """One state as a value."""
    return Stance(ParticipantStatus(row.status), row.at, row.by_id, row.reason, row.to_cohort_id, row.substitute_id)


def participants_where(session: Session, *where: ColumnElement[bool]) -> list[FoundParticipant]:
    """The participants for whom this holds, in the order in which they first came; one query."""
    rows = session.execute(_current().where(*where).order_by(Participant.id))
    return [FoundParticipant(one.id, one.uuid, one.cohort_id, one.person_id, stance_of(state)) for one, state in rows]


def participants_of(session: Session, cohort_ids: Collection[int]) -> dict[int, list[FoundParticipant]]:
    """Everybody who is or was in these cohorts, whoever asks; one query."""
    found: dict[int, list[FoundParticipant]] = {one: [] for one in cohort_ids}
    for one in participants_where(session, Participant.cohort_id.in_(cohort_ids)):
        found[one.cohort_id].append(one)
    return found


def participants_seen(session: Session, viewer: Viewer, cohort_id: int) -> list[FoundParticipant]:
    """Those of a cohort whom the viewer sees; who sees the cohort is asked before."""
    return participants_where(session, Participant.cohort_id == cohort_id, policy.participants_visible_to(viewer))


def participant_seen(session: Session, viewer: Viewer, cohort_id: int, person_id: int) -> FoundParticipant:
    """This officer in a cohort, if the viewer sees them there."""
    mine = policy.participants_visible_to(viewer)
    found = participants_where(session, Participant.cohort_id == cohort_id, Participant.person_id == person_id, mine)
    if not found:
        raise NotFound
    return found[0]


def known_in(session: Session, cohort_id: int, people: Sequence[int]) -> dict[int, FoundParticipant]:
    """Those of these people who are or were in the cohort, by person."""
    found = participants_where(session, Participant.cohort_id == cohort_id, Participant.person_id.in_(people))
    return {one.person_id: one for one in found}


def cohorts_of(session: Session, people: Sequence[int]) -> dict[int, list[FoundParticipant]]:
    """In which cohorts each person is or waits to be, the newest first; one query."""
    found: dict[int, list[FoundParticipant]] = {one: [] for one in people}
    current = ParticipantState.status.in_(sorted(CURRENT))
    for one in reversed(participants_where(session, Participant.person_id.in_(people), current)):
        found[one.person_id].append(one)
    return found


def cohorts_attended(session: Session, people: Sequence[int]) -> dict[int, list[FoundParticipant]]:
    """In which cohorts each person is, or was until the cohort ended or they left it, the newest first; one query."""
    found: dict[int, list[FoundParticipant]] = {one: [] for one in people}
    was = ParticipantState.status.in_(sorted(ONCE_IN))
    for one in reversed(participants_where(session, Participant.person_id.in_(people), was)):
        found[one.person_id].append(one)
    return found


def places_of(session: Session, person_id: int) -> list[FoundParticipant]:
    """Where a person is, was until the end, waits to be or was refused; one query."""
    told = CURRENT | {ParticipantStatus.ENDED, ParticipantStatus.REFUSED}
    return participants_where(session, Participant.person_id == person_id, ParticipantState.status.in_(sorted(told)))


def own_participant(session: Session, viewer: Viewer, cohort_uuid: str) -> FoundParticipant:
    """One's own place in a cohort, also after it; a cohort in which one never was is not found."""
    cohort = select(Cohort.id).where(Cohort.uuid == cohort_uuid).scalar_subquery()
    found = participants_where(session, Participant.person_id == viewer.id, Participant.cohort_id == cohort)
    if not found:
        raise NotFound
    return found[0]


def history_of(session: Session, participants: Sequence[int]) -> dict[int, list[Stance]]:
    """Every state of these participants, the oldest first; one query."""
    found: dict[int, list[Stance]] = defaultdict(list)
    rows = session.scalars(
        select(ParticipantState).where(ParticipantState.participant_id.in_(participants)).order_by(ParticipantState.id)
    )
    for row in rows:
        found[row.participant_id].append(stance_of(row))
    return {one: found[one] for one in participants}


def joins_waiting(session: Session, viewer: Viewer) -> list[FoundParticipant]:
    """Who waits for the viewer to let them join a cohort elsewhere."""
    waits = ParticipantState.status == ParticipantStatus.WAITS_FOR_APPROVAL
    return participants_where(session, waits, policy.joins_decided_by(viewer))


def join_waiting(session: Session, viewer: Viewer, uuid: str) -> FoundParticipant:
    """One of these."""
    waits = ParticipantState.status == ParticipantStatus.WAITS_FOR_APPROVAL
    found = participants_where(session, waits, Participant.uuid == uuid, policy.joins_decided_by(viewer))
    if not found:
        raise NotFound
    return found[0]


def waiting_for_run(session: Session, person_id: int, course_id: int) -> list[FoundParticipant]:
    """Where a person waits until another run of this course has ended, the longest wait first."""
    of_course = Participant.cohort_id.in_(select(Cohort.id).where(Cohort.course_id == course_id))
    waits = ParticipantState.status == ParticipantStatus.WAITS_FOR_RUN
    return participants_where(session, waits, Participant.person_id == person_id, of_course)


def participant_ids(session: Session, cohort_id: int, people: Sequence[int]) -> dict[int, int]:
    """The numbers of these people in a cohort, also before they have any state."""
    rows = session.execute(
        select(Participant.person_id, Participant.id).where(
            Participant.cohort_id == cohort_id, Participant.person_id.in_(people)
        )
    )
    return dict(rows.all())
