"""The test before and after a course, as an officer finds it at each point."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.demo import WELL, answer, sit
from assessments.exams.models import Attempt
from assessments.exams.queries.exams import ExamInForce, exams_of_version
from assessments.exams.services.closing import submit_attempt
from assessments.exams.services.gain import start_gain_test
from assessments.exams.services.grading import grade_attempt
from assessments.items.item import Use
from courses.api import Run, newest_runs
from courses.learning.services import enrol
from lms.access import Role
from tests.builders import people
from tests.builders.courses import read_and_pass
from tests.builders.surveys import course_called
from tests.pages.made import World
from tests.pages.state import State

SLUG, TEST = "risk-management", "before-and-after"
PAGE = f"/courses/{SLUG}/exams/{TEST}"
GAINS = [
    State("learning.course", "a test before it", "gain before", f"/courses/{SLUG}"),
    State("learning.course", "the test comes again", "gain after", f"/courses/{SLUG}"),
    State("exams.exam", "gain test, before", "gain before", PAGE),
    State("exams.exam", "gain test, under way", "gain begun", PAGE),
    State("exams.exam", "gain test, missed", "gain missed", PAGE),
    State("exams.exam", "gain test, waits", "gain waits", PAGE),
    State("exams.exam", "gain test, after", "gain after", PAGE),
    State("exams.exam", "gain test, both", "gain done", PAGE),
    State("exams.attempt", "gain test, paper", "gain begun", "/attempts/{gain-begun}"),
    State("exams.attempt", "gain test, kept", "gain waits", "/attempts/{gain-waits}"),
    State("exams.attempt", "gain test, told", "gain done", "/attempts/{gain-done}"),
]
NAMES = {
    "before": "Sara Lindgren",
    "begun": "Tiago Rocha",
    "missed": "Uche Nwosu",
    "waits": "Vera Novak",
    "after": "Wei Zhang",
    "done": "Yara Haddad",
}


def add(session: Session, made: World, now: datetime) -> None:
    """Somebody at each point of the test."""
    version = course_called(session, SLUG)
    exams = {one.use: one for one in exams_of_version(session, version.id) if one.use in {Use.GAIN, Use.EXAM}}
    began, chance = now - timedelta(days=9), Random(4)
    for who, name in NAMES.items():
        row = people.person(session, name, Role.OFFICER)
        made.people[f"gain {who}"] = row.id
        enrol(session, row.id, version.id, now=began)
        run = newest_runs(session, [row.id], version.course_id)[row.id]
        if who == "begun":
            start_gain_test(session, exams[Use.GAIN], run, seed=3, now=began)
        if who in {"waits", "after", "done"}:
            hand_in(session, exams[Use.GAIN], run, chance, began)
        if who != "before":
            read_and_pass(session, [run], began + timedelta(days=1))
        if who in {"after", "done"}:
            sit(session, exams[Use.EXAM], run, WELL, chance, began + timedelta(days=2))
        if who == "done":
            hand_in(session, exams[Use.GAIN], run, chance, began + timedelta(days=3))
        first = select(Attempt.uuid).where(Attempt.person_id == row.id, Attempt.exam_id == exams[Use.GAIN].exam_id)
        made.values[f"gain-{who}"] = session.scalars(first.order_by(Attempt.id)).first() or ""


def hand_in(session: Session, exam: ExamInForce, run: Run, chance: Random, at: datetime, right: float = WELL) -> None:
    """Answer the test once."""
    attempt = start_gain_test(session, exam, run, seed=3, now=at)
    answer(session, attempt, right, chance, at)
    submit_attempt(session, attempt, key=f"gain-{attempt.id}", now=at)
    grade_attempt(session, attempt.id, now=at)
