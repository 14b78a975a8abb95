"""Every page in every state: on a phone in the dark, at a desk in the light, at 200 % in the reader's own colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.pages.looking import objections
from tests.pages.site import WITHOUT_VIEW, Site
from tests.pages.state import State
from tests.pages.table import NO_PAGE, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.pages]


@dataclass(frozen=True)
class Sight:
    """A screen, in CSS pixels, and the colours that its reader chose."""

    width: int
    height: int
    scheme: Literal["dark", "light"]
    forced_colors: Literal["active", "none"] = "none"

    def __str__(self) -> str:
        return f"{self.width} px, {self.scheme}{', forced colours' if self.forced_colors == 'active' else ''}"


PHONE, DESK = Sight(360, 740, "dark"), Sight(1280, 900, "light")
ENLARGED = Sight(640, 450, "light", "active")  # the desk at 200 %; at 400 % it has the 320 pixels of `looking`


@dataclass
class Opened:
    """A page in its state, the status of the last answer, and what the browser complained about."""

    page: Page
    status: int
    complaints: list[str]
    ears: dict[str, Callable[..., None]] = field(default_factory=dict)

    def listen(self, state: State) -> None:
        """Note the status of each page, and what the browser writes in red."""
        expected = [f"status of {state.answers}"] if state.answers >= 400 else []
        expected += [state.noise] if state.noise else []

        def answered(response: Response) -> None:
            if response.request.is_navigation_request() and not 300 <= response.status < 400:
                self.status = response.status

        def complained(text: str) -> None:
            if not any(words in text for words in expected):
                self.complaints.append(text)

        self.ears = {
            "response": answered,
            "console": lambda message: complained(message.text) if message.type == "error" else None,
            "pageerror": lambda error: complained(str(error)),
        }
        for event, ear in self.ears.items():
            self.page.on(event, ear)

    def deaf(self) -> None:
        """Note nothing any more."""
        for event, ear in self.ears.items():
            self.page.remove_listener(event, ear)


Look = Callable[[State], Opened]
Ways = dict[tuple[str | None, bool], tuple[BrowserContext, Page]]


@pytest.fixture(scope="session")
def ways() -> Iterator[Ways]:
    """Browsers that only look, one for each person: opening one takes longer than looking at a page."""
    made: Ways = {}
    yield made
    for context, _page in made.values():
        context.close()


@pytest.fixture
def look(browser: Browser, sites: dict[bool, Site], ways: Ways) -> Iterator[Look]:
    """Open a page as somebody, on a phone in the dark, and do what its state needs, in a new browser if it does."""
    used: list[tuple[BrowserContext, Opened, bool]] = []

    def at(state: State) -> Opened:
        site, key = sites[state.empty], (state.who, state.empty)
        context, page = fresh(browser) if state.act or key not in ways else ways[key]
        if state.act is None:
            ways[key] = context, page
        turn(page, PHONE)
        if state.who is not None:
            site.sign_in(context, state.who)
        opened = Opened(page, 0, [])
        used.append((context, opened, state.act is not None))
        opened.listen(state)
        opened.page.goto(site.url + state.path.format(**site.values))
        if state.act is not None:
            state.act(opened.page, site)
        opened.page.wait_for_load_state("load")
        return opened

    yield at
    for context, opened, once in used:
        opened.deaf()
        if once:
            context.close()


def turn(page: Page, sight: Sight) -> None:
    """Look at the page on this screen; its colours change at once."""
    page.set_viewport_size({"width": sight.width, "height": sight.height})
    page.emulate_media(color_scheme=sight.scheme, forced_colors=sight.forced_colors, reduced_motion="reduce")


def fresh(browser: Browser) -> tuple[BrowserContext, Page]:
    """A new browser with one page, on a phone."""
    context = browser.new_context(has_touch=True)
    context.set_default_timeout(20_000)
    return context, context.new_page()


def html_addresses(app: Flask) -> set[str]:
    """The endpoints that answer a browser that asks for a page."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return {rule.endpoint for rule in rules} - set(WITHOUT_VIEW)


def test_the_table_names_every_page(shared_app):
    shown = {state.endpoint for state in PAGES}
    assert html_addresses(shared_app) - set(NO_PAGE) <= shown
    assert set(NO_PAGE) <= html_addresses(shared_app)
    assert not shown & set(NO_PAGE)
    assert shown - {rule.endpoint for rule in shared_app.url_map.iter_rules()} == set(WITHOUT_VIEW)


def test_no_state_is_named_twice():
    assert len({str(state) for state in PAGES}) == len(PAGES)


@pytest.mark.parametrize("endpoint", NO_PAGE)
def test_what_is_no_page_answers_no_page(browser, sites, endpoint):
    who, path = NO_PAGE[endpoint]
    site, context = sites[False], browser.new_context()
    if who is not None:
        site.sign_in(context, who)
    answer = context.request.get(site.url + path.format(**site.values), max_redirects=0)
    assert answer.status in {200, 302, 303}
    assert answer.status != 200 or not answer.headers["content-type"].startswith("text/html")
    context.close()


@pytest.mark.parametrize("state", PAGES, ids=str)
def test_everybody_can_use_it(look, sites, state):
    opened = look(state)
    assert opened.status == state.answers
    if state.act is None and state.answers == 200:
        assert sites[state.empty].endpoint_at(urlsplit(opened.page.url).path) == state.endpoint  # not led elsewhere
    found = []
    for sight in (PHONE, DESK, ENLARGED):
        turn(opened.page, sight)
        found += [f"{sight}: {one}" for one in objections(opened.page, sight.width)]
    assert found + opened.complaints == []


FAULTS = {
    "image-alt": "<img src='/static/none.png'>",
    "px high": "<p><a href='/'>Home</a></p>",
    "headings": "<h4>Deep</h4>",
    "sticks out": "<p class='nowrap'>" + "A long line that no phone has room for. " * 4 + "</p>",
}


@pytest.mark.parametrize("said", FAULTS)
def test_what_is_wrong_is_found(look, said):
    opened = look(PAGES[0])
    opened.page.locator("main").evaluate("(main, html) => main.insertAdjacentHTML('beforeend', html)", FAULTS[said])
    assert any(said in line for line in objections(opened.page, 360))
