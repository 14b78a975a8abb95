"""What exams and sheets in a room ask of cohorts: for which of them somebody acts, who is in them, who taught whom."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from courses.cohorts.models.cohort import Cohort
from courses.cohorts.models.meeting import Meeting
from courses.cohorts.models.participant import Participant
from courses.cohorts.queries.cohorts import OPEN, FoundCohort, cohorts_where
from courses.cohorts.scope_kind import COHORT, reached, within
from courses.learning.models import Enrolment
from lms.access import Role
from lms.people.api import ever_held_for
from lms.scopes import Scopes


def cohort_ids_within(scopes: Scopes) -> Select[int]:
    """As SQL: the numbers of the cohorts for which a permission with these scopes holds."""
    return select(Cohort.id).where(within(scopes))


def meeting_ids_within(scopes: Scopes) -> Select[int]:
    """As SQL: the numbers of the meetings of the cohorts for which a permission with these scopes holds."""
    return select(Meeting.id).where(Meeting.cohort_id.in_(cohort_ids_within(scopes)))


def trainees_of(session: Session, cohort_id: int) -> list[int]:
    """Who is in a cohort, or was when it ended, in the order in which they came; one query."""
    query = reached().with_only_columns(Participant.person_id).where(Participant.cohort_id == cohort_id)
    return list(session.scalars(query.order_by(Participant.id)))


def cohort_ids_around(person_id: int) -> Select[int]:
    """As SQL: the numbers of the cohorts in which somebody is, or was when they ended."""
    return reached().with_only_columns(Participant.cohort_id).where(Participant.person_id == person_id)


def open_cohorts_within(session: Session, scopes: Scopes) -> list[FoundCohort]:
    """The open cohorts for which a permission with these scopes holds; one query."""
    return cohorts_where(session, OPEN, within(scopes))


def trainers_ever(session: Session, cohort_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Who leads each of these cohorts, or once led it; one query."""
    return ever_held_for(session, Role.TRAINER, COHORT, cohort_ids)


def trainers_of_runs(session: Session, runs: Sequence[int]) -> dict[int, frozenset[int]]:
    """Who teaches or once taught the person in each of these runs: the trainers of its cohort; two queries."""
    rows = session.execute(
        select(Enrolment.id, Enrolment.group_id).where(Enrolment.id.in_(runs), Enrolment.group_kind == COHORT)
    )
    cohorts = {run: cohort for run, cohort in rows if cohort is not None}
    trainers = trainers_ever(session, sorted(set(cohorts.values())))
    return {run: trainers[cohorts[run]] if run in cohorts else frozenset() for run in runs}
