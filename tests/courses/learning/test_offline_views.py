"""What a phone is told to keep, what is right in the checks of a lesson, and lessons without pictures."""

from __future__ import annotations

import re

import pytest

from courses.learning.queries.runs import course_taken
from courses.ports.assessments import ASSESSMENTS
from lms.web.security.headers import wire_size
from tests.builders import composition
from tests.builders.courses import SVG

PLAN = "/courses/tiny-course/modules/1/plan"
LESSON = "/courses/tiny-course/lessons/first"
KEYS = re.compile(r'data-keep="(/courses/[^"]+/answers/[0-9a-f]+)"')


@pytest.fixture
def keys(app, monkeypatch, fakes):
    """Somebody knows what is right."""
    composition.change(
        app,
        monkeypatch,
        ASSESSMENTS,
        check_keys=lambda _session, _version, checks: {"checks": dict.fromkeys(checks, "right")},
    )


@pytest.mark.usefixtures("keys")
def test_a_plan_names_every_page_and_what_each_weighs(signed_in, enrolled):
    plan = signed_in(enrolled).get(PLAN).json
    assert plan["pages"] == [LESSON, "/courses/tiny-course/lessons/second", "/courses/tiny-course/modules/1/practice",
                             "/courses/tiny-course", "/courses/tiny-course/glossary"]  # fmt: skip
    assert plan["lessons"][-1] == {"url": "/courses/tiny-course/modules/1/practice", "title": "Practice quiz"}
    assert sum(plan["sizes"].values()) == plan["bytes"]
    [picture] = [size for url, size in plan["sizes"].items() if url.startswith("/media/")]
    assert picture == wire_size(SVG.encode(), "image/svg+xml")


@pytest.mark.usefixtures("keys", "version")
def test_a_plan_and_the_answers_are_for_who_takes_the_course(signed_in, officer):
    browser = signed_in(officer)
    assert browser.get(PLAN).status_code == 404
    assert browser.get(LESSON + "/answers/0123456789abcdef").status_code == 404


def test_a_module_that_is_not_there_is_not_found(signed_in, enrolled):
    assert signed_in(enrolled).get("/courses/tiny-course/modules/9/plan").status_code == 404


@pytest.mark.usefixtures("keys")
def test_the_answers_of_a_lesson_have_a_name_that_changes_with_them(signed_in, enrolled):
    browser = signed_in(enrolled)
    [address] = KEYS.findall(browser.get(LESSON).text)
    assert browser.get(address).json == {"checks": {"practice-first-1": "right"}}
    assert browser.get(address[:-1] + ("0" if address[-1] != "0" else "1")).status_code == 409
    [french] = KEYS.findall(browser.get(LESSON, headers={"Accept-Language": "fr"}).text)
    assert french != address


def test_the_course_page_says_what_each_module_weighs(signed_in, enrolled):
    browser = signed_in(enrolled)
    said = re.findall(
        r'data-plan="([^"]+)" data-mark="(\w+)" data-bytes="(\d+)"', browser.get("/courses/tiny-course").text
    )
    plans = [browser.get(address).json for address, _version, _bytes in said]
    assert f"{LESSON}/plan" in [address for address, _version, _bytes in said]
    assert [(version, int(weight)) for _address, version, weight in said] == [
        (one["mark"], one["bytes"]) for one in plans
    ]


@pytest.mark.usefixtures("keys")
def test_a_plan_of_one_lesson_is_a_part_of_that_of_its_module(signed_in, enrolled):
    browser = signed_in(enrolled)
    one, whole = browser.get(f"{LESSON}/plan").json, browser.get(PLAN).json
    assert one["pages"] == [LESSON, "/courses/tiny-course", "/courses/tiny-course/glossary"]
    assert set(one["sizes"].items()) < set(whole["sizes"].items())
    assert one["bytes"] == sum(one["sizes"].values())
    assert one["rooms"].keys() == one["sizes"].keys()
    assert one["module"] == whole["title"]
    assert one["mark"] != whole["mark"]


def test_what_is_kept_is_counted_unpacked(signed_in, enrolled):
    plan = signed_in(enrolled).get(PLAN).json
    [picture] = [size for url, size in plan["rooms"].items() if url.startswith("/media/")]
    assert picture == len(SVG.encode())
    assert plan["rooms"][LESSON] > plan["sizes"][LESSON]


def test_the_buttons_of_a_lesson_come_when_they_are_asked_for(signed_in, enrolled):
    browser = signed_in(enrolled)
    assert "data-plan" not in browser.get(LESSON).text
    told = browser.get(f"{LESSON}/saving").json
    assert re.findall(r'data-plan="([^"]+)"', told["html"]) == [f"{LESSON}/plan", PLAN]
    assert [one.rsplit("/", 1)[1].split(".")[0] for one in told["scripts"]] == ["pages", "keeping", "course"]


@pytest.mark.usefixtures("version")
@pytest.mark.parametrize("what", ["plan", "saving"])
def test_a_lesson_is_saved_by_who_takes_the_course_alone(signed_in, officer, what):
    assert signed_in(officer).get(f"{LESSON}/{what}").status_code == 404


@pytest.mark.parametrize("what", ["plan", "saving"])
def test_a_lesson_that_is_not_there_is_not_saved(signed_in, enrolled, what):
    assert signed_in(enrolled).get(f"/courses/tiny-course/lessons/none/{what}").status_code == 404


def test_weighing_asks_as_often_for_many_lessons_as_for_none_again(signed_in, enrolled, counting):
    browser = signed_in(enrolled)
    with counting() as first:
        browser.get("/courses/tiny-course")
    with counting() as again:
        browser.get("/courses/tiny-course")
    assert len(first) <= len(again) + 8


def test_a_page_that_is_fetched_ahead_is_not_a_visit_and_takes_no_message(signed_in, session, enrolled):
    browser = signed_in(enrolled)
    browser.get(LESSON, headers={"Keep": "ahead"})
    assert course_taken(session, enrolled.id, "tiny-course").stopped_at is None
    browser.get(LESSON, headers={"Keep": "refresh"})
    assert course_taken(session, enrolled.id, "tiny-course").stopped_at == "first"


def test_every_page_says_for_whom_it_was_made(signed_in, client, enrolled):
    assert signed_in(enrolled).get(LESSON).headers["Signed-In"] == enrolled.uuid
    assert client.get("/sign-in").headers["Signed-In"] == "nobody"


def test_pictures_are_left_out_until_they_are_tapped(signed_in, enrolled):
    browser = signed_in(enrolled)
    browser.get(LESSON)  # from the second time on it has a name
    with_them = browser.get(LESSON)
    assert browser.get("/pictures/off?next=/learn").location == "/learn"
    without = browser.get(LESSON, headers={"If-None-Match": with_them.headers["ETag"]})
    assert without.status_code == 200
    assert "<img" not in without.text
    assert "A dark disc on a pale ground." in without.text
    assert "Show the picture (1 KB)" in without.text or "Show the picture (2 KB)" in without.text
    assert "Look at the disc." in without.text
    browser.get("/pictures/on")
    assert "<img" in browser.get(LESSON).text


def test_a_choice_that_is_none_is_not_found(client):
    assert client.get("/pictures/perhaps").status_code == 404
