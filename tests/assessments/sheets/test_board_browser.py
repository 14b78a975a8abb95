"""The board in a browser: it asks again with its tag, keeps the focus, and stops while hidden or on a press."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

import assessments.sheets
import lms.web

pytestmark = pytest.mark.browser
SCRIPT = "\n".join(
    (Path(package.__file__).parent / "static" / name).read_text()
    for package, name in ((lms.web, "clock-time.js"), (assessments.sheets, "board.js"))
)
AT = "http://board.test"
PAGE = """<!doctype html><html lang="en"><body><button type="button" data-board-pause hidden
data-go="Update automatically" data-stop="Stop automatic updates"></button><span data-board-said
data-good="Updated at {time}." data-off="Offline since {time}."></span>
<div data-board="/parts" data-every="15"><a href="/one">First</a></div>
<script src="/board.js"></script></body></html>"""


class Server:
    """What answers the page: the parts as they stand, and whether there is a line."""

    def __init__(self) -> None:
        self.parts, self.tag, self.line, self.asked = '<a href="/one">Second</a>', "a", True, []

    def __call__(self, route: Route) -> None:
        path = route.request.url.removeprefix(AT)
        if path == "/parts":
            self.asked.append(route.request.headers.get("if-none-match"))
            if not self.line:
                route.abort()
            elif self.asked[-1] == self.tag:
                route.fulfill(status=304)
            else:
                route.fulfill(json={"parts": self.parts}, headers={"ETag": self.tag})
        else:
            script = path == "/board.js"
            route.fulfill(body=SCRIPT if script else PAGE, content_type="text/javascript" if script else "text/html")


@pytest.fixture
def opened(browser):
    context = browser.new_context()
    page, server = context.new_page(), Server()
    page.route("**/*", server)
    page.clock.install(time=0)
    page.clock.pause_at(1000)  # time passes as the test says, not as the machine has it
    page.goto(f"{AT}/board")
    yield page, server
    context.close()


def test_it_asks_after_fifteen_seconds_and_then_with_the_tag_that_it_has(opened):
    page, server = opened
    link = page.locator("[data-board] a")
    link.focus()
    page.clock.run_for(15_000)
    expect(link).to_have_text("Second")
    expect(link).to_be_focused()
    with page.expect_response(f"{AT}/parts"):
        page.clock.run_for(15_000)
    expect(page.locator("[data-board-said]")).to_contain_text("Updated at")
    assert server.asked == [None, "a"]


def test_without_a_line_it_says_so_and_tries_again(opened):
    page, server = opened
    server.line = False
    page.clock.run_for(15_000)
    expect(page.locator("[data-board-said]")).to_contain_text("Offline since")
    expect(page.locator("[data-board] a")).to_have_text("First")
    server.line = True
    page.clock.run_for(15_000)
    expect(page.locator("[data-board] a")).to_have_text("Second")


def test_it_stops_on_a_press_and_goes_on_at_once(opened):
    page, server = opened
    page.get_by_role("button", name="Stop automatic updates").click()
    page.clock.run_for(60_000)
    assert server.asked == []
    page.get_by_role("button", name="Update automatically").click()
    expect(page.locator("[data-board] a")).to_have_text("Second")
    assert json.dumps(server.asked) == "[null]"


def test_it_stops_while_the_page_is_hidden(opened):
    page, server = opened
    hide = "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
    page.evaluate(hide + " document.dispatchEvent(new Event('visibilitychange')); }", True)
    page.clock.run_for(60_000)
    assert server.asked == []
    page.evaluate(hide + " document.dispatchEvent(new Event('visibilitychange')); }", False)
    expect(page.locator("[data-board] a")).to_have_text("Second")
