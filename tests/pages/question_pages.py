"""Questions under a lesson: one that waits, one that was answered and shown to colleagues."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts.models.cohort import Cohort
from courses.cohorts.models.question import LessonQuestion
from courses.cohorts.queries.cohorts import cohort_by_id
from courses.cohorts.queries.questions import question_led
from courses.cohorts.services.questions import answer, ask, choose_name
from courses.learning.queries.runs import all_lessons
from lms.access import Viewer
from tests.builders import cohorts
from tests.builders import people as build
from tests.pages.made import World


def add(session: Session, made: World, now: datetime) -> None:
    """Both are asked in the cohort with deadlines, by the two officers in it."""
    row = session.scalars(select(Cohort).where(Cohort.uuid == made.values["class-late"])).one()
    cohort, trainer = cohort_by_id(session, row.id), made.person(session, "trainer")
    lesson = all_lessons(session, row.course_version_id)[0]
    open_one = asked(session, made, "behind", "Comment voir que c’est de l’ivoire ?", now - timedelta(hours=5))
    other = asked(session, made, "colleague", "Et la corne ?\nElle est creuse ?", now - timedelta(days=2))
    acting: Viewer = build.viewer(session, trainer)
    found = question_led(session, acting, cohort.id, other)
    told = (made.values["course"], "Lesson")
    answer(session, cohort, found, "Regardez la coupe : les fibres sont droites.", told=told, by=trainer.id, now=now)
    place = cohorts.participant(session, cohort, made.person(session, "colleague"))
    choose_name(session, place, shows=True, now=now)
    made.values |= {"asked-open": open_one, "asked-answered": other, "asked-lesson": lesson}
    session.flush()


def asked(session: Session, made: World, who: str, text: str, at: datetime) -> str:
    """A question of one of them under the first lesson; its name outside."""
    row = session.scalars(select(Cohort).where(Cohort.uuid == made.values["class-late"])).one()
    cohort, person = cohort_by_id(session, row.id), made.person(session, who)
    place = cohorts.participant(session, cohort, person)
    lesson = all_lessons(session, row.course_version_id)[0]
    ask(session, cohort, place, lesson, text, person_uuid=person.uuid, now=at)
    found = select(LessonQuestion.uuid).where(LessonQuestion.participant_id == place.id)
    return session.scalars(found).one()
