"""Facts of cohorts as papers name them: title, place, days, and the checked names of who taught."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from courses.cohorts.queries.cohorts import cohorts_by_id
from courses.cohorts.scope_kind import COHORT
from lms.access import Role
from lms.people.api import checked_names_of, holders_at


@dataclass(frozen=True)
class CohortFacts:
    """What a paper says of a cohort; a trainer whose name nobody has checked is not named."""

    title: str
    venue: str  # may be empty
    starts_on: date
    ends_on: date
    trainers: tuple[str, ...]


def cohort_facts(session: Session, moments: Mapping[int, datetime]) -> dict[int, CohortFacts]:
    """The facts of these cohorts, with who was their trainer at the moment given for each; three queries for all."""
    taught = holders_at(session, Role.TRAINER, COHORT, moments)
    names = checked_names_of(session, {one for trainers in taught.values() for one in trainers})
    return {
        cohort_id: CohortFacts(
            found.row.title,
            found.row.venue,
            found.row.starts_on,
            found.row.ends_on,
            tuple(names[one].name for one in taught[cohort_id] if one in names),
        )
        for cohort_id, found in cohorts_by_id(session, moments).items()
    }
