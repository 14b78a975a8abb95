"""One running site for these tests; every test has officers and browsers of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.conftest import NewDatabase
from tests.courses.offline.live import Officer, Site

PHONE = {"width": 360, "height": 740}


@pytest.fixture(autouse=True)
def fakes():
    """Here the packages above answer themselves."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase, migrated_database: str) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("offline"), new_database("offline", migrated_database))
    yield made
    made.close()


@pytest.fixture
def officer(site: Site) -> Officer:
    return site.officer("Ann Officer")


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone; what its pages complain about fails the test, but for a line that is not there."""
    context = browser.new_context(viewport=PHONE, has_touch=True)
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    context.close()
    assert complaints == []


@pytest.fixture
def signed_in(phone: BrowserContext, officer: Officer) -> BrowserContext:
    officer.sign_in(phone)
    return phone
