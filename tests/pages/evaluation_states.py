"""The four levels of Kirkpatrick: of a cohort with figures, of one without, and of a course."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.demo import WELL, sit
from assessments.exams.queries.exams import exams_of_version
from assessments.items.item import Use
from courses.api import newest_runs
from courses.catalogue.models import CourseVersion
from courses.cohorts.models.cohort import Cohort
from courses.learning.models import CardUse
from courses.surveys.services.codes import close_code
from lms.people.models import Administration, Person
from tests.builders import cohorts, people
from tests.builders import surveys as build
from tests.builders.courses import read_and_pass
from tests.builders.surveys import course_called
from tests.pages.gain_states import SLUG, hand_in
from tests.pages.made import World
from tests.pages.state import State

MEASURED = "/cohorts/{class-measured}/evaluation"
EVALUATIONS = [
    State("evaluation.cohort", "measured", "trainer", MEASURED),
    State("evaluation.cohort", "nothing yet", "trainer", "/cohorts/{class-empty}/evaluation"),
    State("evaluation.courses", "some", "trainer", "/forms/evaluation"),
    State("evaluation.courses", "none", "manager", "/forms/evaluation", empty=True),
    State("evaluation.course", "measured", "trainer", f"/forms/evaluation/{SLUG}"),
    State("evaluation.course", "as a manager", "manager", "/forms/evaluation/{course}"),
]
CLASS = 12  # officers, of whom ten answered both tests and six passed


def add(session: Session, made: World, now: datetime) -> None:
    """A cohort of risk management that is over, with forms, tests, supervisors and cards."""
    version = course_called(session, SLUG)
    place = session.scalars(select(Administration).where(Administration.uuid == made.values["place"])).one()
    trainer = session.get_one(Person, made.people["trainer"])
    began = now - timedelta(days=150)
    found = cohorts.cohort(session, version, began, leader=trainer, place=place, title="Risk class 2026-1")
    made.values["class-measured"] = found.row.uuid
    officers = cohorts.officers(session, found, CLASS, began)
    tests(session, version, officers, began)
    forms(session, made, found.row, now)
    for number, row in enumerate(officers[:6]):
        days = [(now - timedelta(days=day)).date() for day in range(number + 1)]
        session.add_all(CardUse(person_id=row.id, course_id=version.course_id, used_on=day) for day in days)
        first, _second = build.named(session, people.viewer(session, row), version, now)
        build.answered(session, first, now)
    session.flush()


def tests(session: Session, version: CourseVersion, officers: list[Person], began: datetime) -> None:
    """The test before, the course, the final exam of some, and the test after."""
    exams = {one.use: one for one in exams_of_version(session, version.id) if one.use in {Use.GAIN, Use.EXAM}}
    chance = Random(9)
    for number, row in enumerate(officers):
        run = newest_runs(session, [row.id], version.course_id)[row.id]
        if number < 10:
            hand_in(session, exams[Use.GAIN], run, chance, began + timedelta(hours=1), right=0.4)
        if number >= 7:
            continue
        read_and_pass(session, [run], began + timedelta(days=9))
        sit(session, exams[Use.EXAM], run, WELL, chance, began + timedelta(days=10))
    for row in officers[:10]:
        run = newest_runs(session, [row.id], version.course_id)[row.id]
        hand_in(session, exams[Use.GAIN], run, chance, began + timedelta(days=100))


def forms(session: Session, made: World, row: Cohort, now: datetime) -> None:
    """How the course was, and how sure they were before it and after."""
    group = cohorts.found(session, row.id).group
    trainer = people.viewer(session, session.get_one(Person, made.people["trainer"]))
    reaction = build.code(session, trainer, now, group=group, title=row.title, answers=8)
    before = build.code(session, trainer, now, form="confidence", group=group)
    after = build.code(session, trainer, now, form="confidence", group=group, before=before.uuid)
    for code, point in ((before, "2"), (after, "4")):
        for _number in range(7):
            build.answer_form(session, code.code, build.sheet({"recognise": point, "law": "3"}), now=now)
    for code in (reaction, before, after):
        close_code(session, code.uuid, viewer=trainer, now=now)
