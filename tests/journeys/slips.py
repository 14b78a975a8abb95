"""A first way in: the slip of a new account, and the name that was compared with a document."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.site import Site

PASSWORD = "a quiet heron by the harbour"
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def read_slip(page: Page) -> tuple[str, str]:
    """The user name and the one-time code of the slip that the page shows."""
    expect(page.get_by_role("heading", name="Your sign-in")).to_be_visible()
    found = page.locator("main").inner_text()
    login, code = re.search(r"User name\s+([\w.]+)", found), CODE.search(found)
    assert login is not None
    assert code is not None
    return login[1], code[0]


def type_slip(page: Page, site: Site, login: str, code: str) -> None:
    """Type the code of a slip, and choose a password."""
    page.goto(f"{site.url}/code")
    page.get_by_label("User name").fill(login)
    page.get_by_label("One-time code").fill(code)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.get_by_role("button", name="Save password and sign in").click()


def check_name(page: Page, site: Site, name: str) -> None:
    """Say that the name stands so in the identity document, from the list."""
    page.goto(f"{site.url}/people?unchecked=1&words={name.partition(' ')[0]}")
    page.get_by_label(f"Compared: {name}").check()
    page.get_by_role("button", name="The ticked names").click()
    expect(page.locator("body")).to_contain_text("1 name is checked.")
