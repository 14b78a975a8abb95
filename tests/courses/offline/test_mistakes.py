"""Report of a mistake, from a lesson to what became of it: with a line and without, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from courses.mistakes.models import MistakeNote, MistakeReport
from lms.access import Role
from lms.db import transaction
from lms.people.models import Person
from tests.builders import people
from tests.courses.offline.live import COURSE, FIRST, LATEST, Officer, keep, lesson, on_phone
from tests.courses.offline.test_chip import SIZES, chip

pytestmark = [pytest.mark.browser, pytest.mark.pages]
TEXT = "A horn is <b>no</b> tooth."
WIDE = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture(params=["en", "fr"])
def tongue(request, site, officer):
    """The officer reads in this language."""
    with site.app.app_context(), transaction() as session:
        session.get_one(Person, officer.id).language = request.param
    return request.param


@pytest.fixture(params=SIZES)
def screen(request, signed_in, tongue):
    page = signed_in.new_page()
    page.set_viewport_size(SIZES[request.param])
    return page


@pytest.fixture
def judge(site, browser):
    """The browser of somebody who answers for courses."""
    with site.app.app_context(), transaction() as session:
        row = people.person(session, "Rosa Manager", Role.PROGRAMME_MANAGER)
        who = Officer(site, row.id, row.uuid, row.username)
    context = browser.new_context(viewport=SIZES["desk"])
    who.sign_in(context)
    yield context.new_page()
    context.close()


def reported(site, officer):
    """What this officer reported: piece, name, words, language."""
    with site.app.app_context(), transaction() as session:
        rows = session.execute(
            select(MistakeReport.piece, MistakeReport.name, MistakeNote.text, MistakeNote.language)
            .join(MistakeNote, MistakeNote.report_id == MistakeReport.id)
            .where(MistakeReport.person_id == officer.id)
            .order_by(MistakeNote.id)
        )
        return [tuple(row) for row in rows]


def uuid_of(site, officer):
    with site.app.app_context(), transaction() as session:
        return session.scalars(select(MistakeReport.uuid).where(MistakeReport.person_id == officer.id)).one()


def write(page, text):
    page.locator("#mistake [name=text]").fill(text)
    page.locator("#mistake form button[type=submit]").click()


def answer(page):
    """Answer the first check of the lesson."""
    box = page.locator(".card.check").first
    expect(box.locator(".report")).to_be_hidden()
    box.locator("input[name$=answer]").first.check()
    box.locator("button[name=of]").click()
    expect(box.locator(".review")).to_be_visible(timeout=LATEST)
    return box


def test_a_mistake_in_a_lesson_is_reported_judged_and_told(site, officer, screen, tongue, judge):
    lesson(screen, site)
    assert screen.locator("html").get_attribute("lang") == tongue
    screen.locator("#mistake summary").click()
    assert screen.evaluate(WIDE)
    write(screen, TEXT)
    expect(screen.locator("#mistake-said")).not_to_be_empty(timeout=LATEST)
    expect(screen.locator("#mistake-text")).to_have_value("")
    assert reported(site, officer) == [("lesson", FIRST, TEXT, tongue)]
    judge.goto(f"{site.url}/mistakes/{uuid_of(site, officer)}")
    expect(judge.locator("main")).to_contain_text(TEXT)
    judge.get_by_label("It is not a mistake").check()
    judge.get_by_label("Reason").fill("It is keratin.")
    judge.get_by_role("button", name="Save").click()
    expect(judge.locator(".messages")).to_be_visible()
    screen.goto(f"{site.url}/inbox")
    screen.locator(".inbox button.link").first.click()
    expect(screen.locator("main")).to_contain_text("It is keratin.")
    screen.goto(f"{site.url}/mistakes/mine")
    expect(screen.locator("main")).to_contain_text(TEXT)
    expect(screen.locator("main")).to_contain_text("It is keratin.")
    assert screen.evaluate(WIDE)


def test_without_a_line_it_waits_on_the_phone_and_arrives_once(site, officer, signed_in, screen, tongue):
    keep(screen, site)
    signed_in.set_offline(True)
    lesson(screen, site)
    expect(screen.locator("html[data-practice]")).to_be_attached(timeout=LATEST)
    box = answer(screen)
    box.locator(".report a").click()
    expect(screen.locator("#mistake-sort")).to_be_focused()
    expect(screen.locator("#mistake-about")).to_have_text(re.compile(".{10}"))
    assert screen.evaluate(WIDE)
    write(screen, TEXT)
    expect(screen.locator("#mistake-said")).not_to_be_empty(timeout=LATEST)
    expect(chip(screen)).to_contain_text("1 ", timeout=LATEST)
    assert reported(site, officer) == []
    on_phone(screen, site)
    expect(screen.locator("#marks li")).to_have_count(1)
    signed_in.set_offline(False)
    expect(screen.locator("[data-part=sent] li")).to_have_count(1, timeout=LATEST)
    assert reported(site, officer) == [("question", "practice-why-goods-pass-1", TEXT, tongue)]
    lesson(screen, site)
    screen.reload()
    assert len(reported(site, officer)) == 1


def test_a_word_is_reported_from_the_kept_glossary_and_what_is_refused_comes_back(site, officer, signed_in, screen):
    keep(screen, site)
    signed_in.set_offline(True)
    screen.goto(f"{site.url}{COURSE}/glossary", wait_until="load")
    expect(screen.locator("#mistake")).to_be_hidden()
    screen.locator("a[data-mistake]").first.click()
    write(screen, TEXT)
    expect(chip(screen)).to_contain_text("1 ", timeout=LATEST)
    signed_in.set_offline(False)
    expect(chip(screen)).not_to_contain_text("1 ", timeout=LATEST)
    assert [piece for piece, *_rest in reported(site, officer)] == ["word"]
    link = screen.locator("a[data-mistake]").nth(1)
    link.evaluate("one => one.href = one.href.replace(/word=[^&]+/, 'word=lost')")
    link.click()
    write(screen, "What was this?")
    expect(screen.locator("#mistake-text")).to_have_value("What was this?", timeout=LATEST)
    expect(screen.locator("#mistake-said")).not_to_be_empty()
    assert len(reported(site, officer)) == 1


def test_without_scripts_a_form_does_it(site, officer, browser, tongue):
    context = browser.new_context(viewport=SIZES["phone"], java_script_enabled=False)
    officer.sign_in(context)
    page = context.new_page()
    page.goto(f"{site.url}{COURSE}/lessons/{FIRST}")
    page.locator("#mistake summary").click()
    write(page, TEXT)
    expect(page).to_have_url(re.compile(r"/mistakes/mine#report-"))
    expect(page.locator("main")).to_contain_text(TEXT)
    page.goto(f"{site.url}{COURSE}/lessons/{FIRST}")
    box = page.locator(".card.check").first
    box.locator("input[name$=answer]").first.check()
    box.locator("button[name=of]").click()
    page.locator(".card.check").first.locator(".report a").click()
    expect(page.locator("h1")).to_be_visible()
    write(page, "Two answers are right.")
    expect(page).to_have_url(re.compile(r"/mistakes/mine#report-"))
    assert [piece for piece, *_rest in reported(site, officer)] == ["lesson", "question"]
    context.close()
