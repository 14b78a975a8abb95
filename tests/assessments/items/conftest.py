"""A browser with one question on the page."""

import pytest

from tests.assessments.items.phone import open_judge
from tests.assessments.items.stage import put_on_stage


@pytest.fixture
def judging(browser):
    """The scripts that a phone keeps to judge practice."""
    page = open_judge(browser)
    yield page
    page.close()


@pytest.fixture
def stage(browser):
    """Opens a question at a width; at the end no script may have failed and no policy been breached."""
    contexts, complaints = [], []

    def show(html, width=360, **more):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **more))
        page = contexts[-1].new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page, put_on_stage(page, html)

    yield show
    for context in contexts:
        context.close()
    assert complaints == []
