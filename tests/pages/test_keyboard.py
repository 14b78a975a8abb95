"""The pages with nothing but a keyboard: the focus is seen, follows the page, and everything can be done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.builders.kind_names import KindName
from tests.builders.people import PASSWORD
from tests.pages.keyboard_world import small
from tests.pages.site import Site

pytestmark = pytest.mark.browser

FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const box = one.getBoundingClientRect();
  const ring = [one, one.closest(".choice"), one.querySelector(".hit")].filter(Boolean)
    .map((each) => getComputedStyle(each))
    .some(({ outlineStyle, outlineWidth, stroke }) => stroke === "rgb(138, 90, 11)"
      || outlineStyle !== "none" && parseFloat(outlineWidth) >= 2);
  const seen = box.bottom > 0 && box.top < innerHeight && box.width > 1;
  const beside = !!one.closest("aside, footer, svg");
  const { left, right } = box;
  return { html: one.outerHTML.slice(0, 120), ring, seen, beside, top: Math.round(box.top + scrollY), left, right };
}"""
WALKED = {
    "sign-in": (None, "/sign-in"),
    "a lesson": ("officer", "/courses/{course}/lessons/reading-the-lines"),
    "a course": ("officer", "/courses/{course}"),
    "a paper": ("sitter", "/attempts/{at-spot}"),
    "a result": ("half", "/attempts/{half-0}"),
    "verify": (None, "/verify"),
    "a certificate": ("passed", "/certificates/{passed-uuid}"),
    "a person": ("admin", "/people/{devices}"),
    "a new person": ("admin", "/people/new"),
    "an exam": ("manager", "/manage/exams/{exam}"),
}
MOST_STOPS = 120
Open = Callable[..., Page]


@dataclass(frozen=True)
class Stop:
    """Where the focus was."""

    html: str
    ring: bool
    seen: bool
    beside: bool
    top: int
    left: float
    right: float

    def is_back_from(self, before: Stop) -> bool:
        """Whether it lies above what had the focus before, and not in a column to the right of it."""
        return self.top < before.top - 60 and self.left < before.right


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A course with papers, a result and a certificate: as much as these pages show, and no demonstration."""
    made = Site(tmp_path_factory.mktemp("keyboard"), loaded=False, build=small)
    yield made
    made.stop()


@pytest.fixture
def at(browser: Browser, site: Site) -> Iterator[Open]:
    """A page, opened by somebody who has no mouse."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)

    def open_page(who: str | None, path: str) -> Page:
        if who is not None:
            site.sign_in(context, who)
        page = context.new_page()
        page.goto(site.url + path.format(**site.values))
        return page

    yield open_page
    context.close()


def stops(page: Page) -> Iterator[Stop]:
    """Press Tab from the beginning to the end of the page."""
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found is None:
            return
        yield Stop(**found)


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what is wanted has the focus."""
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab never comes to {wanted}")


@pytest.mark.parametrize("name", WALKED)
def test_the_focus_is_seen_and_goes_down_the_page(at, name):
    page = at(*WALKED[name])
    walked = list(stops(page))
    assert 4 <= len(walked) < MOST_STOPS
    assert [stop.html for stop in walked if not (stop.ring and stop.seen)] == []
    main = [stop for stop in walked if not stop.beside]
    back = [(a.html, b.html) for a, b in pairwise(main) if b.is_back_from(a)]
    assert back == []


def test_somebody_signs_in(at, site):
    page = at(None, "/sign-in")
    tab_to(page, "#login")
    page.keyboard.type(site.values["devices-key"])
    tab_to(page, "#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Good to see you")).to_be_visible()


def test_a_slip_in_a_form_is_found_and_mended(at):
    page = at("admin", "/administrations/{bare}/units/new")
    tab_to(page, "#name")
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("Ferry landing")
    tab_to(page, "[name=kind]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Ferry landing")


def test_a_dangerous_act_asks_first(at):
    page = at("admin", "/people/{closed}")
    tab_to(page, ".sure > summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".sure form button")).to_be_focused()


def test_a_word_of_a_lesson_opens_and_closes(at):
    page = at("officer", "/courses/{course}/lessons/reading-the-lines")
    tab_to(page, "a.term")
    page.keyboard.press("Enter")
    expect(page.locator(".gloss")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".gloss")).to_have_count(0)
    expect(page.locator("a.term").first).to_be_focused()


def test_a_check_of_a_lesson_is_answered(at):
    page = at("officer", "/courses/{course}/lessons/reading-the-lines")
    tab_to(page, "[data-kind=one-choice] input")
    page.keyboard.press("ArrowDown")
    tab_to(page, ".check button[name=of]")
    page.keyboard.press("Enter")
    expect(page.locator(".check .review")).to_be_visible()
    expect(page.locator(".check .told:not(:empty)")).to_be_focused()


def test_an_angle_is_measured_with_arrows(at, site):
    page = at("officer", "/courses/{course}/lessons/reading-the-lines")
    typed = page.locator("[data-kind=angle] input[name$=typed]")
    before = typed.input_value()
    tab_to(page, "[data-kind=angle] .handle")
    for _step in range(6):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-kind=angle] .readout text")).to_contain_text("°")
    assert page.locator("[data-kind=angle] input[name$=points]").input_value() or typed.input_value() != before


def test_a_place_is_marked_with_arrows_and_taken_back(at):
    page = at("sitter", "/attempts/{at-spot}")
    box = page.locator(".question-box:visible")
    expect(page.locator("#kept")).not_to_be_empty()
    already = box.locator(".marks li").count()
    tab_to(page, "svg.marks-over")
    for _step in range(3):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    expect(box.locator(".marks li")).to_have_count(already + 1)
    tab_to(page, ".marks button")
    page.keyboard.press("Enter")
    expect(box.locator(".marks li")).to_have_count(already)


def test_a_paper_is_walked_answered_and_flagged(at):
    page = at("sitter", "/attempts/{paper}")
    expect(page.locator("#kept")).to_contain_text("All answers saved")
    tab_to(page, "#on")
    page.keyboard.press("Enter")
    expect(page.locator(".question-box:visible")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".question-box:visible :focus")).to_have_count(1)
    page.keyboard.press("Space")
    expect(page.locator("#kept")).to_contain_text("All answers saved")
    tab_to(page, "#flag")
    page.keyboard.press("Space")
    expect(page.locator("#flag")).to_have_attribute("aria-pressed", "true")


def test_a_paper_is_submitted_only_after_a_question(at):
    page = at("sitter", f"/attempts/{{at-{KindName.ONE_CHOICE}}}")
    expect(page.locator("#kept")).not_to_be_empty()
    tab_to(page, "#to-review")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Review and submit")).to_be_focused()
    tab_to(page, "#submit-form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Questions without an answer")).to_be_focused()
    tab_to(page, "#answer-first")
    page.keyboard.press("Enter")
    expect(page.locator(".question-box:visible")).to_be_focused()


def test_a_number_is_checked(at, site):
    page = at(None, "/verify")
    tab_to(page, "#number")
    page.keyboard.type(site.values["passed-number"])
    tab_to(page, "#family_name")
    page.keyboard.type("Boonmee")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("genuine and valid"))


def test_the_skip_link_leads_past_the_menu(at):
    page = at("officer", "/learn")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)
