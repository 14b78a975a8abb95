"""Cohorts of tests: proposed and opened through the services, with officers brought in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.cohorts.queries.cohorts import FoundCohort, cohorts_by_id
from courses.cohorts.queries.participants import FoundParticipant, known_in
from courses.cohorts.services.details import CohortDetails
from courses.cohorts.services.joining import bring_in
from courses.cohorts.services.opening import CohortDraft, approve_cohort, propose_cohort
from lms.access import Role
from lms.people.models import Administration, Person
from tests.builders.people import administration, person, viewer

DETAILS: dict[str, Any] = {
    "title": "Cohort 2026-2",
    "time_zone": "Asia/Bangkok",
    "venue": "Training room 2",
    "language": "en",
}


def details(now: datetime, **changed: Any) -> CohortDetails:
    """What is said of a cohort that starts in three days and lasts eight weeks."""
    first = (now + timedelta(days=3)).date()
    return CohortDetails(**(DETAILS | {"starts_on": first, "ends_on": first + timedelta(days=55)} | changed))


def trainer(session: Session, name: str | None = None, place: Administration | None = None) -> Person:
    """A trainer, who may open cohorts in their administration, or everywhere."""
    return person(session, name, (Role.TRAINER, place) if place else Role.TRAINER, place=place)


def proposed(
    session: Session, version: CourseVersion, leader: Person, place: Administration, now: datetime, **changed: Any
) -> FoundCohort:
    """A cohort of an administration that waits for a decision."""
    draft = CohortDraft(version.course_id, place.country, place.id, details(now, **changed))
    return propose_cohort(session, draft, actor=viewer(session, leader), now=now)


def cohort(
    session: Session,
    version: CourseVersion,
    now: datetime,
    *,
    leader: Person | None = None,
    place: Administration | None = None,
    **changed: Any,
) -> FoundCohort:
    """A cohort of an administration that somebody approved."""
    place = place or administration(session)
    waiting = proposed(session, version, leader or trainer(session, place=place), place, now, **changed)
    manager = viewer(session, person(session, None, Role.PROGRAMME_MANAGER))
    approve_cohort(session, waiting, actor=manager, now=now)
    return found(session, waiting.id)


def officers(session: Session, cohort: FoundCohort, many: int, now: datetime) -> list[Person]:
    """Officers of its administration who joined a cohort."""
    place = session.get(Administration, cohort.row.administration_id)
    made = [person(session, None, (Role.OFFICER, place), place=place) for _each in range(many)]
    bring_in(session, cohort, [one.id for one in made], by=None, now=now)
    return made


def found(session: Session, cohort_id: int) -> FoundCohort:
    """A cohort as it stands now."""
    session.expire_all()
    return cohorts_by_id(session, [cohort_id])[cohort_id]


def participant(session: Session, cohort: FoundCohort, row: Person) -> FoundParticipant:
    """An officer in a cohort as they stand now."""
    return known_in(session, cohort.id, [row.id])[row.id]
