"""A check of a lesson is judged where it stands: verdict under its button, in view, in focus, other answers kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.benchmarks.phone import Traffic
from tests.courses.checks.hand import FILLED, LESSON, SEEN, VERDICTS, WIDTHS, give_all, press
from tests.courses.offline.live import COURSE, LATEST, keep

pytestmark = [pytest.mark.browser, pytest.mark.once]


def box_of(page: Page, kind: str) -> Locator:
    return page.locator(".card.check").filter(has=page.locator(f"[data-kind={kind}]")).first


def fill(page: Page) -> None:
    """An answer to each check of the lesson, by hand alone."""
    box_of(page, "angle").locator("[name$=typed]").fill("20")
    box_of(page, "one-choice").locator("label.choice").nth(1).click()
    box_of(page, "number").locator("[name$=answer]").fill("95")
    for field in box_of(page, "gaps").locator("input[type=text]").all():
        field.fill("115")
    for field in box_of(page, "gaps").locator("select").all():
        field.select_option(index=1)


def press_button(button: Locator, way: str) -> None:
    """As a mouse, a finger or a keyboard does."""
    if way == "mouse":
        button.click()
    elif way == "touch":
        button.tap()
    else:
        button.focus()
        button.page.keyboard.press("Enter")


HANDS = [(way, width, "en") for way in ("mouse", "touch", "keyboard") for width in WIDTHS]
FRENCH = [("touch", "phone", "fr"), ("mouse", "desk", "fr")]  # its words are longer, at either width


@pytest.mark.parametrize(("way", "width", "language"), HANDS + FRENCH)
def test_a_check_is_judged_in_place(opened, way, width, language):
    page = opened(width=width, language=language)
    traffic = Traffic()
    page.goto(page.url)
    give_all(page)
    traffic.watch(page.context.new_cdp_session(page))
    for box in page.locator(".card.check").all():
        assert press(box, traffic, lambda button: press_button(button, way)).faults(language) == []
    assert page.url.endswith(LESSON)


@pytest.mark.parametrize(("width", "language"), [("phone", "fr"), ("desk", "en")])
def test_without_scripts_the_page_opens_at_the_check_with_every_other_answer(opened, width, language):
    page = opened(width=width, language=language, scripts=False)
    fill(page)
    for way, kind in (("mouse", "one-choice"), ("touch", "number"), ("keyboard", "angle")):
        box, before = box_of(page, kind), page.evaluate(FILLED, "none")
        with page.expect_navigation():
            press_button(box.locator("button[name=of]"), way)
        seen = box_of(page, kind).evaluate(SEEN)
        assert (seen["inView"], seen["below"], seen["focused"]) == (True, True, True)
        assert seen["words"] in VERDICTS[language]
        assert page.evaluate(FILLED, "none") == before
        assert page.locator(".told > *").first.is_visible()


def test_enter_in_a_field_judges_that_check_and_without_scripts_no_other(opened):
    page = opened()
    box_of(page, "number").locator("[name$=answer]").fill("95")
    page.keyboard.press("Enter")
    expect(box_of(page, "number").locator(".told .chip").first).to_have_text("Right")
    expect(page.locator(".told:not(:empty)")).to_have_count(1)
    bare = opened(scripts=False)
    box_of(bare, "number").locator("[name$=answer]").fill("95")
    bare.keyboard.press("Enter")
    assert bare.url.endswith(LESSON)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without"])
def test_try_again_empties_that_check_alone(opened, scripts):
    page = opened(scripts=scripts)
    fill(page)
    box_of(page, "number").locator("button[name=of]").click()
    box = box_of(page, "number")
    expect(box.locator(".told .review")).to_be_visible()
    before = page.evaluate(FILLED, box.get_attribute("id"))
    box.get_by_role("button", name="Try again").click()
    expect(box_of(page, "number").locator(".told > *")).to_have_count(0)
    expect(box_of(page, "number").locator("[name$=answer]")).to_have_value("")
    assert page.evaluate(FILLED, box.get_attribute("id")) == before
    if scripts:
        expect(box.locator("[name$=answer]")).to_be_focused()


def test_an_answer_that_cannot_be_taken_is_said_under_the_button_and_kept(opened):
    for scripts in (True, False):
        page = opened(scripts=scripts)
        box_of(page, "number").locator("[name$=answer]").fill("many")
        box_of(page, "number").locator("button[name=of]").click()
        expect(box_of(page, "number").locator(".told .error")).to_contain_text("“many” is not a number")
        seen = box_of(page, "number").evaluate(SEEN)
        assert (seen["inView"], seen["below"], seen["focused"]) == (True, True, True)
        expect(box_of(page, "number").locator("[name$=answer]")).to_have_value("many")
        error = box_of(page, "number").locator(".error").get_attribute("id")
        expect(box_of(page, "number").locator("fieldset")).to_have_attribute("aria-describedby", error or "")


def test_a_line_that_breaks_is_said_nothing_is_lost_and_the_next_press_sends_the_form(opened):
    page = opened()
    fill(page)
    before = page.evaluate(FILLED, "none")
    page.route("**/checks/**", lambda route: route.abort())
    box_of(page, "number").locator("button[name=of]").click()
    expect(box_of(page, "number").locator(".told .error")).to_contain_text("The connection failed.")
    assert page.evaluate(FILLED, "none") == before
    page.unroute("**/checks/**")
    with page.expect_navigation():
        box_of(page, "number").locator("button[name=of]").click()
    expect(box_of(page, "number").locator(".told .chip").first).to_have_text("Right")
    assert page.evaluate(FILLED, "none") == before


def test_without_a_line_the_next_press_tries_again_in_place(opened):
    page = opened()
    fill(page)
    page.context.set_offline(True)
    for _press in range(2):
        box_of(page, "number").locator("button[name=of]").click()
        expect(box_of(page, "number").locator(".told .error")).to_be_visible()
    assert page.url.endswith(LESSON)


def test_a_check_that_is_pressed_twice_is_asked_once(opened):
    page = opened()
    fill(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    box_of(page, "number").locator("button[name=of]").dblclick()
    expect(box_of(page, "number").locator(".told .chip").first).to_have_text("Right")
    assert len(asked) == 1


def test_a_question_that_has_changed_since_is_shown_anew_with_every_other_answer(opened):
    page = opened()
    fill(page)
    box = box_of(page, "number")
    before = page.evaluate(FILLED, box.get_attribute("id"))
    box.locator("button[name=of]").evaluate("(button) => { button.value = 99; }")
    with page.expect_navigation():
        box.locator("button[name=of]").click()
    expect(box_of(page, "number").locator(".told .error")).to_contain_text("This question has changed")
    assert box_of(page, "number").evaluate(SEEN)["inView"]
    assert page.evaluate(FILLED, box.get_attribute("id")) == before


def test_a_question_that_is_gone_and_a_sign_in_that_ended_are_said_in_place(opened):
    page = opened()
    fill(page)
    number, choice = box_of(page, "number"), box_of(page, "one-choice")
    number.locator("button[name=of]").evaluate("(one) => { one.formAction = one.formAction.replace('-2', '-99'); }")
    number.locator("button[name=of]").click()
    expect(number.locator(".told .error")).to_contain_text("This question is no longer here.")
    page.context.clear_cookies(name="spoor")
    choice.locator("button[name=of]").click()
    expect(choice.locator(".told .error")).to_contain_text("You are signed out.")


def test_kept_a_check_is_judged_without_any_request(opened, site):
    page = opened(COURSE)
    keep(page, site, 2)
    page.context.set_offline(True)
    page.goto(site.url + LESSON)
    expect(page.locator("html[data-practice]")).to_be_attached(timeout=LATEST)
    traffic = Traffic()
    traffic.watch(page.context.new_cdp_session(page))
    give_all(page)
    for box in page.locator(".card.check").all():
        done = press(box, traffic)
        assert done.faults() == []
        assert done.requests == 0
    again = box_of(page, "number")
    again.get_by_role("button", name="Try again").click()
    expect(again.locator("[name$=answer]")).to_have_value("")


def test_a_practice_quiz_whose_answers_do_not_come_asks_the_server_and_counts(opened, site):
    page = opened(COURSE)
    page.route("**/answers/**", lambda route: route.abort())
    page.goto(f"{site.url}{COURSE}/modules/2/practice")
    give_all(page)
    number = box_of(page, "number")
    number.locator("button[name=of]").click()
    expect(number.locator(".told .chip").first).to_be_visible()
    assert number.evaluate(SEEN)["focused"]
    expect(page.locator("#tally")).to_have_text(re.compile("^Answered: 1 of"))
