"""The page that says what a lesson rests on, statement by statement."""

import re

import pytest
from sqlalchemy import select

from courses.catalogue.models import Lesson
from courses.learning import services
from lms.access import Role
from tests.builders.courses import load
from tests.builders.people import person
from tests.builders.sources import entry

HOME = "/courses/tiny-course"
FIRST = f"{HOME}/lessons/first"
SOURCES = f"{FIRST}/sources"
TEXT = "After this lesson you know a [[scute]] when you see one."
READ = {"read": "source", "read_on": "2026-11-20", "read_by": '"A. Reader, customs"', "newer": "S1"}


@pytest.fixture
def claimed(session, folder, now):
    (folder / "sources.yaml").write_text(
        entry("S1", title="An old law", next_reading="2020-06-30", address="https://cites.org/eng")
        + entry("S2", title="A report", grade="C", kind="report", **READ)
        + "T: {kind: own, title: Made here}\n"
    )
    file = folder / "lessons" / "first.md"
    text = file.read_text().replace("[S1, S2]", "[S1, S2, T]")
    text = text.replace(TEXT, f"{TEXT} It is in Appendix I.[^S1:Art. II]")
    file.write_text(text.replace("Look first.", "Look first.[^S2] It is <em>new</em>."))
    return load(session, folder, now)


@pytest.fixture
def page(session, signed_in, officer, claimed, now):
    services.enrol(session, officer.id, claimed.id, now=now)
    return signed_in(officer)


def words(browser, address=SOURCES):
    answer = browser.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_a_lesson_leads_to_it_and_shows_no_source_itself(page):
    shown = page.get(FIRST).text
    assert f'href="{SOURCES}"' in shown
    assert "An old law" not in shown


def test_each_statement_stands_under_its_heading_with_body_title_date_place_and_address(page):
    shown = words(page)
    assert "After this lesson you know a scute when you see one. It is in Appendix I. " in shown
    assert "A body, An old law, Art. II (S1)" in shown
    assert shown.index("An old law") < shown.index("A heading") < shown.index("A report")
    assert 'href="https://cites.org/eng"' in page.get(SOURCES).text


def test_it_says_how_each_source_was_read_and_how_far_it_carries(page):
    shown = words(page)
    assert "Taken from a fact sheet; not read at the source. Official text." in shown
    assert "Read at the source on 20 November 2026 by A. Reader, customs. One report alone" in shown
    assert "Made for this course. It is not a fact about the world." in shown
    assert "There is a newer version: A body, An old law." in shown


def test_an_overdue_reading_is_said(page):
    assert "It was to be read again by 30 June 2020." in words(page)


def test_what_carries_the_lesson_as_a_whole_is_named_last(page):
    shown = words(page)
    assert shown.index("The lesson as a whole") < shown.index("Made here (T)")


def test_words_of_an_author_are_text_and_no_markup(page):
    assert "<em>new</em>" not in page.get(SOURCES).text


def test_a_lesson_that_is_not_there_has_no_sources(page):
    assert page.get(f"{HOME}/lessons/none/sources").status_code == 404


def test_it_is_as_closed_as_the_lesson(session, client, signed_in, claimed):
    assert client.get(SOURCES).status_code == 303
    other = person(session, "Another", Role.OFFICER)
    answer = signed_in(other).get(SOURCES)
    assert (answer.status_code, answer.location) == (303, HOME)


def test_a_version_that_was_loaded_before_shows_its_texts(session, page, claimed):
    lesson = session.scalars(select(Lesson).where(Lesson.slug == "first")).one()
    lesson.sources, lesson.claims = [["S1", "A source, 2020"]], {}
    session.flush()
    shown = words(page)
    assert "A source, 2020 (S1)" in shown
    assert "does not say which source carries which statement" in shown


def test_the_page_asks_as_many_queries_as_its_lesson_and_one_more(page, counting):
    page.get(FIRST)
    with counting() as lesson:
        page.get(FIRST)
    with counting() as sources:
        page.get(SOURCES)
    assert len(sources) <= len(lesson) + 1
