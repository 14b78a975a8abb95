"""A paper in a real browser: what it calls kept arrives, after dropped lines and closed tabs."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.assessments.exams.acts import KEPT, SAVED, all_saved, choose, hand_in, kept_then_closed, question
from tests.builders.kind_names import KindName

pytestmark = pytest.mark.browser
TOP = """(words) => {
  document.getElementById("kept").textContent = words;
  return document.getElementById("paper").getBoundingClientRect().top;
}"""

TYPE = """(field, texts) => {
  for (const text of texts) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""  # sign by sign, without a pause


def test_every_kind_is_answered_with_the_mouse(device, sitting):
    page = sitting.open(device(sitting))
    choose(page, sitting)
    part = question(page, sitting, KindName.SEVERAL_CHOICES)
    for option in "ac":
        part.locator(f"input[value={option}]").check()
    question(page, sitting, KindName.TRUE_FALSE).locator("input[value=true]").check()
    part = question(page, sitting, KindName.NUMBER)
    part.get_by_label("Your number").fill("8765.25")
    part.get_by_label("Unit", exact=True).select_option("kg")
    picture = question(page, sitting, KindName.SPOT).locator("svg.marks-over")
    box = picture.bounding_box()
    for x, y in ((317, 149), (50, 50)):
        picture.click(position={"x": x * box["width"] / 640, "y": y * box["height"] / 300})
    question(page, sitting, KindName.ANGLE).get_by_label("Angle in degrees").fill("117")
    all_saved(page)
    expect(page.locator("#count")).to_have_text("6 of 6 answered")
    numbers = page.get_by_role("navigation", name="Questions")
    expect(numbers.get_by_role("link", name=re.compile(r"^\d ?, answered$"))).to_have_count(6)
    hand_in(page, asked=False)
    expect(page.get_by_role("heading", name="Passed with 100 %")).to_be_visible()


def test_on_a_phone_nothing_moves_when_the_page_says_what_became_of_the_answers(device, sitting):
    page = sitting.open(device(sitting))
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("html.paper-live")).to_be_attached()
    said = ("", "All answers saved", "Toutes les réponses sont enregistrées")
    assert len({page.evaluate(TOP, words) for words in said}) == 1


def test_every_kind_is_answered_by_touch(device, sitting):
    page = sitting.open(device(sitting, has_touch=True, is_mobile=True))
    question(page, sitting, KindName.ONE_CHOICE).get_by_text(re.compile(r" resin$")).tap()
    part = question(page, sitting, KindName.SEVERAL_CHOICES)
    part.get_by_text(re.compile(r" tusks$")).tap()
    part.get_by_text(re.compile(r" teeth$")).tap()
    question(page, sitting, KindName.TRUE_FALSE).get_by_text("True", exact=True).tap()
    picture = question(page, sitting, KindName.SPOT).locator("svg.marks-over")
    box = picture.bounding_box()
    picture.tap(position={"x": 317 * box["width"] / 640, "y": 149 * box["height"] / 300})
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == "b"
    assert sitting.value(KindName.SEVERAL_CHOICES) == ["a", "c"]
    assert sitting.value(KindName.TRUE_FALSE) is True
    ((x, y),) = sitting.value(KindName.SPOT)
    assert abs(x - 317) <= 2
    assert abs(y - 149) <= 2


def test_every_kind_is_answered_from_the_keyboard(device, sitting):
    page = sitting.open(device(sitting), KindName.ONE_CHOICE)
    part = question(page, sitting, KindName.ONE_CHOICE)
    part.locator("[name=answer]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    second = part.locator("[name=answer]").nth(1).get_attribute("value")
    part = question(page, sitting, KindName.SEVERAL_CHOICES)
    part.locator("[name=answer]").first.focus()
    page.keyboard.press("Space")
    question(page, sitting, KindName.SPOT).locator("svg.marks-over").focus()
    for key in ("ArrowRight", "Shift+ArrowDown", "Enter"):
        page.keyboard.press(key)
    question(page, sitting, KindName.ANGLE).get_by_role("slider").first.focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.get_by_role("button", name="Back").focus()
    page.keyboard.press("Enter")
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == second
    assert len(sitting.value(KindName.SEVERAL_CHOICES)) == 1
    assert sitting.value(KindName.SPOT) == [[325, 175]]
    assert len(sitting.value(KindName.ANGLE)["points"]) == 3


def test_next_back_and_the_address_lead_through_the_paper(device, sitting):
    page = sitting.open(device(sitting))
    for number in range(1, 7):
        expect(page.locator(f"#q{number}")).to_be_visible()
        expect(page.locator(".question-box:visible")).to_have_count(1)
        if number < 6:
            page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Review and submit").click()
    expect(page.get_by_role("heading", name="Review and submit")).to_be_visible()
    expect(page.locator(".question-box:visible")).to_have_count(0)
    page.go_back()
    page.go_back()
    expect(page.locator("#q5")).to_be_visible()
    page.get_by_role("button", name="Flag for review").click()
    page.reload()
    expect(page.get_by_role("button", name="Flag for review")).to_have_attribute("aria-pressed", "true")


def test_a_press_on_another_question_counts_though_the_answer_is_saved_meanwhile(device, sitting):
    page = sitting.open(device(sitting), KindName.ONE_CHOICE)
    page.set_viewport_size({"width": 360, "height": 740})
    part = question(page, sitting, KindName.ONE_CHOICE)
    other = sitting.at(KindName.SEVERAL_CHOICES)
    part.locator("[name=answer]").first.focus()
    page.locator(".map a").nth(other - 1).hover(position={"x": 20, "y": 5})
    page.keyboard.press("Space")
    page.mouse.down()  # leaves the field, which saves the answer
    expect(part.locator(".kept")).to_have_text(SAVED)
    all_saved(page)
    page.mouse.up()
    expect(page.locator(f"#q{other}")).to_be_visible()


def test_typing_is_one_save_with_a_receipt_beside_the_question(device, sitting):
    page = sitting.open(device(sitting), KindName.ANGLE)
    part = question(page, sitting, KindName.ANGLE)
    part.get_by_label("Angle in degrees").evaluate(TYPE, ["1", "11", "117"])
    expect(part.locator(".kept")).to_have_text(SAVED)
    all_saved(page)
    assert sitting.steps() == ["save"]


def test_leaving_a_field_saves_it_at_once(device, sitting):
    page = sitting.open(device(sitting), KindName.ANGLE)
    part = question(page, sitting, KindName.ANGLE)
    page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=1))  # so that no pause in typing sends it
    with page.expect_response(re.compile("/offline/sync$")):
        part.get_by_label("Angle in degrees").press_sequentially("11")
        page.keyboard.press("Tab")
    all_saved(page)


def test_offline_the_answer_is_kept_and_sent_when_the_line_is_back(device, sitting):
    context = device(sitting)
    page = sitting.open(context)
    context.set_offline(True)
    part = choose(page, sitting)
    expect(part.locator(".kept")).to_have_text(KEPT)
    expect(page.locator("#trouble")).to_contain_text("You are offline.")
    expect(page.locator("#kept")).to_have_text(KEPT)
    assert sitting.steps() == []
    context.set_offline(False)
    expect(part.locator(".kept")).to_have_text(SAVED)
    all_saved(page)
    expect(page.locator("#trouble")).to_be_hidden()
    assert sitting.value(KindName.ONE_CHOICE) == "b"


def test_a_line_that_came_back_says_so_even_when_nothing_waits(device, sitting):
    context = device(sitting)
    page = sitting.open(context)
    context.set_offline(True)
    expect(page.locator("#trouble")).to_contain_text("You are offline.")
    context.set_offline(False)
    expect(page.locator("#trouble")).to_be_hidden()


def test_a_server_that_was_down_gets_every_answer_when_it_is_back(device, site, sitting):
    page = sitting.open(device(sitting))
    site.stop()
    part = choose(page, sitting, "a")
    expect(page.locator("#trouble")).to_contain_text("You are offline.")
    part.locator("input[value=c]").check()
    question(page, sitting, KindName.TRUE_FALSE).locator("input[value=false]").check()
    expect(page.locator("#kept")).to_have_text(KEPT)
    site.start()
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == "c"
    assert sitting.value(KindName.TRUE_FALSE) is False


def test_a_closed_tab_opened_again_has_the_answer_in_its_field_and_sends_it(device, sitting):
    context = device(sitting)
    kept_then_closed(context, sitting)
    page = sitting.open(context)
    all_saved(page)
    expect(question(page, sitting, KindName.ONE_CHOICE).locator("input[value=b]")).to_be_checked()
    assert sitting.value(KindName.ONE_CHOICE) == "b"
    choose(page, sitting, "d")  # the next change is no conflict with what was kept
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == "d"


def test_after_a_closed_tab_any_page_of_the_site_sends_the_answer(device, site, sitting):
    context = device(sitting)
    kept_then_closed(context, sitting)
    page = context.new_page()
    with page.expect_response(re.compile("/offline/sync$")) as got:
        page.goto(f"{site.url}/attempts")
    assert got.value.status == 200
    assert sitting.value(KindName.ONE_CHOICE) == "b"


def test_a_change_before_the_receipt_of_a_restored_answer_is_no_conflict(device, sitting):
    context = device(sitting)
    page = sitting.open(context)
    choose(page, sitting, "a")
    all_saved(page)
    lost = {"left": 1}

    def lose_receipt(route):
        if lost["left"]:
            lost["left"] = 0
            route.fetch()  # it arrives, but its receipt does not
            route.abort()
        else:
            route.abort()

    context.route(re.compile("/offline/sync$"), lose_receipt)
    part = choose(page, sitting, "b")
    expect(page.locator("#trouble")).to_contain_text("You are offline.")
    page.close()
    page = sitting.open(context)
    part = question(page, sitting, KindName.ONE_CHOICE)
    expect(part.locator("input[value=b]")).to_be_checked()
    part.locator("input[value=c]").check()
    expect(part.locator(".kept")).to_have_text(KEPT)
    context.unroute_all()
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == "c"
