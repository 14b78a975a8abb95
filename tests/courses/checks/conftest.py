"""Running sites for these tests, with one course and with every shipped one; an officer takes all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import NewDatabase
from tests.courses.checks.hand import LESSON, WIDTHS
from tests.courses.offline.live import SHIPPED, Officer, Site


@pytest.fixture(autouse=True)
def fakes():
    """Here the packages above answer themselves."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase, migrated_database: str) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("checks"), new_database("checks", migrated_database))
    yield made
    made.close()


@pytest.fixture(scope="session")
def every_course(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase, migrated_database: str
) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("courses"), new_database("courses", migrated_database), SHIPPED)
    yield made
    made.close()


@pytest.fixture
def officer(site: Site) -> Officer:
    return site.officer("Ann Officer")


@pytest.fixture
def opened(browser: Browser, site: Site, officer: Officer) -> Iterator:
    """Open an address as the officer, in a browser of this width and language, with or without scripts."""
    made: list[BrowserContext] = []

    def at(path: str = LESSON, width: str = "phone", language: str = "en", *, scripts: bool = True) -> Page:
        context = browser.new_context(viewport=WIDTHS[width], has_touch=True, java_script_enabled=scripts)
        officer.sign_in(context)
        context.add_cookies([{"name": "language", "value": language, "url": site.url}])
        made.append(context)
        page = context.new_page()
        page.goto(site.url + path, wait_until="load")
        return page

    yield at
    for context in made:
        context.close()
