"""What comes after an exam that was not passed: when it may be tried again, and what to read before."""

from datetime import timedelta

import pytest

from assessments.exams.pages.outline_steps import ExamSteps
from courses.api import newest_runs
from tests.builders import assessments as make

LESSONS = ["first", "second", "third"]
DAY = timedelta(days=1)
# The n-th kind asks about the n-th lesson, twice round: see write_exam_course.
FIRST, SECOND, THIRD, FIRST_TOO, SECOND_TOO, THIRD_TOO = make.KINDS
WRONG = [FIRST, SECOND, THIRD, SECOND_TOO]


@pytest.fixture
def run(session, officer, version):
    return newest_runs(session, [officer.id], version.course_id)[officer.id]


@pytest.fixture
def after(app, session, exam, run):
    """What is said at a moment."""

    def at(now):
        with app.test_request_context():
            return ExamSteps().after_failing(session, run, exam.slug, LESSONS, now)

    return at


def test_the_next_attempt_opens_when_the_exam_says_and_its_wrong_lessons_are_named(session, exam, officer, after, now):
    make.sit(session, exam, officer, now, wrong=WRONG)
    soon = after(now + timedelta(minutes=1))
    assert soon.opens_at == now + timedelta(hours=exam.blueprint.wait_hours)
    assert soon.words == "Your next attempt opens later."
    assert soon.lessons == ("second", "first", "third")
    later = after(soon.opens_at)
    assert (later.words, later.opens_at) == ("", None)


def test_where_no_attempt_is_left_no_moment_is_named(session, exam, officer, after, now):
    for n in range(exam.blueprint.attempts):
        make.sit(session, exam, officer, now + n * 2 * DAY, wrong=WRONG, seed=n)
    over = after(now + 30 * DAY)
    assert over.opens_at is None
    assert over.words.startswith("You have used all your attempts.")


def test_it_takes_few_queries_however_often_they_tried(session, exam, officer, after, now, counting):
    numbers = []
    for n in range(2):
        make.sit(session, exam, officer, now + n * 2 * DAY, wrong=WRONG, seed=n)
        with counting() as seen:
            after(now + (n * 2 + 1.5) * DAY)
        numbers.append(len(seen))
    assert max(numbers) <= 7


def test_a_result_carries_its_percentage_as_people_read_it(session, exam, officer, run, now):
    make.sit(session, exam, officer, now, wrong=WRONG)
    state = ExamSteps().states(session, [run.id], now)[run.id][exam.slug]
    assert (state.passed, state.words) == (False, f"not passed, {state.percent}")
    assert state.percent.endswith(" %")
