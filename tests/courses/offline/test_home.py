"""Home in a browser: how it is laid out and used, what it weighs, and what it says of work that waits."""

import re

import pytest
from playwright.sync_api import expect

from courses.catalogue.models import CourseVersion
from lms.db import transaction
from tests.courses.offline.live import COURSE, FIRST, LATEST
from tests.courses.offline.test_sizes import counting

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 900}
FIRST_VISIT, REPEAT = 60 * 1024, 8 * 1024


@pytest.fixture
def device(browser, officer):
    """Makes devices on which the officer is signed in."""
    made = []

    def make(**options):
        context = browser.new_context(**options)
        made.append(context)
        officer.sign_in(context)
        return context.new_page()

    yield make
    for context in made:
        context.close()


def version_of(site):
    with site.app.app_context(), transaction() as session:
        return session.get_one(CourseVersion, site.version_id).uuid


def box(page, selector):
    found = page.locator(selector).bounding_box()
    assert found is not None
    return found


@pytest.mark.parametrize(
    "words", [("en-GB", "Start", "Next lesson"), ("fr-FR", "Commencer", "Leçon suivante")], ids=["en", "fr"]
)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_one_thing_to_do_first_is_the_first_heading_and_in_view(site, device, size, words):
    language, button, eyebrow = words
    page = device(viewport=size, locale=language, has_touch=size is PHONE)
    page.goto(site.url)
    heading = page.locator("h1, h2, h3").first
    assert heading.evaluate("one => one.tagName") == "H1"
    main = page.locator(".first a.btn")
    expect(main).to_be_in_viewport(ratio=1)
    expect(main).to_have_text(button)
    expect(page.locator(".first .eyebrow")).to_contain_text(eyebrow)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_navigation():
        main.tap() if size is PHONE else main.click()
    expect(page).to_have_url(site.url + f"{COURSE}/lessons/{FIRST}")


def test_the_first_thing_is_done_from_the_keyboard_alone(site, device):
    page = device(viewport=DESK)
    page.goto(site.url)
    for _press in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.first a.btn')"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(site.url + f"{COURSE}/lessons/{FIRST}")


def test_home_says_and_leads_the_same_without_scripts(site, device):
    page = device(viewport=PHONE, java_script_enabled=False)
    page.goto(site.url)
    expect(page.locator(".path li")).to_have_count(27)
    expect(page.locator("#unsent")).to_be_hidden()
    with page.expect_navigation():
        page.locator(".first a.btn").click()
    expect(page).to_have_url(site.url + f"{COURSE}/lessons/{FIRST}")


def test_a_wide_page_is_used_and_a_narrow_one_has_one_column(site, device):
    page = device(viewport=DESK)
    page.route("**/home.*.js", lambda route: route.abort())  # it would hide again what is shown here
    page.goto(site.url)
    page.locator("#unsent").evaluate("one => { one.hidden = false; }")
    left, right = box(page, ".first"), box(page, "#unsent")
    assert right["x"] > left["x"] + left["width"]
    page.set_viewport_size(PHONE)
    left, right = box(page, ".first"), box(page, "#unsent")
    assert right["x"] == left["x"]
    assert right["y"] > left["y"]


def test_home_tells_what_waits_on_this_phone_and_no_more_once_it_is_sent(site, device, officer):
    page = device(viewport=PHONE)
    page.goto(site.url)
    expect(page.locator("#unsent")).to_be_hidden()
    page.context.set_offline(True)
    said = ["identifying-wildlife-products", FIRST, version_of(site)]
    page.evaluate(
        "([subject, lesson, version]) =>"
        " outbox.keep({kind: 'courses.read', subject, title: 'A lesson', body: {lesson, version}})",
        said,
    )
    page.evaluate("dispatchEvent(new CustomEvent('outbox', { detail: {} }))")
    expect(page.locator("#unsent")).to_be_visible()
    expect(page.locator("#unsent")).to_contain_text(re.compile("Not sent yet: 1"))
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#unsent")).to_be_hidden(timeout=LATEST)
    assert officer.read() == [FIRST]


def test_home_with_its_figure_stays_small(site, device):
    page = device(viewport=PHONE)
    counted = counting(page.context, page)
    page.goto(site.url, wait_until="networkidle")
    expect(page.locator(".first-picture")).to_be_visible()
    first = sum(counted.values())
    counted.clear()
    page.reload(wait_until="networkidle")
    assert first <= FIRST_VISIT
    assert sum(counted.values()) <= REPEAT
    print(f"home: {first} bytes first, {sum(counted.values())} again")


def test_text_only_fetches_no_figure(site, device):
    page = device(viewport=PHONE)
    page.goto(f"{site.url}/pictures/off?next=/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main img")).to_have_count(0)
