"""The official Appendices as administrators load them: none, some, refused, and compared with the courses."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.pages.acts import go, press
from tests.pages.site import Site
from tests.pages.state import State

COMPARE = "Compare with the courses"
LIST, ONE = "/appendices", "/appendices/{appendices}"


def unreadable(page: Page, _site: Site) -> None:
    """Send a file of another kind."""
    page.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "", "buffer": b"Unit\nPort\n"})
    go(page.get_by_role("button", name=COMPARE))


IMPACT = [
    State("impact.appendices", "with lists", "admin", LIST),
    State("impact.appendices", "none", "admin", LIST, empty=True),
    State("impact.appendices", "no file", "admin", LIST, press(COMPARE), 422),
    State("impact.appendices", "unreadable", "admin", LIST, unreadable, 422),
    State("impact.comparison", "with differences", "admin", ONE),
    State("impact.comparison", "one kind", "admin", ONE + "?kind=left"),
    State("impact.comparison", "second page", "admin", ONE + "?page=2"),
]
