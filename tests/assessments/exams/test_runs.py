"""Attempts hang on a run: a second run counts them anew, and the first keeps its own."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from assessments.api import passed_exams, wrong_lessons
from assessments.exams.models import Attempt
from assessments.exams.pages.outline_steps import ExamSteps
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries.board import attempts_in
from assessments.exams.queries.exams import cut_score_in_force
from assessments.exams.rules.states import AttemptState
from assessments.exams.services.closing import submit_attempt
from assessments.exams.services.grading import grade_attempt
from assessments.exams.services.starting import start_attempt
from courses.api import REOPENING, EndReason, begin_again, done_in, end_run, newest_runs
from lms import ids
from lms.errors import RuleBroken
from tests.builders import assessments as make
from tests.builders import composition

DAY = timedelta(days=2)
FIRST, SECOND, *_OTHERS = make.KINDS


@pytest.fixture(autouse=True)
def nothing_earned(app, monkeypatch):
    """These tests are about attempts alone: that a certificate is held keeps nobody from sitting."""
    composition.fill(app, monkeypatch, REOPENING, lambda _session, _runs, _now: {})


@pytest.fixture
def run(session, officer, exam):
    return newest_runs(session, [officer.id], exam.course_id)[officer.id]


@pytest.fixture
def again(session, officer, version, now):
    """Begins the course anew."""
    return lambda: begin_again(session, officer.id, version.id, now=now + 10 * DAY)


def fail(session, exam, officer, now):
    """Every attempt that one may have, failed."""
    for n in range(3):
        make.sit(session, exam, officer, now + n * DAY, wrong=make.KINDS, seed=n)


def test_the_limit_of_attempts_counts_anew_in_a_second_run(session, exam, officer, run, now, again):
    fail(session, exam, officer, now)
    with pytest.raises(RuleBroken, match="used all your attempts"):
        start_attempt(session, exam, run, seed=1, now=now + 5 * DAY)
    second = again()
    begun = start_attempt(session, exam, second, seed=1, now=now + 11 * DAY)
    assert (begun.enrolment_id, begun.no) == (second.id, 1)


def test_who_passed_may_sit_again_in_a_second_run(session, exam, officer, now, again):
    make.sit(session, exam, officer, now)
    assert start_attempt(session, exam, again(), seed=1, now=now + 11 * DAY).no == 1


def test_attempts_and_results_of_two_runs_are_kept_apart(session, exam, quiz, officer, run, now, again):
    make.sit(session, exam, officer, now)
    second = again()
    make.sit(session, exam, officer, now + 11 * DAY, wrong=make.KINDS)
    make.sit(session, quiz, officer, now + 11 * DAY, wrong=[SECOND])
    lines = attempts_in(session, [run.id, second.id])
    assert [(line.slug, line.no, line.passed) for line in lines[run.id]] == [(make.EXAM, 1, True)]
    assert {(line.slug, line.no, line.passed) for line in lines[second.id]} == {
        (make.EXAM, 1, False),
        (make.QUIZ, 1, True),
    }
    assert done_in(session, [run.id, second.id]) == {run.id: {make.EXAM}, second.id: {make.QUIZ}}


def test_a_step_stands_as_it_does_in_its_run(app, session, exam, officer, run, now, again):
    make.sit(session, exam, officer, now)
    second = again()
    make.sit(session, exam, officer, now + 11 * DAY, wrong=make.KINDS)
    with app.test_request_context():
        states = ExamSteps().states(session, [run.id, second.id], now)
    assert {number: (each[make.EXAM].passed, each[make.EXAM].attempts) for number, each in states.items()} == {
        run.id: (True, 1),
        second.id: (False, 1),
    }


def test_what_was_wrong_in_the_first_run_is_not_said_in_the_second(session, quiz, officer, run, now, again):
    make.sit(session, quiz, officer, now, wrong=[FIRST])
    second = again()
    assert wrong_lessons(session, [run.id, second.id], ["first", "second"]) == {run.id: ["first"], second.id: []}


def test_a_paper_of_the_second_run_knows_what_was_asked_in_the_first(session, exam, officer, now, again):
    make.sit(session, exam, officer, now)
    asked = attempt_queries.seen_items(session, exam.exam_id, [officer.id])[officer.id]
    begun = start_attempt(session, exam, again(), seed=1, now=now + 11 * DAY)
    questions = {one.item_version_id for one in attempt_queries.questions(session, begun.id)}
    before = attempt_queries.attempts_of(session, [officer.id], "en")[officer.id][1][0]
    assert len(asked) == len(questions) == 6
    assert not questions & {one.item_version_id for one in attempt_queries.questions(session, before.id)}


def test_the_database_holds_one_open_attempt_of_a_run_at_an_exam(session, exam, officer, run, now):
    start_attempt(session, exam, run, seed=1, now=now)
    other = Attempt(
        uuid=ids.new_uuid(),
        exam_id=exam.exam_id,
        exam_version_id=exam.version_id,
        cut_score_id=cut_score_in_force(session, exam.exam_id).id,
        person_id=officer.id,
        enrolment_id=run.id,
        no=2,
        seed=1,
        state=AttemptState.IN_PROGRESS,
        started_at=now,
    )
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(other)


def test_nothing_is_started_in_a_run_that_has_ended(session, exam, run, now):
    end_run(session, run.id, reason=EndReason.WITHDRAWN, by=run.person_id, now=now)
    ended = newest_runs(session, [run.person_id], exam.course_id)[run.person_id]
    with pytest.raises(RuleBroken, match="you cannot add anything"):
        start_attempt(session, exam, ended, seed=1, now=now)


def test_an_attempt_under_way_is_finished_although_its_run_has_ended_and_counts_there(
    session, exam, officer, run, now, again
):
    attempt = start_attempt(session, exam, run, seed=1, now=now)
    for position, name in make.kinds(session, attempt).items():
        make.save(session, attempt, position, make.RIGHT[name], now)
    second = again()
    submit_attempt(session, attempt, key="k", now=now)
    assert grade_attempt(session, attempt.id, now=now).passed
    assert [(one.enrolment_id, one.exam_slug) for one in passed_exams(session, people=[officer.id])] == [
        (run.id, make.EXAM)
    ]
    assert done_in(session, [run.id, second.id]) == {run.id: {make.EXAM}, second.id: frozenset()}


def test_every_attempt_of_a_person_is_in_their_list_whatever_the_run(session, exam, officer, now, again):
    make.sit(session, exam, officer, now)
    again()
    make.sit(session, exam, officer, now + 11 * DAY)
    listed = attempt_queries.attempts_of(session, [officer.id], "en")[officer.id]
    assert [(attempt.no, title) for attempt, title in listed] == [(1, "The exam"), (1, "The exam")]
    assert listed[0][0].id > listed[1][0].id
