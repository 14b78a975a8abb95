"""A class in a room: lessons on a projector and on paper."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.pages.state import State

LESSON = "/courses/{course}/lessons/"


def share(page: Page, _site: object) -> None:
    """Say that several people use this device."""
    with page.expect_navigation():
        page.get_by_role("link", name="Several people use this device").click()


def on(page: Page, _site: object) -> None:
    """Go on by two screens."""
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#slide-at")).to_contain_text("3")


CLASSROOM = [
    State("cohorts.room", "a course", "trainer", "/cohorts/{class}/classroom"),
    State("cohorts.room", "on a shared device", "trainer", "/cohorts/{class}/classroom", share),
    State("web.insecure", "read", None, "/without-https"),
    State("learning.projected", "first screen", "trainer", LESSON + "reading-the-lines/projected"),
    State("learning.projected", "third screen", "trainer", LESSON + "rhino-horn/projected", on),
    State("learning.handout", "a module", "officer", "/courses/{course}/modules/2/handout"),
    State("learning.handout", "one lesson", "trainer", "/courses/{course}/modules/2/handout?lesson=rhino-horn"),
]
