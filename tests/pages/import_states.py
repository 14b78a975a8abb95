"""Imports of officers into a cohort, in every state."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.pages.acts import go, press
from tests.pages.site import Site
from tests.pages.state import State

CLASS, FILES = "/cohorts/{class}", "/cohorts/{class}/imports"


def unreadable(page: Page, _site: Site) -> None:
    """Send a file of which nothing can be read."""
    page.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "", "buffer": b"Unit\nPort\n"})
    go(page.get_by_role("button", name="Check the file"))


IMPORTS = [
    State("cohorts.import_form", "with files", "trainer", CLASS + "/import"),
    State("cohorts.import_form", "no file", "trainer", CLASS + "/import", press("Check the file"), 422),
    State("cohorts.import_form", "unreadable", "trainer", CLASS + "/import", unreadable, 422),
    State("cohorts.import_one", "to answer and to apply", "trainer", FILES + "/{file-checked}"),
    State("cohorts.import_one", "one kind of row", "trainer", FILES + "/{file-checked}?state=mistyped"),
    State("cohorts.import_one", "nothing changes", "trainer", FILES + "/{file-idle}"),
    State("cohorts.import_one", "in progress", "trainer", FILES + "/{file-applying}"),
    State("cohorts.import_one", "applied", "trainer", FILES + "/{file-applied}"),
    State("cohorts.import_one", "undone", "trainer", FILES + "/{file-undone}"),
    State("cohorts.accounts", "to make", "coordinator", "/cohorts/accounts/{accounts-waiting}"),
    State("cohorts.accounts", "made", "coordinator", "/cohorts/accounts/{accounts-made}"),
    State("cohorts.one", "with a permit for trainers", "coordinator", CLASS),
]
