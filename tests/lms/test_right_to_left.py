"""A language from right to left, added by files alone: chosen, read, answered and looked back at on a small phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from assessments.exams.models import Attempt
from assessments.exams.services.grading import grade_attempt
from lms import clock
from lms.db import transaction
from lms.web.languages.catalogues import find
from tests.assessments.exams.live import Site, Sitting, begin
from tests.builders.assessments import QUIZ
from tests.builders.kind_names import KindName
from tests.builders.languages import ENDINGS, add_language, catalogue, made_up, write_course
from tests.lms.axe import findings
from tests.pages.looking import sideways, thin

pytestmark = pytest.mark.browser
WIDTH = 360
LACKED = ("Password", "Submit without these answers", "My courses")  # what the made-up catalogue lacks
SIDES = """(one) => { const box = one.getBoundingClientRect();
  return [box.left, document.documentElement.clientWidth - box.right]; }"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("rtl")
    add_language(folder / "instance", catalogue(without=LACKED))
    made = Site(folder, course=write_course(folder))
    made.start()
    yield made
    made.close()


@pytest.fixture(scope="module")
def sitting(site) -> Sitting:
    return begin(site, QUIZ)


@pytest.fixture(scope="module")
def context(browser: Browser, site, sitting) -> Iterator[BrowserContext]:
    """An officer on a small phone that asks for English; the language is chosen on the page."""
    made = browser.new_context(viewport={"width": WIDTH, "height": 740}, locale="en-GB")
    made.set_default_timeout(10_000)
    page = made.new_page()
    page.goto(site.url + "/sign-in")
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    page.close()
    sitting.sign_in(made)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    made = context.new_page()
    yield made
    made.close()


def objections(page: Page) -> list[str]:
    """What is wrong with a page of the made-up language on a small phone."""
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("ar", "rtl")
    return findings(page) + sideways(page, WIDTH) + thin(page)


def sides(page: Page, selector: str) -> tuple[float, float]:
    """How far an element is from the left and from the right edge of the page."""
    left, right = page.locator(selector).first.evaluate(SIDES)
    return left, right


def test_a_visitor_finds_the_language_and_signs_in_from_right_to_left(browser, site):
    visitor = browser.new_context(viewport={"width": WIDTH, "height": 740}, locale="ar-EG")
    page = visitor.new_page()
    page.goto(site.url)
    assert objections(page) == []
    page.goto(site.url + "/sign-in")
    assert objections(page) == []
    expect(page.get_by_role("heading", level=1)).to_have_text(made_up("Sign in"))
    lacked = page.locator("label", has_text="Password").locator("span")
    assert (lacked.get_attribute("lang"), lacked.get_attribute("dir")) == ("en", "ltr")
    left, right = sides(page, ".brand")
    assert right < 20 < left
    page.set_viewport_size({"width": 1280, "height": 800})
    left, right = sides(page, ".brand")
    assert right < 40 < left
    assert page.locator("#login").evaluate("(one) => getComputedStyle(one).direction") == "rtl"
    visitor.close()


def test_the_verify_page_speaks_it(site, page):
    page.goto(site.url + "/verify")
    assert objections(page) == []


def test_no_word_of_a_page_is_english_but_those_that_are_marked_so(site, page):
    page.goto(site.url + "/learn")
    unmarked = page.evaluate("""() => {
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
      while (walk.nextNode()) {
        const text = walk.currentNode.data, around = walk.currentNode.parentElement;
        if (around.closest('[lang]').lang === 'ar' && /[A-Za-z]{2}/.test(text)) found.push(text);
      }
      return found;
    }""")
    assert [text for text in unmarked if not re.search("Spoor|Person|درس", text)] == []
    heading = page.get_by_role("heading", name="My courses")
    expect(heading.locator("span[lang=en][dir=ltr]")).to_have_text("My courses")
    assert objections(page) == []


def test_a_lesson_is_read_in_its_own_folder_of_the_course(site, page):
    page.goto(site.url + "/courses/tiny-course/lessons/first")
    expect(page.get_by_role("heading", level=1)).to_have_text("درس first")
    expect(page.get_by_text("الحقيبة ثقيلة.")).to_be_visible()
    assert page.locator("h1").evaluate("(one) => getComputedStyle(one).direction") == "rtl"
    assert objections(page) == []
    page.set_viewport_size({"width": 1280, "height": 800})
    beside, text = sides(page, "aside"), sides(page, "main")
    assert beside[1] < text[1]  # what stands beside the text stands at its start: on the right
    page.set_viewport_size({"width": WIDTH, "height": 740})


def test_the_language_is_changed_on_the_page_and_back(site, page):
    page.goto(site.url + "/language/en?next=/courses/tiny-course/lessons/first")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lesson first")
    page.goto(site.url + "/language/ar?next=/courses/tiny-course/lessons/first")
    expect(page.get_by_role("heading", level=1)).to_have_text("درس first")


def test_a_paper_is_answered_its_pictures_are_not_mirrored_and_its_result_shows_the_dot_where_it_was_put(
    site, sitting, page
):
    page.goto(sitting.address)
    for kind in ENDINGS:
        page.goto(f"{sitting.address}#q{sitting.at(kind)}")
        expect(page.locator(f"#q{sitting.at(kind)}")).to_be_visible()
        assert objections(page) == [], kind
    page.goto(f"{sitting.address}#q{sitting.at(KindName.SPOT)}")
    pad = page.locator(".pad:visible").bounding_box()
    assert pad
    x, y = pad["x"] + 100 * pad["width"] / 640, pad["y"] + 150 * pad["height"] / 300
    page.mouse.click(x, y)
    dot = page.locator(".dot:visible").bounding_box()
    assert dot
    assert abs(dot["x"] + dot["width"] / 2 - x) < 2  # it stands where it was put
    page.goto(f"{sitting.address}#q{sitting.at(KindName.ANGLE)}")
    arms = page.get_by_role("slider")
    first, second = (sides(page, f".handle:nth-of-type({n}) circle:not(.hit)")[0] for n in (1, 3))
    assert first < second
    for _ in range(9):
        arms.first.press("ArrowRight")  # a key moves to where its arrow points
    assert sides(page, ".handle:nth-of-type(1) circle:not(.hit)")[0] > first
    page.goto(f"{sitting.address}#q{sitting.at(KindName.ONE_CHOICE)}")
    page.locator(f"#q{sitting.at(KindName.ONE_CHOICE)} label.choice").first.click()
    expect(page.locator("#kept")).to_have_text(made_up("All answers saved"))
    [place] = sitting.value(KindName.SPOT)
    assert abs(place[0] - 100) <= 2
    page.goto(sitting.address)
    page.locator("#to-review").click()
    page.locator("#submit-form button").click()
    page.get_by_role("button", name="Submit without these answers").click()
    expect(page.locator("#submit-form")).to_have_count(0)  # the page after it
    with site.app.app_context(), transaction() as session:
        attempt = session.scalars(select(Attempt).where(Attempt.id == sitting.attempt_id)).one()
        grade_attempt(session, attempt.id, now=clock.now())
    page.goto(sitting.address)
    assert objections(page) == []
    shown = page.locator(".review[data-kind=spot]")
    pad, dot = shown.locator(".pad").bounding_box(), shown.locator(".dot.stray").bounding_box()
    assert pad and dot  # noqa: PT018  # both are there
    assert abs(dot["x"] + dot["width"] / 2 - pad["x"] - 100 * pad["width"] / 640) < 3


def test_the_catalogue_is_read_without_a_fault(tmp_path):
    add_language(tmp_path, catalogue())
    made = find(tmp_path)["ar"]
    assert (made.faults, made.missing) == ((), 0)
