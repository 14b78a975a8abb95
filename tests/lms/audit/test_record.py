"""The record of what happened as a page: newest first, narrowed, in words, and never beyond one's scope."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from lms import events
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.audit.record import queries
from lms.audit.record.pages import pairs
from lms.audit.record.queries import RecordFilter, record_page
from lms.audit.services import seal_batch
from lms.people.events import AdministrationMade, PersonChanged, RoleGranted
from tests.builders import people as make
from tests.builders.people import NOW, browser_of

DAY = timedelta(days=1)
NAME = {"fields": ["name"], "before": {}, "after": {}}
OFFICER = {"role": "officer", "scope": "everywhere", "before": [], "after": ["officer"]}


@pytest.fixture(autouse=True)
def standing(monkeypatch):
    monkeypatch.setattr("lms.clock.now", lambda: NOW)


@pytest.fixture
def place(session):
    return make.administration(session, "Harbour Customs")


@pytest.fixture
def ana(session, place):
    return make.person(session, "Ana Silva", place=place)


@pytest.fixture
def stranger(session):
    return make.person(session, "Stranger Danger", place=make.administration(session, "Far Customs", country="KE"))


@pytest.fixture
def chief(session):
    return make.person(session, "Chief", Role.ADMINISTRATOR)


def changed(session, person, by, at=NOW):
    event = PersonChanged(subject=f"person:{person.id}", actor_id=by.id if by else None, at=at, **NAME)
    events.publish(session, event)


def granted(session, person, by, at=NOW):
    event = RoleGranted(subject=f"person:{person.id}", actor_id=by.id, at=at, **OFFICER)
    events.publish(session, event)


def titles(page):
    return re.findall(r'data-label="What happened"><span>([^<]+)<br>', page.text)


def test_what_happened_is_told_in_words_newest_first_with_who_and_to_whom(app, session, ana, chief):
    changed(session, ana, chief, NOW - DAY)
    seal_batch(session)
    granted(session, ana, chief)
    page = browser_of(app, session, chief).get("/audit")
    assert titles(page) == ["Role given", "Account changed"]
    assert page.text.count(f'href="/people/{ana.uuid}">Ana Silva</a>') == 2
    assert page.text.count(f'href="/people/{chief.uuid}">Chief</a>') == 2
    assert re.findall(r"sealed, no. 1|not sealed yet", page.text) == ["not sealed yet", "sealed, no. 1"]
    assert "<dt>role</dt><dd>officer</dd>" in page.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("kind=people.role-granted", ["Role given"]),
        ("subject=person:{stranger}", ["Account changed"]),
        ("actor=ana silva", ["Account changed"]),
        ("actor={uuid}", ["Account changed"]),
        ("since=2026-11-25", ["Role given"]),
        ("until=2026-11-24", ["Account changed", "Account changed"]),
        ("since=2026-11-23&until=2026-11-23", ["Account changed"]),
        ("kind=people.role-granted&until=2026-11-24", []),
    ],
)
def test_each_filter_narrows_the_record(app, session, ana, stranger, chief, asked, found):
    changed(session, stranger, ana, NOW - 2 * DAY)
    changed(session, ana, chief, NOW - DAY)
    granted(session, ana, chief)
    page = browser_of(app, session, chief).get("/audit?" + asked.format(stranger=stranger.id, uuid=ana.uuid))
    assert (page.status_code, titles(page)) == (200, found)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("actor=nobody", "There is nobody with this name in your care. Check the spelling."),
        ("subject=Ana", "Write it as in the record, such as person:7."),
        ("since=2026-11-25&until=2026-11-24", "This day is before the first one."),
        ("since=yesterday", "Not a valid date value."),
        ("kind=no.such-thing", "Choose from the list."),
    ],
)
def test_a_filter_that_makes_no_sense_is_told_beside_its_field(app, session, chief, asked, words):
    page = browser_of(app, session, chief).get("/audit?" + asked)
    assert page.status_code == 422
    assert page.text.count(words) == 2  # above the form and beside the field


def test_pages_follow_one_another_by_key_and_leave_nothing_out(app, session, ana, chief, monkeypatch):
    monkeypatch.setattr(queries, "SIZE", 2)
    for hours in (5, 1, 3, 3, 2):
        changed(session, ana, chief, NOW - timedelta(hours=hours))
    browser = browser_of(app, session, chief)
    seen, address = [], "/audit?kind=people.person-changed"
    while address:
        page = browser.get(address)
        seen += re.findall(r'<th scope="row" role="rowheader">([^<]+)</th>', page.text)
        older = re.search(r'rel="next" href="([^"]+)"', page.text)
        address = older[1].replace("&amp;", "&") if older else ""
    assert [words.split(", ")[1][:5] for words in seen] == ["08:00", "07:00", "06:00", "06:00", "04:00"]


def test_who_administers_one_place_reads_what_happened_to_its_people_alone(app, session, place, ana, stranger, chief):
    local = make.person(session, "Local", (Role.ADMINISTRATOR, place), place=place)
    changed(session, ana, chief)
    changed(session, stranger, local)
    events.publish(session, AdministrationMade(
        subject="exam:1", actor_id=ana.id, at=NOW, title="Of no person", kind="customs", country="TH"
    ))  # fmt: skip
    page = browser_of(app, session, local).get("/audit")
    assert titles(page) == ["Account changed"]
    assert "Ana Silva" in page.text
    assert "Stranger" not in page.text
    assert "Chief" not in page.text  # who did it is nobody whom this reader may open
    assert f"person:{chief.id}" in page.text


def test_the_record_asks_the_same_number_of_queries_for_any_number_of_entries(app, session, ana, chief, counting):
    changed(session, ana, chief)
    browser = browser_of(app, session, chief)
    browser.get("/audit")
    with counting() as few:
        browser.get("/audit")
    for number in range(45):
        changed(session, make.person(session, f"Officer {number}"), ana)
    session.commit()
    with counting() as many:
        browser.get("/audit")
    assert len(many) == len(few)


def test_the_record_is_exported_with_its_values_and_says_so_itself(app, session, ana, chief):
    granted(session, ana, chief)
    browser = browser_of(app, session, chief)
    answer = browser.get(f"/audit/export.csv?subject=person:{ana.id}")
    head, row = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline=""))
    assert head[0] == "When (UTC)"
    said = dict(zip(head[1:], row[1:], strict=True))
    assert json.loads(said.pop("Values")) == OFFICER
    assert said == {
        "Kind": "people.role-granted", "What happened": "Role given", "About": f"person:{ana.id}",
        "By whom": "Chief", "Number in the chain": "",
    }  # fmt: skip
    entry = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (entry.subject, entry.data["filter"], entry.data["count"]) == (
        "list:record", {"subject": f"person:{ana.id}"}, 1
    )  # fmt: skip


def test_an_event_of_another_version_of_the_program_is_shown_by_its_name(app, session, chief):
    session.add(AuditEntry(at=NOW, name="gone.long-ago", subject="thing:x", actor_id=None, data={"a": {"b": [1]}}))
    page = browser_of(app, session, chief).get("/audit")
    assert titles(page) == ["gone.long-ago"]
    assert "<dt>a.b</dt><dd>[1]</dd>" in page.text
    assert "the program" in page.text


def test_values_inside_others_are_named_by_both():
    data = {"before": {"name": "A", "kind": None}, "after": {}, "count": 2, "ids": [1, 2]}
    assert list(pairs(data)) == [
        ("before.name", "A"), ("before.kind", "null"), ("after", "{}"), ("count", "2"), ("ids", "[1, 2]"),
    ]  # fmt: skip


def test_every_kind_of_event_has_a_title():
    ours = ("lms.", "courses.", "assessments.", "certificates.")
    kinds = {name: kind for name, kind in events.known_events().items() if kind.__module__.startswith(ours)}
    assert sorted(name for name, kind in kinds.items() if not kind.said) == []
    assert len({kind.said for kind in kinds.values()}) == len(kinds)


@pytest.mark.parametrize(
    "wanted",
    [RecordFilter(), RecordFilter(name="a.b"), RecordFilter(actor_id=1), RecordFilter(subject="person:1")],
    ids=["all", "kind", "actor", "subject"],
)
def test_a_page_of_the_record_is_read_from_an_index_in_its_order(app, session, chief, connection, monkeypatch, wanted):
    changed(session, chief, chief)
    session.flush()
    before = session.query(AuditEntry).first().id
    asked = []
    if connection.dialect.name == "postgresql":
        for way in ("seqscan", "bitmapscan", "sort"):  # of a table of one row it would take any
            session.execute(text(f"SET LOCAL enable_{way} = off"))

    def explain(statement):
        plan = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
        compiled = statement.compile(connection, compile_kwargs={"render_postcompile": True})
        asked.extend(str(row) for row in connection.exec_driver_sql(f"{plan} {compiled}", _values(compiled)))
        return session_scalars(statement)

    session_scalars, reader = session.scalars, make.viewer(session, chief)
    monkeypatch.setattr(session, "scalars", explain)
    record_page(session, reader, wanted, before=before)
    plan = "\n".join(asked)
    assert "ix_audit_entry" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def _values(compiled):
    values = compiled.construct_params()
    processed = {
        name: compiled._bind_processors[name](value) if name in compiled._bind_processors else value
        for name, value in values.items()
    }
    return tuple(processed[name] for name in compiled.positiontup) if compiled.positiontup else processed


def test_an_export_of_what_makes_no_sense_is_refused_with_the_sentence_of_its_field(app, session, chief):
    answer = browser_of(app, session, chief).get("/audit/export.csv?subject=Ana")
    assert answer.status_code == 422
    assert "Write it as in the record, such as person:7." in answer.text
