"""One demonstration for all journeys, and a browser context for each person."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.site import Site, clone, tidy

SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}
Enter = Callable[[str], Page]
NewPage = Callable[[], Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """From `git clone` to the printed address."""
    if shutil.which("make") is None or shutil.which("git") is None:
        pytest.skip("journeys: not run, this machine has no make or git")
    made = clone(tmp_path_factory.mktemp("newcomer") / "spoor")
    yield made.start()
    tidy(made)


def usually(at: str) -> Any:
    """Walks a journey at the size at which its people would; at the other size `make test-long` walks it too.

    That each page can be used at both sizes is asked of every page in tests/pages.
    """
    (other,) = SIZES.keys() - {at}
    return pytest.mark.parametrize("size", [at, pytest.param(other, marks=pytest.mark.long)], indirect=True)


@pytest.fixture
def size(request: pytest.FixtureRequest) -> str:
    """The size of every screen of a journey."""
    return request.param


@pytest.fixture
def new_context(browser: Browser, size: str) -> Iterator[Callable[[], BrowserContext]]:
    """A browser of one's own, at this size; what the page complains about fails the test."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def make() -> BrowserContext:
        context = browser.new_context(viewport=SIZES[size], accept_downloads=True, has_touch=size == "phone")
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def new_page(new_context: Callable[[], BrowserContext]) -> NewPage:
    """A page in a browser of one's own, where nobody is signed in."""
    return lambda: new_context().new_page()


@pytest.fixture
def enter(site: Site, new_context: Callable[[], BrowserContext]) -> Enter:
    """Sign in as one of the printed people, in a browser of their own."""

    def sign_in(role: str) -> Page:
        key, password = site.people[role]
        page = new_context().new_page()
        page.goto(f"{site.url}/sign-in")
        page.get_by_label("User name or e-mail").fill(key)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text("Good to see you")).to_be_visible()
        return page

    return sign_in
