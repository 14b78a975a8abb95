"""The widgets in Chromium: by mouse, by touch, by keyboard, and without script."""

import pytest
from playwright.sync_api import Page, expect

from assessments.items.kinds.registry import kind
from tests.assessments.items.samples import ANSWERS, define
from tests.assessments.items.stage import render, render_all, render_reviews
from tests.builders.kind_names import KindName
from tests.lms.axe import findings

pytestmark = [pytest.mark.browser]
WIDTHS = [360, 1280]
PAIRS = {"Elephant": "Crossing lines", "Rhinoceros": "Fine tubes", "Pangolin": "Flat plates"}
STEPS = ("Stop the parcel", "Photograph it", "Open it", "Seal the samples")


def pad(page: Page):
    """Where a place of the picture lies on the page."""
    box = page.locator(".pad").bounding_box()
    assert box
    return lambda x, y: (box["x"] + x * box["width"] / 640, box["y"] + y * box["height"] / 400)


def save(page, sent, name):
    """Press the button; answers what the server makes of the fields."""
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_title("Saved")
    definition = define(name)
    return definition, kind(name).check_answer(definition, kind(name).parse_form(sent[-1]))


def earned(page, sent, name):
    return kind(name).score(*save(page, sent, name))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_click_places_a_numbered_dot_where_it_was(stage, width):
    page, sent = stage(render(KindName.SPOT), width)
    at = pad(page)
    for place in ((20, 20), (150, 100), (230, 220)):
        page.mouse.click(*at(*place))
    assert page.locator(".dot text").all_text_contents() == ["1", "2", "3"]
    expect(page.locator(".marks li")).to_have_count(3)
    assert earned(page, sent, KindName.SPOT) == 1


def test_a_tap_places_a_dot(stage):
    page, sent = stage(render(KindName.SPOT), 360, has_touch=True, is_mobile=True)
    page.touchscreen.tap(*pad(page)(150, 100))
    expect(page.locator(".dot")).to_have_count(1)
    [(x, y)] = save(page, sent, KindName.SPOT)[1]
    assert abs(x - 150) <= 2
    assert abs(y - 100) <= 2


def test_the_keyboard_alone_places_and_removes_dots(stage):
    page, sent = stage(render(KindName.SPOT), 1280)
    page.keyboard.press("Tab")
    expect(page.get_by_role("application")).to_be_focused()
    for key, times in (("Shift+ArrowLeft", 6), ("ArrowLeft", 4), ("Shift+ArrowUp", 4)):
        for _ in range(times):
            page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    assert page.get_by_label("Places, one a line").input_value() == "150 100\n155 100"
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Remove: Mark 1: 150 across, 100 down")).to_be_focused()
    page.keyboard.press("Enter")  # the button that removes the first mark
    assert page.get_by_label("Places, one a line").input_value() == "155 100"
    expect(page.get_by_role("status")).to_have_text("Mark 1 removed. 5 left.")
    assert save(page, sent, KindName.SPOT)[1] == [[155, 100]]


def test_the_cross_stays_on_the_picture(stage):
    page, _ = stage(render(KindName.SPOT), 1280)
    page.keyboard.press("Tab")
    for _ in range(30):
        page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    assert page.get_by_label("Places, one a line").input_value() == "320 0"


def test_no_more_dots_are_placed_than_are_taken_and_it_is_said(stage):
    page, sent = stage(render(KindName.SPOT))
    for n in range(7):
        page.mouse.click(*pad(page)(40 + n * 90, 300))
    expect(page.locator(".dot")).to_have_count(6)
    expect(page.get_by_role("status")).to_have_text("No mark is left. Remove one first.")
    assert len(save(page, sent, KindName.SPOT)[1]) == 6


def test_places_typed_beside_the_picture_are_marked_on_it(stage):
    page, sent = stage(render(KindName.SPOT))
    page.get_by_text("Type the places").click()
    page.get_by_label("Places, one a line").fill("20 20\n150 100\n")
    expect(page.locator(".dot")).to_have_count(2)
    assert save(page, sent, KindName.SPOT)[1] == [[20, 20], [150, 100]]


def test_every_change_of_a_widget_is_told_like_a_change_of_its_field(stage):
    page, _ = stage(render(KindName.SPOT))
    page.evaluate("addEventListener('change', (event) => { document.title += ' ' + event.target.name; })")
    page.mouse.click(*pad(page)(150, 100))
    expect(page).to_have_title("Question points")


@pytest.mark.parametrize("width", WIDTHS)
def test_handles_are_dragged_with_the_mouse(stage, width):
    page, sent = stage(render(KindName.ANGLE), width)
    at = pad(page)
    expect(page.locator(".readout text")).to_have_text("?")
    for start, end in (((230, 248), (229, 213)), ((320, 184), (320, 162)), ((410, 248), (411, 213))):
        page.mouse.move(*at(*start))
        page.mouse.down()
        page.mouse.move(*at(300, 300))
        page.mouse.move(*at(*end))
        page.mouse.up()
    shown = float((page.locator(".readout text").text_content() or "").rstrip("°"))
    assert abs(shown - 121.5) < 1.5
    definition, stored = save(page, sent, KindName.ANGLE)
    assert abs(float(kind(KindName.ANGLE).review(definition, stored).parts[0].text.rstrip("°")) - shown) < 0.06
    assert kind(KindName.ANGLE).score(definition, stored) == 1


def test_a_handle_is_dragged_by_touch(stage):
    page, sent = stage(render(KindName.ANGLE), 360, has_touch=True, is_mobile=True)
    at = pad(page)
    session = page.context.new_cdp_session(page)

    def touch(kind_of_event, *place):
        points = [dict(zip("xy", at(*place), strict=True))] if place else []
        session.send("Input.dispatchTouchEvent", {"type": kind_of_event, "touchPoints": points})

    touch("touchStart", 320, 184)
    for y in (200, 240, 280):
        touch("touchMove", 320, y)
    touch("touchEnd")
    [_, (x, y), _] = save(page, sent, KindName.ANGLE)[1]["points"]
    assert abs(x - 320) <= 3
    assert abs(y - 280) <= 6


def test_arrow_keys_move_a_handle_by_one_and_with_shift_by_ten(stage):
    page, sent = stage(render(KindName.ANGLE), 1280)
    page.keyboard.press("Tab")
    expect(page.get_by_role("slider", name="First arm")).to_be_focused()
    page.keyboard.press("Tab")
    corner = page.get_by_role("slider", name="Corner")
    expect(corner).to_be_focused()
    for key in ("ArrowUp", "ArrowUp", "Shift+ArrowUp", "Shift+ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    expect(corner).to_have_attribute("aria-valuetext", "311 across, 172 down. Angle: 99.3°")
    assert save(page, sent, KindName.ANGLE)[1]["points"][1] == [311, 172]


def test_typing_the_angle_takes_the_place_of_the_handles_and_back(stage):
    page, sent = stage(render(KindName.ANGLE))
    page.get_by_role("slider", name="Corner").press("ArrowUp")
    page.get_by_label("Angle in degrees").fill("121")
    expect(page.locator(".readout text")).to_have_text("?")
    page.get_by_role("slider", name="Corner").press("ArrowUp")
    expect(page.get_by_label("Angle in degrees")).to_have_value("")
    page.get_by_label("Angle in degrees").fill("120")
    assert save(page, sent, KindName.ANGLE)[1] == {"typed": "120", "value": "120"}


def test_handles_that_nobody_moved_are_no_answer(stage):
    page, sent = stage(render(KindName.ANGLE))
    page.mouse.click(*pad(page)(320, 184))
    expect(page.get_by_role("slider", name="Corner")).to_be_focused()
    assert save(page, sent, KindName.ANGLE)[1] is None


@pytest.mark.parametrize("name", [KindName.SPOT, KindName.ANGLE, *list(KindName)[6:]])
def test_a_stored_answer_comes_back_as_it_was(stage, name):
    page, sent = stage(render(name, ANSWERS[name]))
    assert save(page, sent, name)[1] == ANSWERS[name]


@pytest.mark.parametrize("name", [KindName.MANIFEST, KindName.PERMIT])
def test_the_answer_that_nothing_is_wrong_comes_back_too(stage, name):
    page, sent = stage(render(name, []))
    assert save(page, sent, name)[1] == []


@pytest.mark.parametrize("name", list(KindName))
def test_without_script_every_kind_is_answered_by_its_fields(stage, name):
    page, sent = stage(render(name), java_script_enabled=False)
    fill = {
        KindName.ONE_CHOICE: lambda: page.get_by_label("Bone").check(),
        KindName.SEVERAL_CHOICES: lambda: [page.get_by_label(one).check() for one in ("Walrus tusks", "Leopard teeth")],
        KindName.TRUE_FALSE: lambda: page.get_by_label("True").check(),
        KindName.NUMBER: lambda: (
            page.get_by_label("Your number").fill("1 234,5"), page.get_by_label("Unit").select_option("kg")
        ),
        KindName.SPOT: lambda: page.get_by_label("Places, one a line").fill("20 20\n150 100\n230 220"),
        KindName.ANGLE: lambda: page.get_by_label("Angle in degrees").fill("121"),
        KindName.MATCHING: lambda: [
            page.get_by_label(prompt).select_option(label=choice)
            for prompt, choice in PAIRS.items()
        ],
        KindName.ORDERING: lambda: [
            page.get_by_label(step).select_option(str(place)) for place, step in enumerate(STEPS, 1)
        ],
        KindName.GAPS: lambda: (
            page.get_by_label("Gap 1").fill("asian"), page.get_by_label("Gap 2").select_option(label="I"),
            page.get_by_label("Gap 3").fill("Management authority"),
        ),
        KindName.SHORT_TEXT: lambda: page.get_by_label("Your answer").fill("loxodonta africana"),
        KindName.MANIFEST: lambda: [page.get_by_label(one).check() for one in ("AWB 2", "AWB 4")],
        KindName.PERMIT: lambda: [page.get_by_label(one).check() for one in ("1. Valid until", "4. Quantity")],
    }  # fmt: skip
    fill[name]()
    assert earned(page, sent, name) == 1


@pytest.fixture
def answered():
    """A right answer of every kind, as it is stored."""
    return {name: kind(name).check_answer(define(name), ANSWERS[name]) for name in KindName}


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")])
def test_axe_finds_nothing_on_questions_of_every_kind(stage, answered, width, scheme):
    page, _ = stage(render_all(answered), width, color_scheme=scheme)
    expect(page.locator("legend .stem")).to_have_count(len(KindName))
    assert findings(page) == []


def test_axe_finds_nothing_beside_an_error_nor_from_right_to_left(stage):
    page, _ = stage(render_all(dict.fromkeys(KindName), error="Choose one.", direction="rtl"))
    expect(page.get_by_text("Choose one.")).to_have_count(len(KindName))
    assert findings(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_results_of_every_kind(stage, scheme):
    wrong = {
        KindName.SPOT: [[20, 20], [500, 300]],
        KindName.ANGLE: {"points": [[500, 300], [400, 300], [400, 200]]},
        KindName.MATCHING: {"p1": "c1", "p2": "c1"},
        KindName.ORDERING: ["c3", None, "c1"],
        KindName.GAPS: {"who": "Indian", "appendix": "c1"},
        KindName.SHORT_TEXT: "loxodonta",
        KindName.MANIFEST: ["l2", "l1"],
        KindName.PERMIT: ["f1", "f2"],
    }
    given = {name: kind(name).check_answer(define(name), wrong.get(name, ANSWERS[name])) for name in KindName}
    page, _ = stage(render_reviews(given), color_scheme=scheme)
    assert findings(page) == []


def test_nothing_sticks_out_of_a_small_phone_and_every_target_is_large_enough(stage, answered):
    page, _ = stage(render_all(answered), 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate("""() => [...document.querySelectorAll(
        'button, label.choice, select, input[type=text], textarea, summary, .handle .hit')]
        .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.height < 44 || box.width < 44)).map(([html]) => html)""")
    assert small == []
