"""Cohorts with how they stand, as their trainers and managers find them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from courses.cohorts import policy
from courses.cohorts.models.cohort import Cohort, CohortDecision
from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.rules.joining import CohortPlace
from courses.cohorts.rules.states import CohortState, ParticipantStatus, Phase, cohort_state, phase, today_in
from courses.cohorts.scope_kind import COHORT, newest_state
from courses.learning.rules.progress import GroupRef
from lms.access import Role, Viewer
from lms.errors import NotFound
from lms.people.api import holders_for

OPEN = CohortDecision.approved & Cohort.ended_at.is_(None)  # as filters of `found`
PROPOSED = CohortDecision.id.is_(None)


@dataclass(frozen=True)
class FoundCohort:
    """A cohort, and the decision about it if there was one."""

    row: Cohort
    decision: CohortDecision | None

    @property
    def id(self) -> int:
        """Its number inside."""
        return self.row.id

    @property
    def state(self) -> CohortState:
        """Where it is in its life."""
        return cohort_state(self.decision.approved if self.decision else None, self.row.ended_at)

    @property
    def group(self) -> GroupRef:
        """How the runs of its officers name it."""
        return group_of(self.row.id)

    @property
    def place(self) -> CohortPlace:
        """For whose officers it is."""
        return CohortPlace(self.row.country, self.row.administration_id)

    def today(self, now: datetime) -> date:
        """Which day it is where it meets."""
        return today_in(self.row.time_zone, now)

    def phase(self, now: datetime) -> Phase:
        """Before, within or after its days."""
        return phase(self.row.starts_on, self.row.ends_on, self.today(now))


def group_of(cohort_id: int) -> GroupRef:
    """How runs name the cohort of this number."""
    return GroupRef(COHORT, cohort_id)


def _found() -> Select[Cohort, CohortDecision]:
    return select(Cohort, CohortDecision).outerjoin(CohortDecision, CohortDecision.cohort_id == Cohort.id)


def cohorts_where(session: Session, *where: ColumnElement[bool]) -> list[FoundCohort]:
    """The cohorts for which this holds, the one that starts last first."""
    rows = session.execute(_found().where(*where).order_by(Cohort.starts_on.desc(), Cohort.id.desc()))
    return [FoundCohort(*row) for row in rows]


def cohorts_seen(session: Session, viewer: Viewer, *where: ColumnElement[bool]) -> list[FoundCohort]:
    """Those of these that the viewer sees."""
    return cohorts_where(session, policy.visible_to(viewer), *where)


def cohort_seen(session: Session, viewer: Viewer, uuid: str) -> FoundCohort:
    """This cohort, if the viewer sees it."""
    return _one(cohorts_seen(session, viewer, Cohort.uuid == uuid))


def cohort_led(session: Session, viewer: Viewer, uuid: str) -> FoundCohort:
    """This cohort, if the viewer leads it."""
    return _one(cohorts_where(session, Cohort.uuid == uuid, policy.led_by(viewer)))


def cohort_led_by_id(session: Session, viewer: Viewer, cohort_id: int) -> FoundCohort:
    """The same by its number."""
    return _one(cohorts_where(session, Cohort.id == cohort_id, policy.led_by(viewer)))


def cohort_decided(session: Session, viewer: Viewer, uuid: str) -> FoundCohort:
    """This cohort, if the viewer decides on it as a proposal."""
    return _one(cohorts_where(session, Cohort.uuid == uuid, policy.decided_by(viewer)))


def cohort_changeable(session: Session, viewer: Viewer, uuid: str) -> FoundCohort:
    """This cohort, if the viewer leads it, or proposed it and it is not open yet."""
    found = cohort_seen(session, viewer, uuid)
    proposed = found.row.proposed_by_id == viewer.id and found.state is CohortState.PROPOSED
    return _one([found] if proposed or policy.may_lead(viewer, found.row) else [])


def cohorts_by_id(session: Session, ids: Collection[int]) -> dict[int, FoundCohort]:
    """These cohorts by id, whoever asks; for packages and pages that know already who may."""
    return {one.id: one for one in cohorts_where(session, Cohort.id.in_(ids))}


def group_is_over(session: Session, group: GroupRef, now: datetime) -> bool:
    """Whether those with whom a run is taken are a cohort that has ended, or whose last day is past."""
    found = cohorts_by_id(session, [group.id]).get(group.id) if group.kind == COHORT else None
    return found is not None and (found.state is CohortState.ENDED or found.phase(now) is Phase.OVER)


def cohort_by_id(session: Session, cohort_id: int) -> FoundCohort:
    """The same for one, which there is."""
    return cohorts_by_id(session, [cohort_id])[cohort_id]


def cohorts_to_move_to(session: Session, viewer: Viewer, cohort: FoundCohort) -> list[FoundCohort]:
    """The other open cohorts of the same course that the viewer leads, where an officer may be moved."""
    others = (Cohort.course_id == cohort.row.course_id, Cohort.id != cohort.id)
    return cohorts_where(session, policy.led_by(viewer), OPEN, *others)


def proposals_waiting(session: Session, viewer: Viewer) -> list[FoundCohort]:
    """The proposals on which the viewer decides."""
    return cohorts_where(session, policy.decided_by(viewer), PROPOSED)


def lock(session: Session, cohort_id: int) -> None:
    """Let nobody else change this cohort until the commit."""
    session.execute(select(Cohort.id).where(Cohort.id == cohort_id).with_for_update())


def trainers_of(session: Session, cohort_ids: Collection[int]) -> dict[int, list[int]]:
    """The trainers of these cohorts, the longest first; one query."""
    return holders_for(session, Role.TRAINER, COHORT, cohort_ids)


def trainers_of_one(session: Session, cohort_id: int) -> list[int]:
    """The trainers of this cohort, the longest first."""
    return trainers_of(session, [cohort_id])[cohort_id]


def counts_of(session: Session, cohort_ids: Collection[int]) -> dict[int, dict[ParticipantStatus, int]]:
    """How many officers stand how in each of these cohorts; one query."""
    rows = session.execute(
        select(Participant.cohort_id, ParticipantState.status, func.count())
        .join(ParticipantState, ParticipantState.id == newest_state())
        .where(Participant.cohort_id.in_(cohort_ids))
        .group_by(Participant.cohort_id, ParticipantState.status)
    )
    found: dict[int, dict[ParticipantStatus, int]] = {one: {} for one in cohort_ids}
    for cohort_id, status, count in rows:
        found[cohort_id][ParticipantStatus(status)] = count
    return found


def _one(found: list[FoundCohort]) -> FoundCohort:
    if not found:
        raise NotFound
    return found[0]
