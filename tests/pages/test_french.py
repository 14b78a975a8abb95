"""Every page in French on a small phone: no English is left, and nothing sticks out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, BrowserContext
from sqlalchemy import JSON, String, select

from lms.db import Base
from tests.pages.looking import sideways
from tests.pages.site import Site
from tests.pages.state import State
from tests.pages.table import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.pages]
CATALOGUE = Path(__file__).resolve().parents[2] / "lms/web/translations/fr/LC_MESSAGES/messages.po"
WIDTH = 360
# What the catalogue says, and what is called so on these sites.
BOTH = {
    "Officer", "Trainer", "Legal instruments", "Risk management", "Before the course", "Case", "Refuse", "Certified",
}  # fmt: skip
FRENCH_TOO = {"active", "Comment"}  # English in one place of the catalogue, and French for something else
SHORT = 3  # letters: what people wrote and is no longer is part of other words
STATES = [state for state in PAGES if state.act is None]
ENGLISH = re.compile(r"\b(the|and|you|your|with|this|that|are|was|has|have|not|from|by|of|no|yes)\b", re.IGNORECASE)
# What pages say in words: texts and names, but for what says itself that it is of another language, or is data.
SAID = """() => {
  const foreign = (node) =>
    node.closest('[lang]').lang.slice(0, 2) !== 'fr' || node.closest('[translate=no], pre, code');
  const found = [];
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (node.parentElement.closest('script, style, noscript')) continue;
    if (node.data.trim() && !foreign(node.parentElement)) found.push(node.data);
  }
  for (const node of document.querySelectorAll('[aria-label], [title], [placeholder], [alt], [data-busy]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-busy'])
      if (node.getAttribute(name) && !foreign(node)) found.push(node.getAttribute(name));
  for (const node of document.querySelectorAll('#paper'))
    for (const [name, value] of Object.entries(node.dataset)) if (/ /.test(value)) found.push(value);
  return found.map((one) => one.replace(/\\s+/g, ' ').trim());
}"""


def texts_to_translate() -> list[str]:
    """Every English text whose French is another."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="fr")
    found = []
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        found += [text for text in ids if text and text not in said and text not in FRENCH_TOO]
    return found


def untranslated() -> list[re.Pattern[str]]:
    """What finds each of them, once its values stand in it."""
    found = []
    for text in texts_to_translate():
        words = re.split(r"%\(\w+\)[sd]|\{\w+\}", text)
        if any(len(word.strip()) > 3 for word in words):
            found.append(re.compile(".+?".join(map(re.escape, words)) + r"\Z"))
    return found


def texts_in(value: object) -> Iterator[str]:
    """Every text in what a column holds, as a page shows it."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)


def written(site: Site) -> list[str]:
    """What people wrote on this site: every text of its database of a word or more, the longest first."""
    found: set[str] = set()
    with site.database.session(write=False) as session:
        for table in Base.metadata.sorted_tables:
            columns = [one for one in table.c if isinstance(one.type, String | JSON)]
            for row in session.execute(select(*columns)) if columns else ():
                found.update(text for value in row for text in texts_in(value))
    return sorted((text for text in found if len(text) > SHORT), key=len, reverse=True)


@pytest.fixture(scope="session")
def data(sites) -> dict[bool, re.Pattern[str]]:
    """By site, what finds whatever people wrote there; nothing that the catalogue would say in French."""
    ours = {text for text in texts_to_translate() if "%(" not in text and "{" not in text}
    own = {empty: [text for text in written(site) if text not in ours or text in BOTH] for empty, site in sites.items()}
    return {empty: re.compile("|".join(map(re.escape, texts)) or r"\Z\A") for empty, texts in own.items()}


@pytest.fixture(scope="session")
def english() -> list[re.Pattern[str]]:
    return untranslated()


@pytest.fixture(scope="session")
def readers(browser: Browser) -> Iterator[dict[tuple[str | None, bool], BrowserContext]]:
    """A browser for each person who looks, whose language is French."""
    made: dict[tuple[str | None, bool], BrowserContext] = {}
    yield made
    for context in made.values():
        context.close()


@pytest.mark.parametrize("state", STATES, ids=str)
def test_no_english_is_left_and_nothing_sticks_out(browser, sites, readers, english, data, state: State):
    site: Site = sites[state.empty]
    key = state.who, state.empty
    if key not in readers:
        readers[key] = browser.new_context(locale="fr-FR", viewport={"width": WIDTH, "height": 740})
    context = readers[key]
    context.add_cookies([{"name": "language", "value": "fr", "url": site.url}])
    if state.who is not None:
        site.sign_in(context, state.who)
    page = context.new_page()
    page.goto(site.url + state.path.format(**site.values))
    assert page.locator("html").get_attribute("lang") == "fr"
    said = [data[state.empty].sub("", one) for one in page.evaluate(SAID)]
    left = [one for one in said if ENGLISH.search(one) or any(text.match(one) for text in english)]
    assert left == []
    assert sideways(page, WIDTH) == []
    page.close()
