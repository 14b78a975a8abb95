"""Steps put in order in Chromium: dragged by mouse and by touch, moved by their buttons, told to the fields."""

import pytest
from playwright.sync_api import expect

from tests.assessments.items.kinds.test_widgets import STEPS, earned, save
from tests.assessments.items.samples import ANSWERS
from tests.assessments.items.stage import render
from tests.builders.kind_names import KindName
from tests.lms.axe import findings

pytestmark = [pytest.mark.browser, pytest.mark.pages]
GIVEN = ["Photograph it", "Seal the samples", "Stop the parcel", "Open it"]


def steps(page):
    return page.locator(".steps-in-order .text").all_inner_texts()


def middle(page, step, of=".grip"):
    box = page.locator(".steps-in-order li", has_text=step).locator(of).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("width", [360, 1280])
def test_a_step_is_dragged_with_the_mouse_to_where_it_is_dropped(stage, width):
    page, sent = stage(render(KindName.ORDERING), width)
    assert steps(page) == GIVEN
    for step, other in (("Stop the parcel", "Photograph it"), ("Seal the samples", "Open it")):
        x, y = middle(page, step)
        page.mouse.move(x, y)
        page.mouse.down()
        to = middle(page, other)[1]
        page.mouse.move(x, (y + to) / 2, steps=4)
        page.mouse.move(x, to + (12 if to > y else -12), steps=4)
        page.mouse.up()
    assert steps(page) == list(STEPS)
    assert earned(page, sent, KindName.ORDERING) == 1


def test_a_step_is_dragged_by_touch(stage):
    page, sent = stage(render(KindName.ORDERING), 360, has_touch=True, is_mobile=True)
    session = page.context.new_cdp_session(page)
    x, y = middle(page, "Photograph it")
    end = middle(page, "Open it")[1] + 12
    for kind, at in [
        ("touchStart", y),
        *(("touchMove", y + (end - y) * n / 8) for n in range(1, 9)),
        ("touchEnd", None),
    ]:
        session.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if at is None else [{"x": x, "y": at}]}
        )
    expect(page.locator(".steps-in-order .text").last).to_have_text("Photograph it")
    assert save(page, sent, KindName.ORDERING)[1] == ["c2", "c3", "c4", "c1"]


def test_the_keyboard_alone_puts_steps_in_order_and_keeps_its_place(stage):
    page, sent = stage(render(KindName.ORDERING), 1280)
    up = page.get_by_role("button", name="Move up: Stop the parcel")
    up.focus()
    page.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Stop the parcel: now at place 2 of 4.")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # it is the first one now: nothing happens
    page.get_by_role("button", name="Move down: Seal the samples").focus()
    page.keyboard.press("Enter")
    assert steps(page) == list(STEPS)
    assert earned(page, sent, KindName.ORDERING) == 1


def test_steps_that_nobody_moved_are_no_answer(stage):
    page, sent = stage(render(KindName.ORDERING))
    assert save(page, sent, KindName.ORDERING)[1] is None


def test_places_typed_below_move_the_steps_above(stage):
    page, sent = stage(render(KindName.ORDERING))
    page.get_by_text("Give the places by number").click()
    for place, step in enumerate(STEPS, 1):
        page.get_by_label(step, exact=True).select_option(str(place))
    assert steps(page) == list(STEPS)
    assert save(page, sent, KindName.ORDERING)[1] == ANSWERS[KindName.ORDERING]


def test_every_move_is_told_like_a_change_of_a_field_whose_order_stays(stage):
    page, _ = stage(render(KindName.ORDERING))
    before = page.evaluate("[...document.forms[0].elements].filter((one) => one.name).map((one) => one.name)")
    page.evaluate("addEventListener('change', (event) => { document.title += ' ' + event.target.name; })")
    page.get_by_role("button", name="Move up: Stop the parcel").click()
    expect(page).to_have_title("Question place-c3")
    after = page.evaluate("[...document.forms[0].elements].filter((one) => one.name).map((one) => one.name)")
    assert before == after


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_the_places_by_number_open(stage, scheme):
    page, _ = stage(render(KindName.ORDERING, ANSWERS[KindName.ORDERING]), color_scheme=scheme)
    page.get_by_text("Give the places by number").click()
    assert findings(page) == []
