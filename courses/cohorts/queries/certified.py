"""Trainers of open cohorts whose certificate of the course is no longer in force, for whoever is to be told."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.models.cohort import CohortDecision
from courses.cohorts.queries.cohorts import OPEN, FoundCohort, cohorts_where, trainers_of
from courses.ports.runs import CREDENTIAL_IN_FORCE


def trainers_no_longer_certified(session: Session, now: datetime) -> dict[int, Collection[int]]:
    """By open cohort that a certificate opened, its trainers who hold none in force now; others are left out.

    The cohort goes on to its end, and they open no other without asking. A constant number of queries.
    """
    opened: list[FoundCohort] = cohorts_where(session, OPEN, CohortDecision.by_certificate.is_(True))
    if not opened:
        return {}
    leading = trainers_of(session, [one.id for one in opened])
    people = {person_id for each in leading.values() for person_id in each}
    held = CREDENTIAL_IN_FORCE.provider()(session, people, {one.row.course_id for one in opened}, now)
    found = {
        one.id: [person_id for person_id in leading[one.id] if (person_id, one.row.course_id) not in held]
        for one in opened
    }
    return {cohort_id: people for cohort_id, people in found.items() if people}
