"""What is said of a cohort: title, days, time zone, venue and language, checked and changed."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from courses.cohorts.events import CohortChanged
from courses.cohorts.models.cohort import TITLE_LENGTH, VENUE_LENGTH
from courses.cohorts.queries.cohorts import FoundCohort, lock
from courses.cohorts.rules.attended import USUAL_PERCENT
from courses.cohorts.rules.states import CohortState, today_in
from lms import events
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.zones import is_zone

LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class CohortDetails:
    """What its trainers may change as long as a cohort has not ended."""

    title: str
    starts_on: date
    ends_on: date
    time_zone: str
    venue: str
    language: str
    attendance_percent: int = USUAL_PERCENT  # of the meetings, for a confirmation of attendance

    def columns(self) -> dict[str, Any]:
        """The values by the columns that hold them."""
        return asdict(self)


def checked_details(facts: CohortDetails, *, new: bool, now: datetime) -> CohortDetails:
    """The same without spaces too many; what cannot be is refused beside its field."""
    title, venue = " ".join(facts.title.split()), " ".join(facts.venue.split())
    if not 0 < len(title) <= TITLE_LENGTH:
        raise BadInput("title", _("Give the cohort a title, in at most %(most)s characters.", most=TITLE_LENGTH))
    if len(venue) > VENUE_LENGTH:
        raise BadInput("venue", _("Name the place in at most %(most)s characters.", most=VENUE_LENGTH))
    if not is_zone(facts.time_zone):
        raise BadInput("time_zone", _("Choose a time zone from the list."))
    if facts.ends_on < facts.starts_on:
        raise BadInput("ends_on", _("The last day comes before the first. Change one of the two."))
    if facts.ends_on - facts.starts_on > LONGEST:
        raise BadInput("ends_on", _("A cohort lasts at most three years. Is the year right?"))
    if new and facts.ends_on < today_in(facts.time_zone, now):
        raise BadInput("ends_on", _("These days are in the past. Is the year right?"))
    if not 1 <= facts.attendance_percent <= 100:
        raise BadInput("attendance_percent", _("Type a number from 1 to 100."))
    return replace(facts, title=title, venue=venue)


def details_of(cohort: FoundCohort) -> CohortDetails:
    """What is said of a cohort now."""
    row = cohort.row
    return CohortDetails(
        row.title, row.starts_on, row.ends_on, row.time_zone, row.venue, row.language, row.attendance_percent
    )


def change_cohort(session: Session, cohort: FoundCohort, facts: CohortDetails, *, by: int, now: datetime) -> bool:
    """Change what is said of a cohort; answers whether anything is other than it was."""
    lock(session, cohort.id)
    if cohort.state not in (CohortState.PROPOSED, CohortState.OPEN):
        raise RuleBroken(_("This cohort has ended or was refused. It cannot be changed."))
    wanted, known = checked_details(facts, new=False, now=now).columns(), details_of(cohort).columns()
    changed = [name for name in wanted if wanted[name] != known[name]]
    if not changed:
        return False
    for name in changed:
        setattr(cohort.row, name, wanted[name])
    session.flush()
    happened = CohortChanged(
        subject=f"cohort:{cohort.id}",
        actor_id=by,
        at=now,
        before={name: str(known[name]) for name in changed},
        after={name: str(wanted[name]) for name in changed},
    )
    events.publish(session, happened)
    return True
