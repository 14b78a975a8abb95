"""A browser with one question on the page."""

import pytest

from tests.assessments.items.phone import open_judge
from tests.assessments.items.stage import put_on_stage


@pytest.fixture(scope="session")
def judging(browser):
    """The scripts that a phone keeps to judge practice: they answer, and keep nothing."""
    page = open_judge(browser)
    yield page
    page.close()


@pytest.fixture(scope="session")
def windows(browser):
    """Browsers by what they can do, one a kind: a question leaves nothing in them, and opening one takes longer."""
    made = {}

    def window(**can):
        key = tuple(sorted(can.items()))
        if key not in made:
            made[key] = browser.new_context(**can).new_page()
        return made[key]

    yield window
    for page in made.values():
        page.context.close()


@pytest.fixture
def stage(windows):
    """Opens a question at a width; at the end no script may have failed and no policy been breached."""
    shown, complaints = [], []

    def console(message):
        if message.type == "error":
            complaints.append(message.text)

    def fault(error):
        complaints.append(str(error))

    def show(html, width=360, color_scheme="light", **can):
        page = windows(**can)
        shown.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=color_scheme)
        page.set_default_timeout(5000)
        page.on("console", console)
        page.on("pageerror", fault)
        return page, put_on_stage(page, html)

    yield show
    for page in shown:
        page.unroute_all()
        page.remove_listener("console", console)
        page.remove_listener("pageerror", fault)
        page.goto("about:blank")
    assert complaints == []
