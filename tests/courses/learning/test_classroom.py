"""A lesson on a projector and a module on paper, for those who may read them."""

import pytest
from sqlalchemy import func, select

from courses.learning.models import Enrolment, LessonRead
from courses.learning.positions import buffer
from lms.access import Role
from tests.builders.people import person

FIRST = "/courses/tiny-course/lessons/first/projected"
HANDOUT = "/courses/tiny-course/modules/1/handout"


@pytest.fixture
def trainer(session):
    return person(session, "Anong Wattana", Role.TRAINER)


def test_a_trainer_shows_a_lesson_and_nothing_is_noted_or_told(session, signed_in, trainer, version):
    page = signed_in(trainer).get(FIRST)
    assert page.status_code == 200
    for words in ("Lesson first", "A heading", "plate", "A horny plate", "Look first."):
        assert words in page.text
    assert "Anong" not in page.text
    assert "I have read this" not in page.text
    buffer().flush()
    assert [session.scalar(select(func.count()).select_from(one)) for one in (Enrolment, LessonRead)] == [0, 0]


def test_an_officer_has_no_projector(signed_in, officer, enrolled, version):
    assert signed_in(officer).get(FIRST).status_code == 404


def test_a_lesson_that_is_not_there_is_not_found(signed_in, trainer, version):
    here = signed_in(trainer)
    assert here.get("/courses/tiny-course/lessons/other/projected").status_code == 404
    assert here.get("/courses/tiny-course/modules/9/handout").status_code == 404
    assert here.get(f"{HANDOUT}?lesson=third").status_code == 404


def test_a_module_on_paper_has_its_lessons_words_and_sources_and_no_question(signed_in, officer, enrolled, version):
    page = signed_in(officer).get(HANDOUT).text
    for words in ("Lesson first", "Lesson second", "A horny plate", "A source, 2020", "A dark disc on a pale ground."):
        assert words in page
    assert "Lesson third" not in page
    assert "practice-first-1" not in page
    assert page.count('id="term-scute"') == 1


def test_one_lesson_alone_is_printed_too(signed_in, trainer, version):
    page = signed_in(trainer).get(f"{HANDOUT}?lesson=second").text
    assert "Lesson second" in page
    assert "Lesson first" not in page


def test_who_has_not_begun_is_led_to_the_course(signed_in, officer, version):
    answer = signed_in(officer).get(HANDOUT)
    assert (answer.status_code, answer.location) == (303, "/courses/tiny-course")
