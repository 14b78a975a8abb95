"""An export is the list on the screen, whole and narrowed alike; the record tells of it without naming anybody."""

from __future__ import annotations

import csv
import io
import json

import pytest
from sqlalchemy import select

from lms.access import Role
from lms.audit.models import AuditEntry
from lms.tables import exports
from tests.builders import people as make

FORMULA = "=HYPERLINK(0)"


@pytest.fixture
def place(session):
    return make.administration(session, "Harbour Customs")


@pytest.fixture
def chief(app, session, place, monkeypatch):
    monkeypatch.setattr("lms.clock.now", lambda: make.NOW)
    for number in range(30):
        make.person(session, f"Officer {number:02}", place=place)
    make.person(session, "Ana Silva", place=place, local_name="ອານາ", username=FORMULA)
    browser = make.browser(app)
    row = make.person(session, "Chief", Role.ADMINISTRATOR)
    make.sign_in(browser, session, row)
    session.commit()
    return browser, row.id


def entries(session):
    found = session.scalars(select(AuditEntry).where(AuditEntry.name == "list.exported").order_by(AuditEntry.id))
    return [(entry.subject, entry.actor_id, entry.data) for entry in found]


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline="")))


def test_the_whole_list_is_exported_and_the_record_says_who_which_filter_and_how_many(chief, session):
    browser, actor = chief
    answer = browser.get("/people/export.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=people-2026-11-25.csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(rows_of(answer)) == 33
    assert entries(session) == [("list:people", actor, {"filter": {}, "count": 32, "format": "csv"})]


def test_it_is_narrowed_as_the_page_and_what_was_typed_stays_out_of_the_record(chief, session, place):
    browser, actor = chief
    answer = browser.get(f"/people/export.json?words=silva&administration={place.uuid}")
    (ana,) = json.loads(answer.get_data())
    assert ana == {
        "name": "Ana Silva", "local_name": "ອານາ", "username": FORMULA, "administration": "Harbour Customs",
        "unit": None, "name_checked": False, "state": "active",
    }  # fmt: skip
    told = {"filter": {"administration": place.uuid, "words": True}, "count": 1, "format": "json"}
    assert entries(session) == [("list:people", actor, told)]
    assert "silva" not in json.dumps(entries(session)).casefold()


def test_what_would_run_as_a_formula_does_not(chief):
    browser, _actor = chief
    assert [row[2] for row in rows_of(browser.get("/people/export.csv?words=silva"))[1:]] == ["'" + FORMULA]


def test_a_list_without_people_leaves_no_word_in_the_record(chief, session):
    browser, _actor = chief
    answer = browser.get("/administrations/export.csv")
    assert rows_of(answer) == [["Name", "Kind", "Country", "People"], ["Harbour Customs", "Customs", "Thailand", "31"]]
    assert entries(session) == []


def test_a_list_that_is_too_long_is_refused_whole_and_nothing_is_told(chief, session, monkeypatch):
    browser, _actor = chief
    monkeypatch.setattr(exports, "MOST", 31)
    answer = browser.get("/people/export.xlsx")
    assert answer.status_code == 409
    assert "This list has more than 31 rows. Use the filter to make it shorter, then export it." in answer.text
    assert entries(session) == []


def test_the_export_asks_the_same_number_of_queries_for_any_number_of_rows(chief, counting):
    browser, _actor = chief
    browser.get("/people/export.csv")
    with counting() as few:
        browser.get("/people/export.csv?words=silva")
    with counting() as many:
        browser.get("/people/export.csv?words=officer")
    assert len(many) == len(few)


def test_the_file_speaks_the_language_of_its_reader(chief):
    browser, _actor = chief
    browser.get("/language/fr")
    assert rows_of(browser.get("/people/export.csv"))[0][0] == "Nom"
