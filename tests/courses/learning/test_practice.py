"""The practice quiz of a module: what it asks, of whom, and what it says of the results so far."""

from __future__ import annotations

import re

import pytest

from courses.learning import services
from tests.builders.courses import LESSON as LESSON_FILE
from tests.builders.courses import load

HOME = "/courses/tiny-course"
QUIZ = f"{HOME}/modules/1/practice"
FIRST, SECOND = "practice-first-1", "practice-second-1"


@pytest.fixture
def own(signed_in, enrolled):
    """The browser of an officer who takes the course."""
    return signed_in(enrolled)


def actions(shown: str) -> list[str]:
    return re.findall(r'action="([^"]+/practice/[^"]+)"', shown)


def test_a_quiz_asks_every_check_of_its_module_with_the_way_to_its_lesson(own):
    shown = own.get(QUIZ).text
    assert actions(shown) == [f"{QUIZ}/{FIRST}?so-far=--", f"{QUIZ}/{SECOND}?so-far=--"]
    for slug in ("first", "second"):
        assert f'href="{HOME}/lessons/{slug}"' in shown
    assert "practice-third-1" not in shown
    assert "Answered: 0 of 2. Right: 0. Partly right: 0." in shown


def test_results_are_shown_at_once_and_counted_on_without_scripts(own):
    shown = own.post(f"{QUIZ}/{FIRST}?so-far=--", data={"answer": "c"}).text
    assert "You said c" in shown
    assert "Answered: 1 of 2. Right: 0. Partly right: 1." in shown
    shown = own.post(actions(shown)[1], data={"answer": "b"}).text
    assert "You said c" not in shown
    assert "Every question is answered. Right: 1 of 2. Partly right: 1." in shown
    shown = own.post(actions(shown)[0], data={"answer": "x"}).text
    assert "Every question is answered. Right: 1 of 2. Partly right: 0." in shown


def squares(shown: str) -> list[tuple[str, str]]:
    """The check to which each square leads, and what it says."""
    bar = re.search(r'<ol class="numbers" id="tally-bar".*?</ol>', shown, re.DOTALL)
    assert bar
    found = re.findall(r'href="#check-([\w-]+)-box".*?<span class="vh">(.*?)</span>', bar[0])
    return [(check, said) for check, said in found]


def test_a_square_for_each_check_says_in_words_how_it_went_and_leads_to_it(own):
    assert squares(own.get(QUIZ).text) == [(FIRST, "not answered"), (SECOND, "not answered")]
    shown = own.post(f"{QUIZ}/{FIRST}?so-far=--", data={"answer": "c"}).text
    assert squares(shown) == [(FIRST, "partly right"), (SECOND, "not answered")]
    shown = own.post(actions(shown)[1], data={"answer": "x"}).text
    assert squares(shown) == [(FIRST, "partly right"), (SECOND, "wrong")]


def test_nothing_of_it_is_kept(own):
    own.post(f"{QUIZ}/{FIRST}?so-far=--", data={"answer": "b"})
    assert "Answered: 0 of 2." in own.get(QUIZ).text


@pytest.mark.parametrize("said", ["", "r", "rrr", "xx", "r\n", "<b>", "rr" * 500])
def test_results_so_far_that_do_not_fit_begin_anew(own, said):
    shown = own.post(f"{QUIZ}/{FIRST}", query_string={"so-far": said}, data={"answer": "b"}).text
    assert "Answered: 1 of 2. Right: 1. Partly right: 0." in shown


def test_a_check_of_another_module_and_a_module_that_is_not_there_are_not_found(own):
    assert own.post(f"{QUIZ}/practice-third-1", data={"answer": "b"}).status_code == 404
    assert own.get(f"{HOME}/modules/9/practice").status_code == 404


def test_who_does_not_take_the_course_is_led_to_its_page(signed_in, officer, version):
    browser = signed_in(officer)
    assert browser.get(QUIZ).location == HOME
    assert browser.post(f"{QUIZ}/{FIRST}", data={"answer": "b"}).status_code == 404
    assert browser.get("/courses/none/modules/1/practice").status_code == 404


def test_course_and_last_lesson_of_a_module_lead_to_its_quiz(own):
    assert f'href="{QUIZ}"' in own.get(HOME).text
    assert f'href="{QUIZ}"' in own.get(f"{HOME}/lessons/second").text
    assert f'href="{QUIZ}"' not in own.get(f"{HOME}/lessons/first").text
    assert f'href="{HOME}/modules/2/practice"' in own.get(f"{HOME}/lessons/third").text


def test_a_quiz_names_what_judges_it_and_what_is_right_in_each_of_its_lessons(own):
    shown = own.get(QUIZ).text
    kept = re.findall(r'data-keep="([^"]+)"', shown)
    assert [one.rsplit("/", 1)[0] for one in kept[:2]] == [
        f"{HOME}/lessons/{one}/answers" for one in ("first", "second")
    ]
    assert kept[0] in own.get(f"{HOME}/lessons/first").text
    assert kept[2].startswith("/static/app.")


def test_a_module_whose_lessons_ask_nothing_has_no_quiz(signed_in, session, folder, officer, now):
    text = re.sub(r"::: check practice-third-1\n:::\n", "", LESSON_FILE.format(slug="third", link="first"))
    (folder / "lessons" / "third.md").write_text(text)
    services.enrol(session, officer.id, load(session, folder, now).id, now=now)
    browser = signed_in(officer)
    assert "/modules/2/practice" not in browser.get(HOME).text
    assert "/modules/2/practice" not in browser.get(f"{HOME}/lessons/third").text
    assert "No questions yet" in browser.get(f"{HOME}/modules/2/practice").text


def test_a_quiz_needs_as_many_queries_for_many_lessons_as_for_one(own, counting):
    def queries(number: int) -> list[int]:
        found = []
        for _again in range(2):
            with counting() as seen:
                assert own.get(f"{HOME}/modules/{number}/practice").status_code == 200
            found.append(len(seen))
        return found

    (first, again), (_one, one_again) = queries(1), queries(2)
    assert again == one_again <= 3
    assert first <= again + 4
