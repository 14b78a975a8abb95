"""A specialist signs and returns on a phone and at a desk, in English and in French, without scripts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.services.loading import load_course
from courses.permissions import CourseRole
from lms import clock
from lms.access import Grant, Role
from lms.db import transaction
from lms.people.models import Person
from tests.builders.people import give_anywhere, person
from tests.conftest import NewDatabase
from tests.courses.offline.live import CONTENT, COURSE, FIRST, SLUG, Officer, Site

pytestmark = pytest.mark.browser
WIDTHS = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}
FUNCTION = "Wood anatomist"
Open = Callable[[Officer], Page]


@pytest.fixture(autouse=True)
def fakes():
    """Here the packages above answer themselves."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase, migrated_database: str) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("reviews"), new_database("reviews", migrated_database))
    yield made
    made.close()


@pytest.fixture
def open_as(browser: Browser, site: Site, width: str, language: str) -> Iterator[Open]:
    """A browser without scripts, in which somebody is signed in."""
    made: list[BrowserContext] = []

    def enter(who: Officer) -> Page:
        context = browser.new_context(viewport=WIDTHS[width], java_script_enabled=False)
        who.sign_in(context)
        context.add_cookies([{"name": "language", "value": language, "url": site.url}])
        made.append(context)
        return context.new_page()

    yield enter
    for context in made:
        context.close()


def specialist(site: Site, name: str) -> Officer:
    """Somebody who signs every course."""
    with site.app.app_context(), transaction() as session:
        row: Person = person(session, name)
        give_anywhere(session, row, Grant(CourseRole.SPECIES_SPECIALIST))
        return Officer(site, row.id, row.uuid, row.username)


def manager(site: Site) -> Officer:
    """Who answers for the course, and hears of what was returned."""
    with site.app.app_context(), transaction() as session:
        row = person(session, "Mona Manager", Role.PROGRAMME_MANAGER)
        return Officer(site, row.id, row.uuid, row.username)


def next_version(site: Site, folder: Path, sentence: str) -> None:
    """The course with one sentence more in its first lesson, in both languages."""
    copy = folder / SLUG
    shutil.copytree(CONTENT / SLUG, copy)
    for name in ("glossary.csv", "glossary-sources.yaml"):
        shutil.copy(CONTENT / name, folder)
    for lessons in (copy / "lessons", copy / "fr" / "lessons"):
        file = lessons / f"{FIRST}.md"
        file.write_text(file.read_text() + f"\n{sentence}\n")
    with site.app.app_context(), transaction() as session:
        load_course(session, read_bundle(copy), actor_id=None, now=clock.now())


def fits(page: Page) -> None:
    """Nothing sticks out of the page on a phone or at a desk, whichever it was opened at."""
    opened_at = page.viewport_size
    for size in WIDTHS.values():
        page.set_viewport_size(size)
        fits_now(page)
    page.set_viewport_size(opened_at)


def fits_now(page: Page) -> None:
    """Nothing sticks out of the page as wide as it is."""
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    for one in page.locator("main form, main .sides, main select").all():
        inside = one.bounding_box()
        assert inside is None or inside["x"] + inside["width"] <= page.viewport_size["width"] + 1


def sign(page: Page, *names: str) -> None:
    """Tick these texts, say who one is, and sign."""
    form = page.locator("form#sign")
    for name in names:
        form.locator(f"input[name=piece][value*=' {name} ']").check()
    form.locator("input[name=function]").fill(FUNCTION)
    form.locator("button[type=submit]").click()


def begins(page: Page, site: Site) -> Page:
    """The first lesson of the newest version, for who begins it now."""
    page.goto(f"{site.url}{COURSE}")
    page.locator("form[action$='/enrol'] button").first.click()
    page.goto(f"{site.url}{COURSE}/lessons/{FIRST}")
    return page


@pytest.mark.parametrize(("width", "language"), [("phone", "fr"), ("desk", "en")])
def test_a_specialist_opens_signs_and_returns_and_reads_what_changed(
    site: Site, open_as: Open, language: str, width: str, tmp_path: Path
):
    who = f"Sami {language} {width}".title()
    own, answers = specialist(site, who), manager(site)
    page = open_as(own)
    page.goto(f"{site.url}/reviews")
    page.locator(f"a[href='/reviews/{SLUG}/{language}']").click()
    page.locator(f"table a[href$='/lessons/{FIRST}']").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator(f"form[action$='/{language}/answers'] button").click()
    question = page.locator("section[id^=question-]").last
    name = (question.get_attribute("id") or "").removeprefix("question-")
    fits(page)
    sign(page, FIRST)
    expect(page.locator(f"#lesson-{FIRST} .chip").first).to_have_class(re.compile("ok"))

    question = page.locator(f"#question-{name}")
    question.locator("summary").last.click()
    form = question.locator("form")
    form.locator("select").select_option(index=1)
    form.locator("textarea").fill("Which wood is meant? <b>Say so.</b>")
    form.locator("input[name=function]").fill(FUNCTION)
    form.locator("button[type=submit]").click()
    expect(page.locator(f"#question-{name} .chip").first).to_have_class(re.compile("bad"))
    expect(page.locator(f"#question-{name}")).to_contain_text("<b>Say so.</b>")

    told = open_as(answers)
    told.goto(f"{site.url}/inbox")
    expect(told.locator("main [href*='/inbox/'], main [action*='/inbox/']").first).to_be_visible()

    reader = begins(open_as(site.officer(f"Olga {language} {width}", takes=False)), site)
    expect(reader.locator("#checked")).to_contain_text(f"{who} ({FUNCTION})")
    fits(reader)

    page.goto(f"{site.url}/reviews/{SLUG}/{language}/lessons/{FIRST}")
    stale = open_as(specialist(site, f"{who} Second"))
    stale.goto(page.url)
    sentence = f"Look again on a {width} in {language}."
    next_version(site, tmp_path, sentence)
    sign(stale, FIRST)
    expect(stale.locator("main")).to_contain_text("1")  # sentence that is different
    assert stale.locator("form#sign").count() == 0

    page.goto(f"{site.url}/reviews/{SLUG}/{language}")
    expect(page.locator("main h2 + ul")).to_have_count(1)
    page.goto(f"{site.url}/reviews/{SLUG}/{language}/lessons/{FIRST}")
    expect(page.locator(f"#lesson-{FIRST} ins")).to_have_text(sentence)
    expect(page.locator(f"#lesson-{FIRST} .chip").first).to_have_class(re.compile("warn"))
    fits(page)
    fresh = begins(open_as(site.officer(f"Oleg {language} {width}", takes=False)), site)
    expect(fresh.locator("#checked")).to_contain_text(who)
