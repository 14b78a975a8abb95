"""No page shows progress older than what this device has just done: kept or not, with a line or without."""

import re

import pytest
from playwright.sync_api import expect

from courses.learning.outline import outlines
from courses.learning.queries.runs import course_taken
from lms.db import transaction
from tests.courses.offline.live import COURSE, FIRST, LATEST, keep, lesson

pytestmark = [pytest.mark.browser, pytest.mark.pages]
SECOND = "ten-second-look"


@pytest.fixture
def steps(site, officer):
    """How many steps the course has."""
    with site.app.app_context(), transaction() as session:
        taken = course_taken(session, officer.id, COURSE.rpartition("/")[2])
        return len(outlines(session, [taken], "")[taken.version_id].steps)


def say_read(page, how):
    """Say that the lesson was read, by mouse, finger or key, and wait for the next one."""
    button = page.locator("#lesson-end form button")
    if how == "touch":
        button.tap()
    elif how == "keyboard":
        button.focus()
        page.keyboard.press("Enter")
    else:
        button.click()
    expect(page).to_have_url(re.compile(SECOND), timeout=LATEST)


def step(page, slug):
    """The line of a lesson on the course page."""
    return page.locator(".steps li").filter(has=page.locator(f"a[href$='/{slug}']"))


def counted(page, done, steps):
    expect(page.locator(".meter").first).to_have_text(f"{done} of {steps} steps")


@pytest.mark.parametrize(
    ("width", "height", "how"), [(360, 640, "touch"), (1280, 900, "mouse"), (1280, 900, "keyboard")]
)
def test_a_kept_course_page_says_at_once_what_was_just_read(site, officer, signed_in, steps, width, height, how):
    page = signed_in.new_page()
    page.set_viewport_size({"width": width, "height": height})
    keep(page, site)
    counted(page, 0, steps)
    lesson(page, site)
    say_read(page, how)
    counted(page, 1, steps)  # beside the lesson too
    page.goto(site.url + COURSE)
    counted(page, 1, steps)
    expect(step(page, FIRST).locator(".chip")).to_have_text("read")
    expect(page.locator("h1")).to_contain_text("ten-second look")
    expect(page.locator(".first-words .btn")).to_have_attribute("href", re.compile(f"/{SECOND}$"))
    expect(page.locator(".module > summary").first).to_contain_text("1 of 4")
    assert officer.read() == [FIRST]


def test_without_a_line_it_is_shown_as_read_and_waiting(site, officer, signed_in, steps):
    page = signed_in.new_page()
    keep(page, site)
    signed_in.set_offline(True)
    lesson(page, site)
    say_read(page, "mouse")
    counted(page, 1, steps)
    page.goto(site.url + COURSE)
    expect(step(page, FIRST).locator(".chip")).to_have_text("read, waits to be sent")
    counted(page, 1, steps)
    expect(page.locator("h1")).to_contain_text("ten-second look")
    assert officer.read() == []
    signed_in.set_offline(False)
    expect(step(page, FIRST).locator(".chip")).to_have_text("read", timeout=LATEST)
    counted(page, 1, steps)
    assert officer.read() == [FIRST]


def test_what_was_read_in_another_run_is_not_counted_in_this_one(site, officer, signed_in, steps):
    page = signed_in.new_page()
    keep(page, site)
    signed_in.set_offline(True)
    page.evaluate(
        """([subject, lesson]) => outbox.keep({ kind: "courses.read", subject, title: "x", run: "another",
          body: { lesson, version: "x" } })""",
        [COURSE.rpartition("/")[2], FIRST],
    )
    page.goto(site.url + COURSE)
    expect(page.locator("html[data-shown]")).to_be_attached(timeout=LATEST)
    counted(page, 0, steps)
    expect(step(page, FIRST).locator(".chip")).to_have_count(0)


def test_after_a_form_was_sent_a_kept_page_is_asked_for_anew(site, officer, signed_in, steps):
    page = signed_in.new_page()
    keep(page, site)
    lesson(page, site)
    with page.expect_navigation():
        page.evaluate("document.querySelector('#lesson-end form').submit()")  # as every form of a page is sent
    counted(page, 1, steps)
    page.goto(site.url + COURSE)
    counted(page, 1, steps)
    expect(step(page, FIRST).locator(".chip")).to_have_text("read")


def test_the_way_back_shows_no_older_count(site, officer, signed_in, steps):
    page = signed_in.new_page()
    page.goto(f"{site.url}/learn")
    counted(page, 0, steps)
    page.locator(".courses .btn").first.click()
    page.wait_for_load_state("load")
    say_read(page, "mouse")
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile("/learn$"))
    counted(page, 1, steps)


def test_pictures_of_a_kept_page_come_from_the_phone_and_others_stay_away_quietly(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    signed_in.set_offline(True)
    page.goto(site.url + COURSE)
    shown = step(page, FIRST).locator("img")
    expect(shown).to_have_js_property("complete", value=True)
    assert shown.evaluate("(one) => one.naturalWidth") > 0
    page.locator(".module > summary").nth(1).click()
    expect(page.locator(".module").nth(1).locator(".steps li").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_without_scripts_modules_unfold_and_lessons_open(site, officer, browser, width):
    context = browser.new_context(viewport={"width": width, "height": 640}, java_script_enabled=False)
    officer.sign_in(context)
    page = context.new_page()
    page.goto(site.url + COURSE)
    last = step(page, "hold-it-safely").locator("a")
    expect(last).to_be_hidden()
    page.locator(".module > summary").last.focus()
    page.keyboard.press("Enter")
    expect(last).to_be_visible()
    last.click()
    expect(page).to_have_url(re.compile("hold-it-safely"))
    context.close()


def test_pictures_of_folded_modules_are_not_fetched(site, officer, signed_in):
    page, fetched = signed_in.new_page(), []
    page.on("request", lambda one: fetched.append(one.url) if "/media/" in one.url else None)
    page.goto(site.url + COURSE)
    page.wait_for_load_state("networkidle")
    before = len(set(fetched))
    assert 0 < before <= 4  # the next lesson and those of its module
    page.locator(".module > summary").last.click()
    expect(step(page, "hold-it-safely").locator("img")).to_have_js_property("complete", value=True)
    page.wait_for_load_state("networkidle")
    assert len(set(fetched)) > before


def test_a_kept_page_in_french_says_so_in_french(site, officer, signed_in, steps):
    page = signed_in.new_page()
    page.goto(f"{site.url}/language/fr?next=/learn")
    keep(page, site)
    lesson(page, site)
    say_read(page, "mouse")
    page.goto(site.url + COURSE)
    expect(step(page, FIRST).locator(".chip")).to_have_text("lue")
    expect(page.locator(".meter").first).to_have_text(re.compile(f"1 sur {steps}$"))
    expect(page.locator("h1")).to_contain_text("Leçon suivante")
