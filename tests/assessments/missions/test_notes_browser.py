"""A candidate writes parts of the report without a line; they arrive once, with their author, when the line is back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from assessments.missions.queries.entries import entries_of
from lms import clock
from lms.db import transaction
from tests.builders import missions
from tests.conftest import NewDatabase
from tests.courses.offline.live import LATEST, Officer, Site

pytestmark = [pytest.mark.browser, pytest.mark.pages]


@pytest.fixture(autouse=True)
def clock_of_now():
    """Here the clock runs."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase, migrated_database: str) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("missions"), new_database("missions", migrated_database))
    yield made
    made.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    yield context
    context.close()


def test_what_was_written_without_a_line_is_in_the_report_once_it_is_back(site, phone):
    with site.app.app_context(), transaction() as session:
        made = missions.mission(session, clock.now())
        candidate = Officer(site, made.candidate.id, made.candidate.uuid, made.candidate.username)
        mission_id, address = made.row.id, f"{site.url}/missions/{made.row.uuid}/phone"
    candidate.sign_in(phone)
    page = phone.new_page()
    page.goto(address)
    expect(page.locator("html[data-shown]")).to_be_attached(timeout=LATEST)
    page.get_by_role("button", name="Save for offline use").click()
    expect(page.locator("#kept-said")).to_contain_text("This page is saved for offline use", timeout=LATEST)
    page.close()
    phone.set_offline(True)
    page = phone.new_page()
    page.goto(address)
    expect(page.locator("html[data-shown]")).to_be_attached(timeout=LATEST)
    page.get_by_label("Function of the person").fill("Head of the risk unit")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_role("alert").first).to_have_text("Fill in this field.")
    page.get_by_label("Day of the interview").fill("2026-11-03")
    page.get_by_label("Text").first.fill("Profiles are on paper.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator("#written")).to_contain_text("waits on this phone")
    phone.set_offline(False)
    expect(page.locator("#sent")).to_have_text("Everything is sent.", timeout=LATEST)
    expect(page.locator("#written")).to_contain_text("it is in the report now")
    with site.app.app_context(), transaction() as session:
        [entry] = entries_of(session, [mission_id])[mission_id]
        assert (entry.body["office"], entry.authors) == ("Head of the risk unit", (candidate.id,))
