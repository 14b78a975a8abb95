"""Every page in every state, on a phone in the dark and at a desk in the light: usable by everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.pages.looking import objections
from tests.pages.site import WITHOUT_VIEW, Site
from tests.pages.state import State
from tests.pages.table import NO_PAGE, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.pages]


@dataclass
class Opened:
    """A page in its state, the status of the last answer, and what the browser complained about."""

    page: Page
    status: int
    complaints: list[str]


Look = Callable[[State, int, str], Opened]


@pytest.fixture
def look(browser: Browser, sites: dict[bool, Site]) -> Iterator[Look]:
    """Open a page as somebody, do what its state needs, and let it come to rest."""
    contexts: list[BrowserContext] = []

    def at(state: State, width: int, scheme: str) -> Opened:
        site = sites[state.empty]
        phone = width < 700
        height = 740 if phone else 900
        viewport = {"width": width, "height": height}
        context = browser.new_context(viewport=viewport, color_scheme=scheme, has_touch=phone)
        contexts.append(context)
        context.set_default_timeout(20_000)
        if state.who is not None:
            site.sign_in(context, state.who)
        opened = Opened(context.new_page(), 0, [])
        listen(opened, state)
        opened.page.goto(site.url + state.path.format(**site.values))
        if state.act is not None:
            state.act(opened.page, site)
        opened.page.wait_for_load_state("load")
        return opened

    yield at
    for context in contexts:
        context.close()


def listen(opened: Opened, state: State) -> None:
    """Note the status of each page, and what the browser writes in red."""

    def answered(response: Response) -> None:
        if response.request.is_navigation_request() and not 300 <= response.status < 400:
            opened.status = response.status

    def complained(text: str) -> None:
        expected = [f"status of {state.answers}"] if state.answers >= 400 else []
        if not any(words in text for words in [*expected, *([state.noise] if state.noise else [])]):
            opened.complaints.append(text)

    opened.page.on("response", answered)
    opened.page.on("console", lambda message: complained(message.text) if message.type == "error" else None)
    opened.page.on("pageerror", lambda error: complained(str(error)))


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


def test_what_is_no_page_answers_no_page(sites): ...


SIZES = [
    pytest.param(360, "dark", id="phone", marks=pytest.mark.xdist_group("pages-phone")),
    pytest.param(1280, "light", id="desk", marks=pytest.mark.xdist_group("pages-desk")),
]


@pytest.mark.parametrize("state", PAGES, ids=str)
@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_everybody_can_use_it(look, state, width, scheme):
    opened = look(state, width, scheme)
    assert opened.status == state.answers
    assert objections(opened.page, width) + opened.complaints == []


FAULTS = {
    "image-alt": "<img src='/static/none.png'>",
    "px high": "<p><a href='/'>Home</a></p>",
    "headings": "<h4>Deep</h4>",
    "sticks out": "<p class='nowrap'>" + "A long line that no phone has room for. " * 4 + "</p>",
}


@pytest.mark.parametrize("said", FAULTS)
def test_what_is_wrong_is_found(look, said):
    opened = look(PAGES[0], 360, "light")
    opened.page.locator("main").evaluate("(main, html) => main.insertAdjacentHTML('beforeend', html)", FAULTS[said])
    assert any(said in line for line in objections(opened.page, 360))
