"""Questions under lessons in the class of the demonstration that is under way: one is answered, one is open."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.queries import lesson_titles
from courses.cohorts.demo.acting import leading
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.participants import known_in
from courses.cohorts.queries.questions import QuestionFilter, questions_led
from courses.cohorts.services.questions import answer, ask
from lms.access import Viewer
from lms.people.api import person_of

ASKED = (  # who, under which lesson, what, and how many days ago
    ("orathai.saelim", "reading-the-lines", "Which lens shows Schreger lines best?", 5),
    ("suda.phromsri", "rhino-horn", "Can we weigh horn inside its wrapping?", 1),
)
ANSWER, ANSWERED_BEFORE = "A hand lens, ten times. Look at a cut end, near its rim.", timedelta(days=4)


def asked_and_answered(
    session: Session, world: dict[str, Any], cohort: FoundCohort, trainer: Viewer, now: datetime
) -> None:
    """Two officers ask; their trainer has answered the first."""
    people = world["people"]
    there = known_in(session, cohort.id, [people[key] for key, *_rest in ASKED])
    for key, lesson, text, days in ASKED:
        who = person_of(session, people[key])
        ask(session, cohort, there[who.id], lesson, text, person_uuid=who.uuid, now=now - timedelta(days=days))
    first, *_rest = questions_led(session, leading(trainer, cohort), cohort.id, QuestionFilter.OPEN)
    told = world["course"]["slug"], lesson_titles(session, world["course"]["version_id"])[first.lesson]
    answer(session, cohort, first, ANSWER, told=told, by=trainer.id, now=now - ANSWERED_BEFORE)
