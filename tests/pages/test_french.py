"""Every page in French on a small phone: no English is left, and nothing sticks out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, BrowserContext

from tests.pages.looking import sideways
from tests.pages.site import Site
from tests.pages.state import State
from tests.pages.table import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.pages]
CATALOGUE = Path(__file__).resolve().parents[2] / "lms/web/translations/fr/LC_MESSAGES/messages.po"
WIDTH = 360
# What people of these sites wrote or are called: it is shown as it is, in whatever language.
DATA = (
    "The result of a person with the same name was counted.",
    "Sold what was seized.",
    "The result is looked at again.",
    "Your passport holds one name only.",
    "The phone of a colleague lay on the desk.",
    "The note on my desk was the form of the station, which everybody has.",
    "It was my own note.",
    "The unit of this officer says the same.",
    "The key is wrong.",
    "The author mended it.",
    "The photograph shows somebody else. Please come by.",
    "Taught this course for six years; the certificate is due before the meeting.",
    "role-of-a-newer-program",
    "The recording shows a talk and no exercise.",
    "She leads the training of new officers at our land border.",
    "The scheme asks for two years of service with controls. Apply again when you have them.",
    "The registrar asked the secretariat by letter",
    "Fund for the ports",
    "Trainers: a regional week",
    "Customs of Nowhere",
    "Customs of KE",
    "Customs of LA",
    "Customs of VN",
    "Lake and River Customs (demonstration)",
    "Diagnostic mission: lake and river posts",
    "Diagnostic mission: port and forest",
    "Training delivered: the targeting unit",
    "You work in another country. Apply there.",
    "I work at the parcel scanner and have to check what my colleagues find.",
    "The family moves there.",
    "The exam",
    "Officer",
)
COURSE = Path(__file__).resolve().parents[2] / "courses/content/risk-management"  # it is in English alone
TITLE = re.compile(r'^\s*title: "(.+)"$', re.MULTILINE)
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


def untranslated() -> list[re.Pattern[str]]:
    """Every English text whose French is another, as what it looks like once its values stand in it."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="fr")
    found = []
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in ids:
            words = re.split(r"%\(\w+\)[sd]|\{\w+\}", text)
            if text and text not in said and any(len(word.strip()) > 3 for word in words):
                found.append(re.compile(".+?".join(map(re.escape, words)) + r"\Z"))
    return found


def titles_of_english_course() -> list[str]:
    """What a course that has no French calls its parts, the longest first."""
    files = (COURSE / "course.yaml", COURSE / "exams.yaml", *sorted((COURSE / "lessons").glob("*.md")))
    return sorted({title for file in files for title in TITLE.findall(file.read_text())}, key=len, reverse=True)


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
def test_no_english_is_left_and_nothing_sticks_out(browser, sites, readers, english, state: State):
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
    said = page.evaluate(SAID)
    for data in (*DATA, *titles_of_english_course()):
        said = [one.replace(data, "") for one in said]
    left = [one for one in said if ENGLISH.search(one) or any(text.match(one) for text in english)]
    assert left == []
    assert sideways(page, WIDTH) == []
    page.close()
