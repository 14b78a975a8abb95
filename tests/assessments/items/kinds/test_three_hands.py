"""Every kind of question is answered by mouse, by touch and by keyboard alone, and the server gives full marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assessments.items.kinds.registry import kind
from tests.assessments.items.samples import define
from tests.assessments.items.stage import put_on_stage, render
from tests.builders.kind_names import KindName

pytestmark = [pytest.mark.browser]
HANDS = ("mouse", "touch", "keyboard")
WAIT = 10_000  # ms
TICKED = {
    KindName.ONE_CHOICE: ("Bone",),
    KindName.SEVERAL_CHOICES: ("Walrus tusks", "Leopard teeth"),
    KindName.TRUE_FALSE: ("True",),
    KindName.MANIFEST: ("AWB 2", "AWB 4"),
    KindName.PERMIT: ("1. Valid until", "4. Quantity"),
}
WRITTEN = {
    KindName.NUMBER: {"Your number": "1234.5", "Unit": "kg"},
    KindName.MATCHING: {"Elephant": "Crossing lines", "Rhinoceros": "Fine tubes", "Pangolin": "Flat plates"},
    KindName.GAPS: {"Gap 1": "asian", "Gap 2": "I", "Gap 3": "MA"},
    KindName.SHORT_TEXT: {"Your answer": "loxodonta africana"},
}
PLACES = ((20, 20), (150, 100), (230, 220))
ARMS = (((230, 248), (229, 213)), ((320, 184), (320, 162)), ((410, 248), (411, 213)))  # from where, to where
STEPS = ("Stop the parcel", "Photograph it", "Open it", "Seal the samples")


@dataclass
class Finger:
    """One that presses and drags, as a mouse does or as a thumb on glass."""

    page: Page
    touches: bool

    def press(self, what: Locator) -> None:
        """Press a thing once."""
        what.tap() if self.touches else what.click()

    def press_at(self, x: float, y: float) -> None:
        """Press a place of the page once."""
        self.page.touchscreen.tap(x, y) if self.touches else self.page.mouse.click(x, y)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Hold at one place, move in steps, let go at another."""
        way = [tuple(a + (b - a) * n / 6 for a, b in zip(start, end, strict=True)) for n in range(1, 7)]
        if not self.touches:
            self.page.mouse.move(*start)
            self.page.mouse.down()
            for x, y in way:
                self.page.mouse.move(x, y)
            self.page.mouse.up()
            return
        line = self.page.context.new_cdp_session(self.page)
        for name, at in (("touchStart", start), *(("touchMove", one) for one in way), ("touchEnd", None)):
            points = [] if at is None else [{"x": at[0], "y": at[1]}]
            line.send("Input.dispatchTouchEvent", {"type": name, "touchPoints": points})

    def choose(self, field: Locator, words: str) -> None:
        """Open a list and choose; what it opens is drawn by the system, and no page can press in it."""
        self.press(field)
        self.page.keyboard.press("Escape")
        field.select_option(label=words)


def point(page: Page) -> Callable[[float, float], tuple[float, float]]:
    """Where a place of the picture lies on the page."""
    box = page.locator(".pad").bounding_box()
    assert box
    return lambda x, y: (box["x"] + x * box["width"] / 640, box["y"] + y * box["height"] / 400)


def middle(row: Locator) -> tuple[float, float]:
    """The middle of a thing."""
    box = row.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def answer_with_finger(finger: Finger, name: KindName) -> None:
    """Answer by pressing and dragging alone; only words and figures are typed."""
    page = finger.page
    for label in TICKED.get(name, ()):
        finger.press(page.locator("label.choice", has_text=label))
    for label, words in WRITTEN.get(name, {}).items():
        field = page.get_by_label(label, exact=True)
        if field.evaluate("(one) => one.matches('select')"):
            finger.choose(field, words)
        else:
            finger.press(field)
            page.keyboard.type(words)
    if name is KindName.SPOT:
        at = point(page)
        for place in PLACES:
            finger.press_at(*at(*place))
    if name is KindName.ANGLE:
        at = point(page)
        for start, end in ARMS:
            finger.drag(at(*start), at(*end))
    if name is KindName.ORDERING:
        for place, step in enumerate(STEPS):
            rows = page.locator(".steps-in-order li")
            start = middle(rows.filter(has_text=step).locator(".grip"))
            end = middle(rows.nth(place).locator(".grip"))
            finger.drag(start, (end[0], end[1] - 12))


def tab_to(page: Page, what: Locator) -> None:
    """Go on with the Tab key until the thing has the focus; it must come within a page of it."""
    for _ in range(40):
        if what.evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {what}")


def press(page: Page, key: str, times: int) -> None:
    """Press a key so many times."""
    for _ in range(times):
        page.keyboard.press(key)


def steer(page: Page, dx: int, dy: int, *, far: int, near: int) -> None:
    """Move by arrow keys, far with Shift, near without."""
    for way, (back, on) in ((dx, ("ArrowLeft", "ArrowRight")), (dy, ("ArrowUp", "ArrowDown"))):
        key = back if way < 0 else on
        press(page, f"Shift+{key}", abs(way) // far)
        press(page, key, abs(way) % far // near)


def tick_with_keys(page: Page, label: str) -> None:
    """Tick a box with Space; among radio buttons go on with the arrows."""
    box = page.locator("label.choice", has_text=label).locator("input")
    if box.get_attribute("type") == "checkbox":
        tab_to(page, box)
        press(page, "Space", 1)
        return
    tab_to(page, page.locator("input[type=radio]").first)
    press(page, "Space", 1)
    for _ in range(page.locator("input[type=radio]").count()):
        if box.is_checked():
            return
        press(page, "ArrowDown", 1)


def fill_with_keys(page: Page, label: str, words: str) -> None:
    """Type into a field, or go down a list to the choice."""
    field = page.get_by_label(label, exact=True)
    tab_to(page, field)
    if not field.evaluate("(one) => one.matches('select')"):
        page.keyboard.type(words)
        return
    choices = [text.strip() for text in field.locator("option").all_text_contents()]
    press(page, "ArrowDown", choices.index(words))


def place_with_keys(page: Page) -> None:
    """Move the cross over the picture from its middle, and place the marks."""
    tab_to(page, page.get_by_role("application"))
    cross = (320, 200)
    for place in PLACES:
        steer(page, place[0] - cross[0], place[1] - cross[1], far=25, near=5)
        press(page, "Enter", 1)
        cross = place


def measure_with_keys(page: Page) -> None:
    """Move each handle from where it stands."""
    for (start, end), label in zip(ARMS, ("First arm", "Corner", "Second arm"), strict=True):
        tab_to(page, page.get_by_role("slider", name=label))
        steer(page, end[0] - start[0], end[1] - start[1], far=10, near=1)


def order_with_keys(page: Page) -> None:
    """Lift each step to its place with its button."""
    for place, step in enumerate(STEPS):
        tab_to(page, page.get_by_role("button", name=f"Move up: {step}"))
        now = page.locator(".steps-in-order .text").all_inner_texts().index(step)
        press(page, "Enter", now - place)


def answer_with_keys(page: Page, name: KindName) -> None:
    """Answer with Tab, arrows, Space, Enter and letters alone."""
    for label in TICKED.get(name, ()):
        tick_with_keys(page, label)
    for label, words in WRITTEN.get(name, {}).items():
        fill_with_keys(page, label, words)
    of_its_own = {KindName.SPOT: place_with_keys, KindName.ANGLE: measure_with_keys, KindName.ORDERING: order_with_keys}
    if name in of_its_own:
        of_its_own[name](page)


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Iterator[Mapping[str, Page]]:
    """A browser for each hand: a desk for mouse and keys, a phone for touch."""
    desk = {"viewport": {"width": 1024, "height": 1100}}
    phone = {"viewport": {"width": 360, "height": 1100}, "has_touch": True, "is_mobile": True}
    made = {hand: browser.new_context(**(phone if hand == "touch" else desk)) for hand in HANDS}
    yield {hand: context.new_page() for hand, context in made.items()}
    for context in made.values():
        context.close()


@pytest.mark.parametrize("name", list(KindName))
@pytest.mark.parametrize("hand", HANDS)
def test_the_right_answer_arrives_and_earns_everything(pages, hand, name):
    page, complaints = pages[hand], []
    page.set_default_timeout(WAIT)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    sent = put_on_stage(page, render(name))
    save = page.get_by_role("button", name="Save")
    if hand == "keyboard":
        answer_with_keys(page, name)
        tab_to(page, save)
        page.keyboard.press("Enter")
    else:
        finger = Finger(page, touches=hand == "touch")
        answer_with_finger(finger, name)
        finger.press(save)
    expect(page).to_have_title("Saved", timeout=WAIT)
    page.unroute_all()
    definition, of = define(name), kind(name)
    [form] = sent
    assert of.score(definition, of.check_answer(definition, of.parse_form(form))) == 1
    assert complaints == []
