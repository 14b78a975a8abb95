"""Before a paper and after it, in a real browser: the one thing to do is seen first, by hand, keyboard and touch."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from courses.catalogue.models import CourseVersion
from lms import clock
from lms.db import transaction
from tests.assessments.exams.acts import hand_in
from tests.assessments.exams.live import Sitting
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import PASSWORD

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
EXAM = f"/courses/{make.SLUG}/exams/{make.EXAM}"


@pytest.fixture
def newcomer(site) -> Sitting:
    """An officer who takes the course and has begun nothing."""
    with site.app.app_context(), transaction() as session:
        version = session.get_one(CourseVersion, site.version_id)
        row = make.learner(session, version, clock.now(), password=PASSWORD)
        return Sitting(site, row.id, row.username, 0, "", {})


def sat(site, *wrong: KindName, slug: str = make.EXAM) -> Sitting:
    """An officer whose attempt has its result."""
    with site.app.test_request_context(), transaction() as session:
        version = session.get_one(CourseVersion, site.version_id)
        row = make.learner(session, version, clock.now(), password=PASSWORD)
        attempt = make.sit(session, make.exam_of(session, version, slug), row, clock.now(), wrong=wrong)
        return Sitting(site, row.id, row.username, attempt.id, attempt.uuid, {})


def opened(device, sitting: Sitting, path: str, size: dict[str, int], **options) -> Page:
    """A page of this person on a screen of this size."""
    page = device(sitting, **options).new_page()
    page.set_viewport_size(size)
    page.goto(sitting.site.url + path)
    return page


def is_seen_first(page: Page, name: str) -> bool:
    """Whether the first heading and this button stand on the first screen."""
    height = page.evaluate("innerHeight")
    boxes = [page.locator("h1").bounding_box(), page.get_by_role("link", name=name).first.bounding_box()]
    return all(box and box["y"] + box["height"] <= height for box in boxes)


def fits(page: Page) -> bool:
    """Whether nothing sticks out at the side."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("size", "scripts"), [(PHONE, True), (DESK, True), (PHONE, False), (DESK, False)])
def test_who_has_read_nothing_is_offered_reading_and_may_unfold_what_is_unread(device, newcomer, size, scripts):
    page = opened(device, newcomer, EXAM, size, java_script_enabled=scripts)
    expect(page.get_by_text("This uses 1 of 3 attempts. You have 40 minutes.")).to_be_visible()
    assert is_seen_first(page, "Read the lessons first")
    expect(page.locator("details.more a").first).to_be_hidden()
    page.get_by_text("Lessons that you have not read (3)").click()
    expect(page.locator("details.more a").first).to_be_visible()
    assert page.locator("details.more a").count() == 3
    page.get_by_role("link", name="Read the lessons first").click()
    expect(page).to_have_url(re.compile("/lessons/first$"))


def test_an_exam_is_started_from_the_keyboard_though_nothing_was_read(device, newcomer):
    page = opened(device, newcomer, EXAM, PHONE)
    start = page.get_by_role("button", name="Start now")
    for _ in range(40):
        page.keyboard.press("Tab")
        if start.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#paper")).to_be_visible()


@SIZES
def test_a_passed_exam_shows_the_certificate_first(device, site, size):
    sitting = sat(site)
    page = opened(device, sitting, f"/attempts/{sitting.uuid}", size)
    expect(page.get_by_role("heading", level=1)).to_have_text("Passed with 100 %. Get your certificate")
    assert is_seen_first(page, "Get your certificate")
    assert fits(page)


@pytest.mark.parametrize(("size", "scripts"), [(PHONE, True), (DESK, True), (PHONE, False)])
def test_a_failed_exam_shows_what_to_read_first_and_folds_what_was_right(device, site, size, scripts):
    sitting = sat(site, KindName.ANGLE, KindName.SPOT, KindName.NUMBER)
    page = opened(device, sitting, f"/attempts/{sitting.uuid}", size, java_script_enabled=scripts)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Read these lessons again")
    assert is_seen_first(page, page.locator("main .btn").first.inner_text())
    expect(page.locator(".right .card").first).to_be_hidden()
    page.get_by_text("Questions that were right (3)").click()
    expect(page.locator(".right .card").first).to_be_visible()
    expect(page.get_by_text("You can try again from")).to_be_visible()
    charts = page.locator("svg.chart")
    assert charts.count() == 3
    for one in charts.all():
        assert one.get_attribute("role") == "img"
        assert one.locator("desc").text_content()
    assert fits(page)


@SIZES
def test_in_french_a_result_fits_and_names_the_same_first(device, site, size):
    sitting = sat(site, *KindName)
    page = opened(device, sitting, f"/attempts/{sitting.uuid}", size)
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Non réussi\u00a0: 0 %. Relisez ces leçons")
    expect(page.get_by_text("Vous pourrez réessayer à partir du")).to_be_visible()
    assert page.locator("h1").bounding_box()["y"] < size["height"]
    assert fits(page)


def test_from_the_start_to_the_result_by_touch(device, newcomer):
    page = opened(device, newcomer, EXAM, PHONE, has_touch=True)
    page.get_by_role("button", name="Start now").tap()
    expect(page.locator("#kept")).to_have_text("All answers saved")
    hand_in(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Not passed: 0 %")


@SIZES
def test_the_squares_of_a_practice_quiz_follow_its_answers(device, newcomer, size):
    page = opened(device, newcomer, f"/courses/{make.SLUG}/modules/1/practice", size)
    expect(page.locator("html[data-practice]")).to_be_attached()
    first = page.locator(".card.check").first
    first.locator("input[value=false]").check()
    first.get_by_role("button").first.click()
    square = page.locator("#tally-bar a").first
    expect(square).to_contain_text("wrong")
    first.locator("input[value=true]").check()
    first.get_by_role("button").first.click()
    expect(square).to_contain_text("✓")
    expect(square).to_have_class("done")
    square.click()
    box = first.bounding_box()
    assert box
    assert 0 <= box["y"] < size["height"]
    assert fits(page)
