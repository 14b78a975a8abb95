"""Deadlines of the class of the demonstration that is under way: one officer is late, and was given longer once."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.participants import known_in
from courses.cohorts.rules.deadlines import WHOLE
from courses.cohorts.services.deadlines import Longer, extend_deadlines, set_deadlines
from lms.access import Viewer

MISSED, COMING = 1, 2  # modules
SET_BEFORE, GIVEN_BEFORE = timedelta(days=13), timedelta(days=6)


def some_late(session: Session, cohort: FoundCohort, person_id: int, trainer: Viewer, now: datetime) -> None:
    """Days for two modules and the whole course; one officer missed the first, and has a week more for the second."""
    today = cohort.today(now)
    coming = today + timedelta(days=3)
    days = {MISSED: today - timedelta(days=4), COMING: coming, WHOLE: cohort.row.ends_on}
    set_deadlines(session, cohort, days, by=trainer.id, now=now - SET_BEFORE)
    participant = known_in(session, cohort.id, [person_id])[person_id]
    longer = Longer(participant.id, person_id, {COMING: (coming, coming + timedelta(days=7))})
    extend_deadlines(session, cohort, [longer], by=trainer.id, now=now - GIVEN_BEFORE)
