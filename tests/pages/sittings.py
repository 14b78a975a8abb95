"""Papers under way with every kind of question, and results of every kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.demo import WELL, answer, sit
from assessments.exams.models import Attempt
from assessments.exams.queries.exams import ExamInForce, exams_of_version
from assessments.exams.services.adjudication import grant_time
from assessments.exams.services.closing import submit_attempt
from assessments.items.item import Use
from courses.api import Run, newest_runs
from courses.catalogue.models import Course, CourseVersion
from courses.learning.services import enrol
from lms.access import Role
from lms.people.models import Administration, Person
from tests.builders import assessments as build
from tests.builders import people
from tests.pages.made import World

COURSE = "identifying-wildlife-products"
NAMES = {
    "sitter": "Ivy Tanaka",
    "half": "Jamal Osei",
    "tired": "Keiko Mori",
    "soon": "Lwin Htut",
    "slow": "Mai Nguyen",
}


def add(session: Session, made: World, now: datetime) -> None:
    """Everything that has to do with quizzes and exams."""
    course = session.scalars(select(Course).where(Course.slug == COURSE)).one()
    version = session.scalars(select(CourseVersion).where(CourseVersion.course_id == course.id)).one()
    exams = exams_of_version(session, version.id)
    final = next(exam for exam in exams if exam.use is Use.EXAM)
    quizzes = [exam for exam in exams if exam.use is Use.CHECKPOINT]
    made.values |= {"course": COURSE, "quiz": quizzes[0].slug, "exam": final.uuid}
    papers(session, made, version, [final, *quizzes], now)
    results(session, made, version, quizzes, now)
    refusals(session, made, version, final, now)
    for who in ("passed", "failed", "late"):
        attempts = select(Attempt).where(Attempt.person_id == made.people[who], Attempt.exam_id == final.exam_id)
        made.values[f"final-{who}"] = session.scalars(attempts).one().uuid


def newcomer(session: Session, made: World, who: str, version: CourseVersion, now: datetime) -> Person:
    """An officer of the port who takes the course."""
    port = session.scalars(select(Administration).where(Administration.uuid == made.values["place"])).one()
    row = people.person(session, NAMES[who], (Role.OFFICER, port), place=port)
    enrol(session, row.id, version.id, now=now - timedelta(days=9))
    made.people[who] = row.id
    return row


def run_of(session: Session, exam: ExamInForce, row: Person) -> Run:
    """The run of somebody who takes the course of this exam."""
    return newest_runs(session, [row.id], exam.course_id)[row.id]


def papers(session: Session, made: World, version: CourseVersion, exams: list[ExamInForce], now: datetime) -> None:
    """An officer with a paper under way at each exam; every kind that the shipped papers ask stands on one of them."""
    row = newcomer(session, made, "sitter", version, now)
    for exam in exams:
        attempt = build.start(session, exam, row, now, seed=7)
        name = "paper" if exam.use is Use.EXAM else exam.slug
        made.values |= {name: attempt.uuid, f"{name}-id": str(attempt.id)}
        for position, kind in build.kinds(session, attempt).items():
            made.values.setdefault(f"at-{kind}", f"{attempt.uuid}#q{position}")
            made.values.setdefault(f"{name}-{kind}", str(position))
    missing = [kind for kind in build.KINDS if f"at-{kind}" not in made.values]
    assert not missing, f"no paper asks {missing}"


def results(session: Session, made: World, version: CourseVersion, quizzes: list[ExamInForce], now: datetime) -> None:
    """Quizzes answered half right, so that every kind is looked back at; one paper that is being scored."""
    row = newcomer(session, made, "half", version, now)
    for number, quiz in enumerate(quizzes):
        attempt = sit(session, quiz, run_of(session, quiz, row), 0.5, Random(number), now - timedelta(days=1))
        made.values[f"half-{number}"] = attempt.uuid
    waiting = build.start(session, quizzes[0], row, now)
    answer(session, waiting, WELL, Random(3), now, questions=3)
    submit_attempt(session, waiting, key="k", now=now)
    made.values["scoring"] = waiting.uuid


def refusals(session: Session, made: World, version: CourseVersion, final: ExamInForce, now: datetime) -> None:
    """Officers who must wait, who have no attempt left, and one with extra time."""
    tired = newcomer(session, made, "tired", version, now)
    for days in (8, 6, 4):
        sit(session, final, run_of(session, final, tired), 0.2, Random(days), now - timedelta(days=days))
    soon = newcomer(session, made, "soon", version, now)
    sit(session, final, run_of(session, final, soon), 0.2, Random(1), now - timedelta(hours=3))
    slow = newcomer(session, made, "slow", version, now)
    manager = people.viewer(session, made.person(session, "manager"))
    reason = "Reads with a magnifier."
    grant_time(session, exam_id=final.exam_id, person_id=slow.id, minutes=10, reason=reason, actor=manager, now=now)
