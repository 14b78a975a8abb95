"""Papers under way with every kind of question, and results of every kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.decisions.models import Decision, Objection
from assessments.decisions.services.objecting import object_to
from assessments.demo import WELL, answer, sit
from assessments.exams.models import Attempt
from assessments.exams.queries.exams import ExamInForce, exams_of_version, pool
from assessments.exams.rules.paper import draw_paper
from assessments.exams.services import granting
from assessments.exams.services.adjudication import grant_time
from assessments.exams.services.closing import submit_attempt
from assessments.items.item import Use
from courses.api import Run, newest_runs
from courses.catalogue.models import Course, CourseVersion
from courses.learning.services import enrol
from courses.openings.services import open_final
from lms.access import Role
from lms.people.models import Administration, Person
from tests.builders import assessments as build
from tests.builders import decisions, people
from tests.builders.courses import read_and_pass
from tests.pages import question_states
from tests.pages.made import World

UNREADY = {"half", "early", "waiting"}  # who has not read and passed what the final exam waits for
JUDGED = {"annulled", "restored", "barred", "granted", "accused"}
COURSE = "identifying-wildlife-products"
NAMES = {
    "sitter": "Ivy Tanaka",
    "half": "Jamal Osei",
    "tired": "Keiko Mori",
    "soon": "Lwin Htut",
    "slow": "Mai Nguyen",
    "early": "Nuno Alves",
    "waiting": "Nandi Zulu",
    "annulled": "Noor Rahman",
    "restored": "Otieno Were",
    "barred": "Pilar Santos",
    "granted": "Qiang Zhao",
    "accused": "Rina Hartono",
}


SEEDS = range(60)


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
    question_states.add(session, made, final, quizzes[0], now)
    for who in ("passed", "failed", "late"):
        attempts = select(Attempt).where(Attempt.person_id == made.people[who], Attempt.exam_id == final.exam_id)
        made.values[f"final-{who}"] = session.scalars(attempts).one().uuid
    judged(session, made, version, final, now)
    openings(session, made, version, now)


def openings(session: Session, made: World, version: CourseVersion, now: datetime) -> None:
    """One officer whose final exam waits, and one for whom a trainer opened it."""
    waiting = newcomer(session, made, "waiting", version, now)
    early = newcomer(session, made, "early", version, now)
    trainer = people.viewer(session, made.person(session, "manager"))
    runs = newest_runs(session, [waiting.id, early.id], version.course_id)
    reason = "Taught this course for six years; the certificate is due before the meeting."
    open_final(session, runs[early.id], reason=reason, actor=trainer, now=now)
    made.values |= {"waiting-run": runs[waiting.id].uuid, "early-run": runs[early.id].uuid}


def newcomer(session: Session, made: World, who: str, version: CourseVersion, now: datetime) -> Person:
    """An officer of the port who takes the course."""
    port = session.scalars(select(Administration).where(Administration.uuid == made.values["place"])).one()
    row = people.person(session, NAMES[who], (Role.OFFICER, port), place=port)
    run = enrol(session, row.id, version.id, now=now - timedelta(days=9))
    if who not in UNREADY:
        read_and_pass(session, [run], now - timedelta(days=9))
    made.people[who] = row.id
    return row


def run_of(session: Session, exam: ExamInForce, row: Person) -> Run:
    """The run of somebody who takes the course of this exam."""
    return newest_runs(session, [row.id], exam.course_id)[row.id]


def of_most_kinds(session: Session, exam: ExamInForce) -> int:
    """The seed of a paper that asks as many of the kinds as any."""
    there = pool(session, exam)
    kinds = {one.id: one.kind for one in there}

    def asked(seed: int) -> int:
        return len({kinds[one.item] for one in draw_paper(exam.blueprint, there, seed).items} & {*build.KINDS})

    return max(SEEDS, key=asked)


def papers(session: Session, made: World, version: CourseVersion, exams: list[ExamInForce], now: datetime) -> None:
    """An officer with a paper under way at each exam; every kind that the shipped papers ask stands on one of them."""
    row = newcomer(session, made, "sitter", version, now)
    for exam in exams:
        attempt = build.start(session, exam, row, now, seed=of_most_kinds(session, exam))
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


def judged(session: Session, made: World, version: CourseVersion, final: ExamInForce, now: datetime) -> None:
    """Decisions about people in every state: proposed, in force, objected to, overturned; and one more attempt."""
    rows = {who: newcomer(session, made, who, version, now) for who in NAMES if who in JUDGED}
    sat = {
        who: sit(session, final, run_of(session, final, rows[who]), 0.9, Random(4), now - timedelta(days=3))
        for who in ("annulled", "restored", "accused")
    }
    manager = people.viewer(session, made.person(session, "manager"))
    annulment = decisions.annul(session, sat["annulled"], now - timedelta(days=2))
    objection = objected(session, annulment, rows["annulled"], now - timedelta(days=1))
    overturned = decisions.annul(session, sat["restored"], now - timedelta(days=2), reason="material")
    decisions.upheld(session, overturned, rows["restored"], now - timedelta(days=1))
    bar = decisions.bar(session, final, rows["barred"], now - timedelta(days=1), opens_on=None, never_again=True)
    old = decisions.bar(session, final, made.person(session, "twice"), now - timedelta(days=60))
    theirs = decisions.proposed_annulment(session, sat["accused"], now, reason="somebody-else")
    own = decisions.proposed_bar(session, final, rows["accused"], now, by=manager)
    for days in (8, 6, 4):
        run = run_of(session, final, rows["granted"])
        sit(session, final, run, 0.2, Random(days), now - timedelta(days=days))
    granting.grant_attempt(
        session, course_id=final.course_id, exam_slug=final.slug, person_id=rows["granted"].id,
        reason="The power failed.", actor=manager, now=now,
    )  # fmt: skip
    judged_one = session.scalars(select(Objection.uuid).where(Objection.decision_id == overturned.id)).one()
    made.values |= {
        "annulled": sat["annulled"].uuid, "annulment": annulment.uuid, "objection": objection,
        "overturned": overturned.uuid, "objection-judged": judged_one, "bar": bar.uuid, "old-bar": old.uuid,
        "proposed-by-other": theirs.uuid, "proposed-by-manager": own.uuid,
    }  # fmt: skip


def objected(session: Session, decision: Decision, row: Person, now: datetime) -> str:
    """The objection of the person whom a decision concerns."""
    words = "The note on my desk was the form of the station, which everybody has."
    return object_to(session, decision.uuid, words=words, actor=people.viewer(session, row), now=now).uuid
