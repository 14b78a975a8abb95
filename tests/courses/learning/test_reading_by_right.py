"""Whoever may read any course opens its lessons without taking it: a reader without progress."""

import re

import pytest
from sqlalchemy import func, select

from courses.learning.models import Enrolment, LessonRead
from courses.learning.positions import buffer
from lms.access import Role
from tests.builders.people import person

HOME = "/courses/tiny-course"
FIRST = f"{HOME}/lessons/first"
WITHOUT = "You read this course without starting it. Nothing is counted."


@pytest.fixture
def trainer(session):
    return person(session, "Anong Wattana", Role.TRAINER)


@pytest.fixture
def reading(signed_in, trainer, version):
    """The browser of a trainer who does not take the course."""
    return signed_in(trainer)


def written(session):
    """How much was noted of anybody."""
    return [session.scalars(select(func.count()).select_from(table)).one() for table in (Enrolment, LessonRead)]


def test_a_trainer_reads_every_lesson_from_the_page_of_the_course_and_nothing_is_noted(reading, session):
    home = reading.get(HOME).text
    assert f'href="{FIRST}"' in home
    assert "Start this course" in home
    page = reading.get(FIRST)
    assert page.status_code == 200
    assert WITHOUT in page.text
    assert "I have read this" not in page.text
    [onward] = re.findall(r'href="([^"]+)"[^>]*rel="next"', page.text)
    assert reading.get(onward).status_code == 200
    buffer().flush()
    assert written(session) == [0, 0]


def test_an_officer_must_start_the_course_first(signed_in, officer, version):
    answer = signed_in(officer).get(FIRST)
    assert (answer.status_code, answer.location) == (303, HOME)


def test_the_quizzes_and_the_exam_are_no_links_of_a_reader(reading):
    assert "/exams/" not in reading.get(HOME).text
    assert "/exams/" not in reading.get(FIRST).text


def test_what_a_reader_says_to_have_read_is_refused_in_words(reading, session):
    answer = reading.post(f"{FIRST}/read")
    assert answer.status_code in {303, 409, 422}
    assert written(session) == [0, 0]


def test_a_reader_who_starts_the_course_is_counted_from_then_on(reading, session):
    reading.post(f"{HOME}/enrol")
    page = reading.get(FIRST).text
    assert WITHOUT not in page
    assert "I have read this" in page
    assert written(session) == [1, 0]


def test_the_page_of_who_takes_the_course_is_never_that_of_a_reader(reading, signed_in, enrolled):
    own = signed_in(enrolled)
    for _turn in range(2):  # what is remembered is remembered apart
        assert WITHOUT in reading.get(FIRST).text
        assert WITHOUT not in own.get(FIRST).text


def test_a_version_that_is_not_published_is_read_by_who_answers_for_courses_and_not_started(
    reading, signed_in, session, version
):
    version.published_at = None
    manager = signed_in(person(session, "Rosa Almeida", Role.PROGRAMME_MANAGER))
    home = manager.get(HOME).text
    assert "No version of this course is published yet" in home
    assert manager.get(FIRST).status_code == 200
    assert reading.get(HOME).status_code == reading.get(FIRST).status_code == 404
    for browser in (manager, reading):
        assert browser.post(f"{HOME}/enrol").status_code == 404
    assert written(session) == [0, 0]


def test_practice_checks_are_answered_by_a_reader_too(reading):
    assert reading.get(f"{HOME}/modules/1/practice").status_code == 200
