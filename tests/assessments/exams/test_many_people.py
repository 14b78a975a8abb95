"""Every question about attempts and results takes as many statements for 1,200 people as for 3, and for 3,000."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from assessments.api import passed_exams, wrong_lessons
from assessments.exams.models import (
    AnswerRevision,
    Attempt,
    AttemptItem,
    Result,
    RevisionKind,
    Score,
    ScoreSource,
    TimeGrant,
)
from assessments.exams.pages.outline_steps import ExamSteps
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries.board import attempts_in
from assessments.exams.queries.exams import cut_score_in_force, pool
from assessments.exams.queries.late import waiting_late
from assessments.exams.queries.revising import newest_answered
from assessments.exams.rules.states import AttemptState
from courses.api import courses_of
from courses.catalogue.models import CourseVersion
from lms import ids
from lms.inserts import insert_many
from lms.people.models import Person
from tests.builders import assessments as make
from tests.builders.crowd import FEW, MANY, crowded, make_crowd, runs_of_people, statements
from tests.builders.people import NOW

OF_RUNS = {
    "attempts at an exam": lambda session, runs, exam: attempt_queries.attempts_at(session, exam.exam_id, runs),
    "attempts with results": lambda session, runs, exam: attempt_queries.history(session, exam.exam_id, runs),
    "lines of a board": lambda session, runs, _exam: attempts_in(session, runs),
    "how steps stand": lambda session, runs, _exam: ExamSteps().states(session, runs, NOW),
    "what was answered": lambda session, runs, _exam: newest_answered(session, runs),
    "what to read again": lambda session, runs, _exam: wrong_lessons(session, runs, ["first", "second"]),
}
OF_PEOPLE = {
    "items seen": lambda session, people, exam: attempt_queries.seen_items(session, exam.exam_id, people),
    "extra time": lambda session, people, exam: attempt_queries.extra_seconds(session, exam.exam_id, people),
    "all attempts": lambda session, people, _exam: attempt_queries.attempts_of(session, people, "en"),
    "exams passed": lambda session, people, _exam: passed_exams(session, people=people),
    "how far they are": lambda session, people, _exam: courses_of(session, people, NOW, make.SLUG),
    "late answers that wait": lambda session, people, _exam: waiting_late(
        session, Attempt.person_id.in_(people), limit=MANY
    ),
}


def sit_all(session, exam, people):
    """Each has passed the exam once with one question, has extra time, and a late answer waits."""
    cut = cut_score_in_force(session, exam.exam_id).id
    item = pool(session, exam)[0].version
    runs = list(session.scalars(runs_of_people(people)))
    attempts = [
        {
            "uuid": ids.new_uuid(),
            "exam_id": exam.exam_id,
            "exam_version_id": exam.version_id,
            "cut_score_id": cut,
            "person_id": person_id,
            "enrolment_id": run_id,
            "no": 1,
            "seed": 1,
            "state": AttemptState.PUBLISHED,
            "started_at": NOW,
            "closed_at": NOW,
        }
        for person_id, run_id in zip(people, runs, strict=True)
    ]
    insert_many(session, Attempt, attempts)
    numbers = list(session.scalars(select(Attempt.id).where(Attempt.enrolment_id.in_(runs))))
    asked = {"position": 1, "item_version_id": item, "option_order": [], "points": 1}
    insert_many(session, AttemptItem, [asked | {"attempt_id": number} for number in numbers])
    result = {"no": 1, "points": "1", "most": 1, "percent": "100", "passed": True, "cut_score_id": cut}
    insert_many(session, Result, [result | {"attempt_id": number, "published_at": NOW} for number in numbers])
    questions = list(session.scalars(select(AttemptItem.id).where(AttemptItem.attempt_id.in_(numbers))))
    scored = {"exact": "0", "fraction": 0.0, "rule_version": 1, "source": ScoreSource.AUTO, "at": NOW}
    insert_many(session, Score, [scored | {"attempt_item_id": number} for number in questions])
    late = {"seq": 1, "kind": RevisionKind.LATE, "answer": {"value": 1}, "received_at": NOW, "actor_id": people[0]}
    insert_many(session, AnswerRevision, [late | {"attempt_item_id": number} for number in questions])
    grant = {"exam_id": exam.exam_id, "seconds": 60, "reason": "x", "actor_id": people[0], "at": NOW}
    insert_many(session, TimeGrant, [grant | {"person_id": number} for number in people])
    return runs


@crowded
def crowd(request, module_session, loaded):
    """The ids of the people and of their runs, made once for all tests here."""
    with module_session() as session:
        version = session.get_one(CourseVersion, loaded)
        numbers = make_crowd(session, version, request.param)
        return numbers, sit_all(session, make.exam_of(session, version), numbers)


@pytest.fixture
def people(crowd):
    return crowd[0]


@pytest.fixture
def runs(crowd):
    return crowd[1]


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context():
        yield


def one_list(numbers):
    return numbers


def run_ids(numbers):
    return select(Attempt.enrolment_id).where(Attempt.enrolment_id.in_(numbers))


def people_ids(numbers):
    return select(Person.id).where(Person.id.in_(numbers))


@pytest.mark.parametrize(("of_runs", "of_people"), [(one_list, one_list), (run_ids, people_ids)])
def test_every_question_takes_as_many_statements_for_many_as_for_few(session, exam, people, runs, of_runs, of_people):
    for questions, numbers, form in ((OF_RUNS, runs, of_runs), (OF_PEOPLE, people, of_people)):
        for name, ask in questions.items():
            ask(session, numbers[:1], exam)  # what never changes is remembered from now on
            few, some = statements(session, partial(ask, session, form(numbers[:FEW]), exam))
            many, answer = statements(session, partial(ask, session, form(numbers), exam))
            assert (name, len(some), len(answer)) == (name, FEW, len(numbers))
            assert (name, many) == (name, few)


def test_of_many_each_gets_their_own_answer(session, exam, people, runs):
    assert set(attempt_queries.extra_seconds(session, exam.exam_id, people).values()) == {60}
    states = ExamSteps().states(session, runs, NOW)
    assert {(each[exam.slug].passed, each[exam.slug].attempts) for each in states.values()} == {(True, 1)}
    assert {each[0][1].passed for each in attempt_queries.history(session, exam.exam_id, runs).values()} == {True}
