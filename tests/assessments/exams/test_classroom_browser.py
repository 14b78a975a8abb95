"""A lesson in a room, in a real browser: screen by screen by keys, as one page without scripts, and on paper."""

import io
import unicodedata

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from lms import clock
from lms.access import Role
from lms.db import transaction
from lms.people.services.sessions import begin_session
from tests.assessments.exams.live import cookie_name_of
from tests.builders import assessments as make
from tests.builders.people import person

pytestmark = pytest.mark.browser
COURSE = f"/courses/{make.SLUG}"


@pytest.fixture
def trainer(site):
    """Signs a trainer in, in a browser of their own."""

    def enter(context):
        with site.app.app_context(), transaction() as session:
            row = person(session, None, Role.TRAINER)
            token = begin_session(session, row, device="Chromium", now=clock.now())
        context.add_cookies([{"name": cookie_name_of(site), "value": token, "url": site.url}])
        return context.new_page()

    return enter


def printed(page):
    """What comes out of the printer, and its text, ligatures undone."""
    pdf = PdfReader(io.BytesIO(page.pdf(format="A4")))
    return pdf, unicodedata.normalize("NFKC", "\n".join(one.extract_text() for one in pdf.pages))


def test_keys_go_from_screen_to_screen_and_back(device, site, trainer):
    page = trainer(device())
    page.goto(f"{site.url}{COURSE}/lessons/first/projected")
    shown = page.locator(".slide:visible")
    expect(shown).to_have_count(1)
    expect(page.get_by_text("After this lesson you know")).to_be_visible()
    all_of_them = page.locator(".slide").count()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#slide-at")).to_have_text(f"2 of {all_of_them}")
    expect(page.get_by_role("heading", name="A heading")).to_be_visible()
    expect(shown).to_have_count(1)
    page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")
    page.keyboard.press("Home")
    expect(page.get_by_text("After this lesson you know")).to_be_visible()
    page.keyboard.press("End")
    expect(page.get_by_text("A horny plate")).to_be_visible()
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    page.reload()
    expect(page.get_by_text("A horny plate")).to_be_visible()


def test_a_question_shows_no_answer_until_one_is_given(device, site, trainer):
    page = trainer(device())
    page.goto(f"{site.url}{COURSE}/lessons/first/projected")
    asked = page.locator(".slide.asks")
    while not asked.is_visible():
        page.keyboard.press("ArrowRight")
    expect(asked.get_by_text(make.SECRET)).to_have_count(0)
    asked.get_by_label("True").check()
    asked.get_by_role("button", name="Check").click()
    expect(asked.get_by_text(make.SECRET)).to_be_visible()
    expect(asked).to_be_visible()


def test_without_scripts_it_is_one_page(device, site, trainer):
    page = trainer(device(java_script_enabled=False))
    page.goto(f"{site.url}{COURSE}/lessons/first/projected")
    expect(page.locator(".slide").first).to_be_visible()
    expect(page.get_by_text("A horny plate")).to_be_visible()
    expect(page.get_by_role("button", name="Next")).to_have_count(0)


def test_a_module_prints_with_words_and_sources_and_without_menus(device, site, trainer):
    page = trainer(device())
    page.goto(f"{site.url}{COURSE}/modules/1/handout")
    pdf, text = printed(page)
    for words in ("Lesson first", "Lesson second", "A horny plate", "A source, 2020", "Look at the disc."):
        assert words in text
    for words in ("Print", "Sign out", "This page prints well", "Language", "Skip to", "True"):
        assert words not in text
    assert len(pdf.pages) >= 2


def test_a_lesson_itself_prints_without_its_frame(device, site, trainer):
    page = trainer(device())
    page.goto(f"{site.url}{COURSE}/lessons/first")
    _pdf, text = printed(page)
    for words in ("Lesson first", "A heading", "A horny plate"):
        assert words in text
    for words in ("Sign out", "Show on a projector", "Check"):
        assert words not in text
    assert "Glossary" not in text.splitlines()
