"""What can be found in a course is written when it is loaded, and anew when an older program made it."""

import pytest
from sqlalchemy import select, text

from courses.catalogue import tasks
from courses.catalogue.models import Lesson, SearchEntry
from courses.catalogue.rendering import search_entries
from courses.catalogue.services import loading, rendering
from lms import schema
from lms.db import Database, end_read_session
from lms.text.search import search_query, word_index
from tests.builders.courses import load, write_french


def kept(session):
    return {(one.language, one.kind, one.slug): one for one in session.scalars(select(SearchEntry))}


def found(session, words):
    hits = session.execute(word_index(session, search_entries.TABLE).hits(search_query(words)))
    return {session.get_one(SearchEntry, row.id).slug for row in hits}


def test_each_lesson_and_word_is_one_entry_in_its_language(session, version):
    made = kept(session)
    assert set(made) == {("en", "lesson", slug) for slug in ("first", "second", "third")} | {("en", "word", "scute")}
    first = made["en", "lesson", "first"]
    assert (first.title, first.place) == ("Lesson first", "Module one")
    assert first.text == (
        "After this lesson you know a scute when you see one. A heading · Read the next lesson too. "
        "A dark disc on a pale ground. Look at the disc. It is a plate. "
        "A bag at the gate (invented) The bag is heavy. You hold it. At the counter. Look first."
    )
    assert (made["en", "word", "scute"].title, made["en", "word", "scute"].text) == ("Scute", "A horny plate")


def test_every_language_of_a_course_has_entries_of_its_own(session, folder, now):
    load(session, write_french(folder), now)
    made = kept(session)
    assert len(made) == 8
    first, word = made["fr", "lesson", "first"], made["fr", "word", "scute"]
    assert (first.title, first.place, word.title, word.text) == (
        "Leçon first", "Module un", "Écaille", "Une plaque cornée",
    )  # fmt: skip
    assert "vous reconnaissez une" not in first.text
    assert "vous reconnaissez" in first.text


def test_what_an_author_wrote_with_signs_of_html_is_plain_text(session, folder, now):
    file = folder / "lessons" / "first.md"
    file.write_text(file.read_text().replace("The bag is heavy.", "The bag is > 5 bags & `x < y`."))
    load(session, folder, now)
    assert "The bag is > 5 bags & x < y. You hold it." in kept(session)["en", "lesson", "first"].text


def test_a_course_that_is_not_loaded_leaves_no_entry(session, folder, now, monkeypatch):
    monkeypatch.setattr(loading.events, "publish", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), session.begin_nested():
        load(session, folder, now)
    assert kept(session) == {}
    assert found(session, "scute") == set()


def test_pages_rendered_anew_are_indexed_anew(session, version):
    lesson = session.scalars(select(Lesson).where(Lesson.slug == "first")).one()
    session.execute(text("UPDATE search_entry SET text = 'old', made_by = 'old'"))
    rendering.render_again(session, version)
    session.expire_all()
    made = kept(session)
    assert len(made) == 4
    assert "The bag is heavy" in made["en", "lesson", lesson.slug].text
    assert {one.made_by for one in made.values()} == {search_entries.MADE_BY}
    assert found(session, "heavy bag") == {"first", "second", "third"}


def test_a_version_that_is_not_published_cannot_be_found(session, version):
    version.published_at = None
    search_entries.make_entries(session, version)
    assert kept(session) == {}
    assert search_entries.version_to_index(session) is None


def test_the_worker_indexes_every_version_that_is_not(session, folder, version, now):
    course = folder / "course.yaml"
    course.write_text(course.read_text().replace('version: "1.0"', 'version: "2.0"'))
    second = load(session, folder, now)
    for one in (version, second):
        one.published_at = None
        search_entries.make_entries(session, one)
        one.published_at = now
    session.commit()
    assert found(session, "scute") == set()
    tasks.index_versions(now)
    end_read_session()
    session.expire_all()
    assert {one.course_version_id for one in session.scalars(select(SearchEntry))} == {version.id, second.id}
    assert search_entries.version_to_index(session) is None
    assert found(session, "scute") == {"first", "second", "third", "scute"}


def test_entries_of_an_older_program_are_made_anew(session, version, now):
    session.execute(text("UPDATE search_entry SET made_by = 'old', text = 'old'"))
    session.commit()
    tasks.index_versions(now)
    session.expire_all()
    assert {one.made_by for one in kept(session).values()} == {search_entries.MADE_BY}
    assert len(kept(session)) == 4


def test_an_upgraded_database_is_searched_once_the_worker_was_there(new_database, folder, app, now, monkeypatch):
    """What an older program loaded has no entries: its tables are of before, its rows are put in by hand."""
    url = new_database("upgraded_search")
    old = Database(url)
    schema.upgrade(old.engine, url, to="courses_0001")
    with old.engine.begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement), {"now": now.isoformat()})
    schema.upgrade(old.engine, url)
    monkeypatch.setitem(app.extensions, "spoor-database", old)
    tasks.index_versions(now)
    with old.session(write=False) as session:
        assert found(session, "pangolin sca") == {"scales"}
        assert found(session, "keratin") == {"keratin"}
    end_read_session()
    old.close()


OLD_ROWS = [
    """INSERT INTO course (id, uuid, slug) VALUES (1, 'u', 'old-course')""",
    """INSERT INTO course_version
        (id, uuid, course_id, no, label, title, summary, language, licence, words, hash, loaded_at, published_at)
        VALUES (1, 'v', 1, 1, '1.0', 'Old course', 'Old.', 'en', 'CC',
        '[{"id": "keratin", "term": "Keratin", "meaning": "What horn is made of"}]', 'h', :now, :now)""",
    """INSERT INTO course_module (id, course_version_id, no, slug, title, aim)
        VALUES (1, 1, 1, 'one', 'One', 'Begin.')""",
    """INSERT INTO lesson
        (id, course_version_id, module_id, no, slug, title, minutes, act, parts, words, sources, renderer)
        VALUES (1, 1, 1, 1, 'scales', 'Scales', 5, 'Look.',
        '[{"html": "<p>A pangolin.</p>"}, {"check": "c"}]', '[]', '[]', '1.1')""",
]
