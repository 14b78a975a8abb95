"""Deadlines of cohorts as they stand, and how they came to be so."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts.models.cohort import Cohort
from courses.cohorts.models.deadline import CohortDeadline, DeadlineExtension
from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.rules.deadlines import own_deadlines
from courses.cohorts.rules.states import today_in
from courses.cohorts.scope_kind import COHORT, newest_state
from courses.learning.rules.progress import Run
from courses.ports.runs import RunDeadline


@dataclass(frozen=True)
class DeadlineChange:
    """One change of a deadline: of the cohort, or for one officer."""

    part: int
    due_on: date | None
    at: datetime
    by_id: int | None


def deadlines_of(session: Session, cohort_ids: Collection[int]) -> dict[int, dict[int, date]]:
    """The deadlines of these cohorts by part; one query."""
    found: dict[int, dict[int, date | None]] = {one: {} for one in cohort_ids}
    rows = session.execute(
        select(CohortDeadline.cohort_id, CohortDeadline.part, CohortDeadline.due_on)
        .where(CohortDeadline.cohort_id.in_(cohort_ids))
        .order_by(CohortDeadline.id)
    )
    for cohort_id, part, due_on in rows:
        found[cohort_id][part] = due_on
    return deadlines_standing(found)


def deadlines_standing(days: Mapping[int, Mapping[int, date | None]]) -> dict[int, dict[int, date]]:
    """By cohort and part, of the last that was said of each part: what was taken back is none."""
    return {
        cohort_id: {part: day for part, day in sorted(each.items()) if day is not None}
        for cohort_id, each in days.items()
    }


def deadlines_of_one(session: Session, cohort_id: int) -> dict[int, date]:
    """The deadlines of this cohort by part."""
    return deadlines_of(session, [cohort_id])[cohort_id]


def changes_of_cohort(session: Session, cohort_id: int) -> list[DeadlineChange]:
    """Every change of the deadlines of a cohort, the oldest first."""
    wanted = select(CohortDeadline).where(CohortDeadline.cohort_id == cohort_id).order_by(CohortDeadline.id)
    return [DeadlineChange(one.part, one.due_on, one.at, one.by_id) for one in session.scalars(wanted)]


def extensions_of(session: Session, participant_id: int) -> list[DeadlineChange]:
    """Every extension of an officer in a cohort, the oldest first."""
    wanted = select(DeadlineExtension).where(DeadlineExtension.participant_id == participant_id)
    rows = session.scalars(wanted.order_by(DeadlineExtension.id))
    return [DeadlineChange(one.part, one.due_on, one.at, one.by_id) for one in rows]


def run_deadlines(session: Session, runs: Collection[Run], now: datetime) -> dict[int, dict[int, RunDeadline]]:
    """Until when each of these runs has time for which part, by run and part; one query, none without a cohort."""
    in_cohorts = {(run.group.id, run.person_id): run for run in runs if run.group and run.group.kind == COHORT}
    if not in_cohorts:
        return {}
    ids = {cohort_id for cohort_id, _person in in_cohorts}
    rows = session.execute(
        select(
            Participant.cohort_id, Participant.person_id, Cohort.time_zone, ParticipantState.at,
            CohortDeadline.part, CohortDeadline.due_on, DeadlineExtension.part, DeadlineExtension.due_on,
        )
        .select_from(Participant)
        .join(Cohort, Cohort.id == Participant.cohort_id)
        .join(ParticipantState, ParticipantState.id == newest_state())
        .join(CohortDeadline, CohortDeadline.cohort_id == Cohort.id)
        .outerjoin(DeadlineExtension, DeadlineExtension.participant_id == Participant.id)
        .where(Participant.cohort_id.in_(ids), Participant.person_id.in_({person for _cohort, person in in_cohorts}))
        .where(Cohort.ended_at.is_(None))
        .order_by(CohortDeadline.id, DeadlineExtension.id)
    )  # fmt: skip
    of_cohorts: dict[int, dict[int, date | None]] = {one: {} for one in ids}
    longer: dict[tuple[int, int], dict[int, date]] = {}
    told: dict[tuple[int, int], tuple[str, datetime]] = {}
    for cohort_id, person_id, zone, since, of_all, day_of_all, part, due_on in rows:
        told[cohort_id, person_id] = zone, since
        of_cohorts[cohort_id][of_all] = day_of_all
        given = longer.setdefault((cohort_id, person_id), {})
        if part is not None:
            given[part] = due_on
    found = {}
    for key, (zone, since) in told.items():
        if key not in in_cohorts:
            continue
        days = {part: day for part, day in sorted(of_cohorts[key[0]].items()) if day is not None}
        own = own_deadlines(days, longer[key], today_in(zone, since))
        today = today_in(zone, now)
        found[in_cohorts[key].id] = {part: RunDeadline(day, day < today) for part, day in own.items()}
    return found
