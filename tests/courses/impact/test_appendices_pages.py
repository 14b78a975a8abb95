"""Administrators load the official Appendices and see each difference from the courses with its places."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from courses.impact.models import KeptAppendices
from courses.impact.official_lists import kept_lists
from courses.impact.official_lists.appendices_file import read_appendices
from courses.impact.pages.comparison import SIZE
from lms import storage
from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput
from tests.builders.appendices import as_csv, kept, row, small_list
from tests.builders.courses import load
from tests.builders.people import give_anywhere, person

LESSON = "first.md"


@pytest.fixture
def admin(session):
    return person(session, "Ada Admin", Role.ADMINISTRATOR)


@pytest.fixture
def taught(session, folder, now):
    """A course on offer that names a tiger on its last line."""
    file = folder / "lessons" / LESSON
    file.write_text(file.read_text() + "\nA tiger and a pangolin.\n")
    load(session, folder, now)
    session.commit()
    return len(file.read_text().split("\n")) - 1


def send(browser, content: bytes, name="list.csv", day="2026-03-05"):
    return browser.post(
        "/appendices",
        data={"file": (io.BytesIO(content), name), "valid_on": day},
        content_type="multipart/form-data",
    )


def test_a_list_is_kept_with_who_when_and_its_day_and_told_to_the_record(session, admin, now):
    one = kept(session, admin.id, now)
    assert (one.rows, one.valid_on, one.by_id, one.at) == (4, date(2026, 3, 5), admin.id, now)
    (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.name == "appendices.loaded"))
    assert (entry.actor_id, entry.data["digest"], entry.data["valid_on"]) == (admin.id, one.digest, "2026-03-05")


def test_the_entries_come_back_from_the_storage_as_they_were_read(app, session, admin, now):
    one = kept(session, admin.id, now)
    assert kept_lists.unpack(storage.get(one.key)) == read_appendices(small_list()).listed


def test_the_same_file_is_kept_once(session, admin, now):
    kept(session, admin.id, now)
    with pytest.raises(BadInput, match="loaded before"):
        kept(session, admin.id, now)


@pytest.mark.parametrize(
    ("on", "name", "field"),
    [(None, "list.csv", "valid_on"), (date(2999, 1, 1), "list.csv", "valid_on")],
)
def test_a_list_without_a_day_or_of_a_day_to_come_is_refused(session, admin, now, on, name, field):
    with pytest.raises(BadInput) as fault:
        kept(session, admin.id, now, on=on, name=name)
    assert fault.value.field == field


def test_the_page_leads_from_a_file_to_every_place(signed_in, taught, admin):
    browser = signed_in(admin)
    answer = send(browser, small_list())
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "Left the Appendices" in page
    assert f"tiny-course/lessons/{LESSON}:{taught}" in page
    assert "A tiger and a pangolin." in page
    assert browser.get(f"{answer.location}?kind=annotation").status_code == 200


def test_a_file_of_another_kind_is_told_beside_its_field(signed_in, admin):
    answer = send(signed_in(admin), b"%PDF-1.7")
    assert (answer.status_code, "This is a PDF." in answer.text) == (422, True)


def test_words_of_the_file_are_shown_and_never_run(signed_in, taught, admin):
    evil = as_csv(row("Panthera tigris", "II", FullAnnotationEnglish="&lt;script&gt;alert(1)&lt;/script&gt;"))
    browser = signed_in(admin)
    page = browser.get(send(browser, evil.encode()).location).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_differences_leave_as_a_file_with_a_row_for_each_place(signed_in, taught, admin):
    browser = signed_in(admin)
    location = send(browser, small_list()).location
    rows = json.loads(browser.get(f"{location}/export.json?kind=left").text)
    listed = rows["rows"] if isinstance(rows, dict) else rows
    assert [(one["taxon"], one["file"], one["line"]) for one in listed] == [
        ("Panthera tigris", f"tiny-course/lessons/{LESSON}", taught)
    ]


def test_a_list_is_compared_with_the_one_of_the_nearest_earlier_day(signed_in, session, taught, admin, now):
    kept(session, admin.id, now, content=as_csv(row("Panthera tigris", "I")).encode(), on=date(2025, 1, 1))
    later = kept(session, admin.id, now + timedelta(days=1), content=as_csv(row("Manis spp.", "I")).encode())
    session.commit()
    page = signed_in(admin).get(f"/appendices/{later.uuid}").text
    assert "Left the Appendices" in page
    assert "1 January 2025" in page


def test_lists_are_shown_twenty_to_a_page_and_leave_whole_as_a_file(signed_in, session, admin, now):
    for number in range(SIZE + 1):
        kept(session, admin.id, now, as_csv(row("Manis spp.", "I", Family=f"F{number}")).encode(), name=f"{number}.csv")
    session.commit()
    browser = signed_in(admin)
    first, second = browser.get("/appendices").text, browser.get("/appendices?page=2").text
    assert [page.count(".csv</span>") for page in (first, second)] == [SIZE, 1]
    assert ("Page 1 of 2" in first, 'href="/appendices?page=2"' in first) == (True, True)
    assert browser.get("/appendices?page=99").text.count(".csv</span>") == 1
    assert len(json.loads(browser.get("/appendices/export.json").text)) == SIZE + 1


def test_an_administrator_of_one_place_and_everybody_else_find_no_such_page(signed_in, session, admin, now):
    manager = person(session, None, Role.PROGRAMME_MANAGER)
    local = person(session, None)
    give_anywhere(session, local, Grant(Role.ADMINISTRATOR, "country", "TH"))
    session.commit()
    for one in (manager, local):
        assert signed_in(one).get("/appendices").status_code == 404


def test_a_list_never_changes_once_it_is_kept(session, admin, now):
    one = kept(session, admin.id, now)
    assert session.scalars(select(KeptAppendices.key)).all() == [one.key]


QUESTION = """- id: final-1
  kind: single
  use: exam
  topic: t
  lesson: first
  stem: "Which paper does the tiger need?"
  options:
    - {text: "The tiger needs no paper", right: true}
"""


def test_a_question_is_named_by_its_file_and_line_and_not_by_what_it_asks(signed_in, session, folder, admin, now):
    (folder / "questions" / "final.yaml").write_text(QUESTION)
    load(session, folder, now)
    session.commit()
    browser = signed_in(admin)
    location = send(browser, small_list()).location
    for path in (location, f"{location}/export.csv"):
        page = browser.get(path).text
        assert "questions/final.yaml" in page
        assert "tiger need" not in page


def test_a_name_of_a_file_with_signs_that_no_database_keeps_is_kept_without_them(signed_in, session, admin):
    assert send(signed_in(admin), small_list(), name="a\0b.csv").status_code == 303
    assert session.scalars(select(KeptAppendices.file_name)).one() == "ab.csv"
