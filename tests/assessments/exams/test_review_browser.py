"""The end of a paper in a real browser: review, submit, and what is asked once more; by mouse, touch and keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.assessments.exams.acts import KEPT, LATEST, all_saved, choose, question, review
from tests.builders.kind_names import KindName

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
A_DAY_WRONG = """{
  const Real = Date, day = 24 * 60 * 60 * 1000;
  globalThis.Date = class extends Real {
    constructor(...values) { values.length ? super(...values) : super(Real.now() + day); }
    static now() { return Real.now() + day; }
  };
}"""


def numbers(page: Page, group: str) -> list[str]:
    """The questions of a group of the review."""
    return page.locator(f"[data-group={group}] li:visible").all_inner_texts()


def submit(page: Page) -> None:
    """Press the button of the review."""
    page.get_by_role("button", name="Submit", exact=True).click()


def is_in_view(page: Page, *parts: str) -> bool:
    """Whether these stand whole on the screen as it is scrolled."""
    height, width = page.evaluate("[innerHeight, innerWidth]")
    boxes = [page.locator(part).bounding_box() for part in parts]
    return all(
        box and box["y"] >= 0 and box["y"] + box["height"] <= height and box["x"] + box["width"] <= width
        for box in boxes
    )


def press_through(page: Page, how: str, name: str, role: str = "button") -> None:
    """Press what has this name, by mouse, touch or keyboard."""
    target = page.get_by_role(role, name=name, exact=True).and_(page.locator(":visible")).first
    if how == "touch":
        target.tap()
    elif how == "mouse":
        target.click()
    else:
        for _ in range(60):
            if target.evaluate("one => one === document.activeElement"):
                break
            page.keyboard.press("Tab")
        expect(target).to_be_focused()
        page.keyboard.press("Enter")


@pytest.mark.parametrize(("size", "how"), [(PHONE, "touch"), (DESK, "mouse"), (DESK, "keyboard"), (PHONE, "keyboard")])
def test_the_last_question_leads_to_the_review_and_from_there_to_the_result(device, sitting, size, how):
    page = sitting.open(device(sitting, has_touch=how == "touch"), KindName.ONE_CHOICE)
    page.set_viewport_size(size)
    choose(page, sitting)
    all_saved(page)
    page.goto(f"{sitting.address}#q6")
    expect(page.locator("#q6")).to_be_visible()
    press_through(page, how, "Review and submit")
    expect(page.get_by_role("heading", name="Review and submit")).to_be_focused()
    assert numbers(page, "done") == [str(sitting.at(KindName.ONE_CHOICE))]
    press_through(page, how, "Submit")
    heading = page.get_by_role("heading", name="Questions without an answer: 5")
    expect(heading).to_be_focused()
    assert is_in_view(page, "#sure-title", "#answer-first", "#submit-sure")
    assert sitting.state() == "in_progress"
    press_through(page, how, "Submit without these answers")
    expect(page.get_by_role("heading", name=re.compile("Not passed: 16.6 %"))).to_be_visible()


@SIZES
def test_the_review_lists_answered_flagged_and_open_questions_each_a_link(device, sitting, size):
    page = sitting.open(device(sitting))
    page.set_viewport_size(size)
    choose(page, sitting)
    all_saved(page)
    page.goto(f"{sitting.address}#q4")
    page.get_by_role("button", name="Flag for review").click()
    review(page)
    done = str(sitting.at(KindName.ONE_CHOICE))
    assert numbers(page, "flagged") == ["4"]
    assert numbers(page, "done") == [done]
    assert numbers(page, "open") == [n for n in "123456" if n != done]
    page.locator("[data-group=flagged] a").click()
    expect(page.locator("#q4")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", name="Review and submit")).to_be_focused()


def test_whoever_answers_them_first_comes_to_the_first_open_question(device, sitting):
    page = sitting.open(device(sitting))
    review(page)
    submit(page)
    page.get_by_role("link", name="Answer them first").click()
    expect(page.locator("#q1")).to_be_focused()
    assert sitting.state() == "in_progress"


@SIZES
def test_clock_and_saved_state_stay_in_view_down_to_the_foot_and_in_the_review(device, sitting, size):
    page = sitting.open(device(sitting))
    page.set_viewport_size(size)
    all_saved(page)
    for step in ("#q1", "#review"):
        page.goto(sitting.address + step)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert is_in_view(page, "#clock", "#kept")
    page.goto(f"{sitting.address}#q1")
    page.locator(".map a").last.focus()
    assert is_in_view(page, "#clock", "#kept", ".map li:last-child a")
    assert page.evaluate("document.querySelector('.bar').getBoundingClientRect().height") < 110


def test_nothing_that_has_the_focus_stands_behind_the_bar(device, sitting):
    page = sitting.open(device(sitting))
    page.set_viewport_size(PHONE)
    all_saved(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        hidden = page.evaluate(
            """() => {
              const one = document.activeElement, bar = document.querySelector('.bar');
              if (one === document.body || bar.contains(one) || one.className === 'skip') return false;
              return one.getBoundingClientRect().bottom <= bar.getBoundingClientRect().bottom;
            }"""
        )
        assert not hidden


def test_the_review_needs_no_line_and_submitting_waits_for_one(device, sitting):
    context = device(sitting)
    page = sitting.open(context)
    all_saved(page)
    context.set_offline(True)
    expect(choose(page, sitting).locator(".kept")).to_have_text(KEPT)
    review(page)
    assert numbers(page, "done") == [str(sitting.at(KindName.ONE_CHOICE))]
    submit(page)
    expect(page.locator("#kept")).to_have_text(KEPT)  # no longer "Saving…": this press has come to its end
    expect(page.locator("#trouble")).to_contain_text("You are offline.")
    assert is_in_view(page, "#trouble")
    expect(page.get_by_role("heading", name="Review and submit")).to_be_visible()
    assert sitting.state() == "in_progress"
    context.set_offline(False)
    all_saved(page)
    submit(page)
    page.get_by_role("button", name="Submit without these answers").click()
    expect(page.get_by_role("heading", name=re.compile("Not passed: 16.6 %"))).to_be_visible()


def test_an_answer_from_another_tab_is_told_before_anything_is_submitted(device, sitting):
    context = device(sitting)
    left, right = sitting.open(context), sitting.open(context)
    review(right)
    choose(left, sitting)
    all_saved(left)
    submit(right)
    changed = right.locator("#changed")
    expect(changed).to_contain_text(
        f"Answered since, in another window or on another device: {sitting.at(KindName.ONE_CHOICE)}."
    )
    expect(right.get_by_role("heading", name="Questions without an answer: 5")).to_be_focused()
    right.get_by_role("button", name="Show the newest answers").click()
    expect(right.locator("#review-count")).to_have_text("1 of 6 answered")
    assert sitting.state() == "in_progress"


def test_what_changes_while_it_is_asked_is_asked_about_again(device, sitting):
    context = device(sitting)
    left, right = sitting.open(context), sitting.open(context)
    review(right)
    submit(right)
    sure = right.get_by_role("button", name="Submit without these answers")
    expect(sure).to_be_visible()
    choose(left, sitting)
    all_saved(left)
    sure.click()
    expect(right.get_by_role("heading", name="Questions without an answer: 5")).to_be_visible()
    assert sitting.state() == "in_progress"
    sure.click()
    expect(right.get_by_role("heading", name=re.compile("Not passed: 16.6 %"))).to_be_visible()


def test_a_device_whose_clock_is_a_day_wrong_shows_the_time_that_is_left(device, sitting):
    context = device(sitting)
    context.add_init_script(A_DAY_WRONG)
    page = sitting.open(context)
    assert page.evaluate("Date.now() - performance.timeOrigin") > 80_000_000
    all_saved(page)
    expect(page.locator("#clock")).to_have_text("40 min left")
    choose(page, sitting)
    all_saved(page)
    review(page)
    expect(page.locator("#clock")).to_have_text(re.compile("^(40|39) min left"))
    submit(page)
    page.get_by_role("button", name="Submit without these answers").click()
    expect(page.get_by_role("heading", name=re.compile("Not passed: 16.6 %"))).to_be_visible()


@SIZES
def test_without_scripts_the_review_is_a_page_that_asks_once_more(device, sitting, size):
    page = sitting.open(device(sitting, java_script_enabled=False))
    page.set_viewport_size(size)
    page.locator("main").get_by_role("link", name="Review and submit").click()
    expect(page.get_by_role("heading", name="Review and submit")).to_be_visible()
    expect(page.get_by_role("heading", name="No answer (6)")).to_be_visible()
    assert is_in_view(page, "#clock")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name="Questions without an answer: 6")).to_be_visible()
    page.get_by_role("link", name="Question 3").click()
    expect(page).to_have_url(f"{sitting.address}#q3")
    page.go_back()
    page.get_by_role("button", name="Submit without these answers").click()
    expect(page.get_by_role("heading", name=re.compile("Not passed: 0 %"))).to_be_visible()


def test_with_scripts_the_page_of_the_review_is_that_of_the_paper(device, sitting):
    page = device(sitting).new_page()
    page.goto(f"{sitting.address}/review")
    expect(page).to_have_url(f"{sitting.address}#review")
    expect(page.locator("#review-count")).to_have_text("0 of 6 answered")


def test_a_reload_of_what_was_asked_comes_back_to_the_review(device, sitting):
    page = sitting.open(device(sitting))
    review(page)
    submit(page)
    expect(page).to_have_url(f"{sitting.address}#sure")
    page.reload()
    expect(page.get_by_role("heading", name="Review and submit")).to_be_visible()


@SIZES
def test_in_french_the_same_way_leads_to_the_same_end(device, sitting, size):
    page = sitting.open(device(sitting, locale="fr-FR"))
    page.set_viewport_size(size)
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    part = question(page, sitting, KindName.TRUE_FALSE)
    part.locator("input[value=true]").check()
    expect(page.locator("#kept")).to_have_class(re.compile(r"\bok\b"), timeout=LATEST)
    page.locator("#to-review").click()
    expect(page.locator("#review-title")).to_be_focused()
    expect(page.locator("#review-title")).to_have_text("Vérifier et envoyer")
    assert numbers(page, "done") == [str(sitting.at(KindName.TRUE_FALSE))]
    page.get_by_role("button", name="Envoyer", exact=True).click()
    expect(page.locator("#sure-title")).to_be_focused()
    expect(page.locator("#sure-title")).to_have_text(re.compile("^Questions sans réponse\u00a0: \\d+$"))
    expect(page.locator("#answer-first")).to_have_text("Y répondre d’abord")
    expect(page.locator("#submit-sure")).to_have_text("Envoyer sans ces réponses")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#submit-sure").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Non réussi")
    expect(page.locator(".verdict")).to_contain_text("16,6 %")
