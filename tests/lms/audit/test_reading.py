"""The trail as others read it: what was told of whom, how many of each name, hashes by number, who reads what."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms import events
from lms.access import Grant, Role
from lms.audit import queries
from lms.audit.models import AuditEntry
from lms.audit.record import queries as record
from lms.audit.record.queries import RecordFilter, record_page, record_whole
from lms.audit.rules import FIRST, ChainFault, EntryContent, fault_of, sealed
from lms.audit.services import seal_batch
from lms.people.events import PersonChanged
from tests.builders import people as make
from tests.builders.audit import NOW, happen, sealed_chain

MINUTE = timedelta(minutes=1)
THING, OTHER = "test.thing-changed", "people.person-changed"


@pytest.fixture
def told(session):
    """Four entries about things, the second by another name, the last about another thing; two are sealed."""
    for number, subject in enumerate(("thing:1", "thing:1", "thing:2", "thing:3")):
        if number == 1:
            event = PersonChanged(subject=subject, actor_id=None, at=NOW, fields=[], before={}, after={})
            events.publish(session, event)
        else:
            happen(session, subject, at=NOW - number * MINUTE, after=number)
    seal_batch(session, 2)
    return session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)).all()


def test_what_was_told_is_of_the_name_and_of_the_subjects_that_were_asked_for(session, told):
    found = queries.told_of(session, THING, ["thing:2", "thing:1", "thing:9"])
    assert [(one.id, one.number, one.subject, one.data["after"]) for one in found] == [
        (told[0], 1, "thing:1", 0), (told[2], None, "thing:2", 2),
    ]  # fmt: skip
    assert [one.id for one in queries.told_of(session, OTHER, ["thing:1", "thing:2"])] == [told[1]]


def test_the_next_of_a_name_come_behind_an_id_and_no_more_than_were_asked_for(session, told):
    things = [told[0], told[2], told[3]]
    assert [one.id for one in queries.told_by_name(session, THING, 0, 9)] == things
    assert [one.id for one in queries.told_by_name(session, THING, told[0], 1)] == things[1:2]
    assert queries.told_by_name(session, THING, told[3], 9) == []
    assert queries.counts_by_name(session) == {THING: 3, OTHER: 1}


def test_hashes_and_moments_are_those_of_the_numbers_that_were_asked_for(session, told):
    rows = session.execute(select(AuditEntry.seq, AuditEntry.hash).where(AuditEntry.seq.is_not(None))).all()
    hashes = dict(rows)
    assert queries.hashes_at(session, [2, 9]) == {2: hashes[2]}
    assert queries.moment_of(session, 1) == NOW
    assert queries.last_sealed(session) == (2, hashes[2])
    assert [number for number, _said in queries.unsealed(session, 9)] == told[2:]
    assert [number for number, _said in queries.unsealed(session, 1)] == told[2:3]


def test_an_empty_chain_begins_before_the_first_entry(session):
    assert queries.last_sealed(session) == (0, FIRST)
    assert queries.counts_by_name(session) == {}


def test_a_chain_is_read_on_from_an_entry_with_the_hashes_that_are_wanted(session, told):
    whole = sealed_chain(session)
    hashes = queries.hashes_at(session, range(1, 5))
    assert (whole.entries, whole.waiting, whole.since, whole.until) == (4, 0, NOW - 3 * MINUTE, NOW)
    part = queries.verify_chain(session, {1, 3, 4}, after=2, last=hashes[2])
    assert (part.entries, part.broken, part.last) == (4, None, hashes[4])
    assert (dict(part.hashes), part.since, part.until) == (
        {3: hashes[3], 4: hashes[4]},
        NOW - 3 * MINUTE,
        NOW - 2 * MINUTE,
    )
    wrong = queries.verify_chain(session, after=2, last=hashes[1])
    assert (wrong.broken, wrong.entries) == (3, 2)
    assert [one.number for one in queries.sealed_entries(session, batch=1)] == [1, 2, 3, 4]
    assert [one.number for one in queries.sealed_entries(session, batch=2, after=3)] == [4]


SAID = EntryContent(NOW, "a.b", "thing:1", None, {})


@pytest.mark.parametrize(
    ("number", "previous", "fault"),
    [
        (2, "before", None),
        (1, "before", (1, "was removed")),
        (3, "before", (2, "another entry has this number")),
        (2, "other", (2, "does not follow")),
    ],
)
def test_an_entry_stands_where_its_number_and_the_hash_before_it_say(number, previous, fault):
    found = fault_of(sealed(2, "before", SAID), number=number, previous=previous)
    assert (found is None) if fault is None else (found.number == fault[0] and fault[1] in found.reason)
    broken = sealed(2, "before", SAID)
    changed = type(broken)(2, EntryContent(NOW, "a.c", "thing:1", None, {}), "before", broken.hash)
    assert isinstance(fault_of(changed, number=2, previous="before"), ChainFault)


def reader(session, *scope):
    row = make.person(session)
    make.give_anywhere(session, row, Grant(Role.ADMINISTRATOR, *scope))
    return make.viewer(session, row)


def test_whom_one_may_name_in_the_record_is_somebody_of_whom_one_reads(session):
    place = make.administration(session)
    mine, far = make.person(session, place=place), make.person(session)
    local = reader(session, "administration", str(place.id))
    assert record.actor_reached(session, local, mine.uuid) == mine.id
    assert record.actor_reached(session, local, far.uuid) is None
    assert record.actor_reached(session, reader(session), far.uuid) == far.id


def test_the_record_is_narrowed_to_what_is_asked_for_at_its_very_edges(session):
    chief, place = reader(session), make.administration(session)
    mine = make.person(session, place=place)
    for subject, at in ((f"person:{mine.id}", NOW), (f"person:{chief.id}", NOW + MINUTE), ("thing:1", NOW - MINUTE)):
        happen(session, subject, at=at)
    session.flush()
    local = reader(session, "administration", str(place.id))

    def read(viewer=chief, **wanted):
        return [one.subject for one in record_whole(session, viewer, RecordFilter(**wanted), 9)]

    mine_too, other, thing = f"person:{mine.id}", f"person:{chief.id}", "thing:1"
    assert read() == [other, mine_too, thing]
    assert read(since=NOW) == [other, mine_too]
    assert read(until=NOW) == [thing]
    assert read(actor_id=7) == read(name=THING) == [other, mine_too, thing]
    assert read(actor_id=8) == read(name="other") == []
    assert read(subject=other) == [other]
    assert read(local) == [mine_too]
    assert [one.subject for one in record_whole(session, chief, RecordFilter(), 1)] == [other]
    first = record_page(session, chief, RecordFilter())
    assert ([one.subject for one in first.entries], first.older) == ([other, mine_too, thing], None)
    before = record_page(session, chief, RecordFilter(), before=first.entries[0].id)
    assert [one.subject for one in before.entries] == [mine_too, thing]
    assert len(record_page(session, chief, RecordFilter(), before=-1).entries) == 3


@pytest.mark.parametrize(("many", "older"), [(50, False), (51, True)])
def test_a_page_holds_fifty_entries_and_names_the_one_before_which_the_next_begins(session, many, older):
    chief = reader(session)
    for number in range(many):
        happen(session, at=NOW - number * MINUTE)
    session.flush()
    page = record_page(session, chief, RecordFilter())
    assert (len(page.entries), page.older) == (50, page.entries[-1].id if older else None)


def test_the_filter_of_the_page_goes_with_it_to_the_next_and_into_the_file(app, session, monkeypatch):
    monkeypatch.setattr("lms.clock.now", lambda: NOW)
    row = make.person(session, "Chief", Role.ADMINISTRATOR)
    for number in range(51):
        happen(session, f"person:{row.id}", at=NOW - number * MINUTE)
    browser = make.browser(app)
    make.sign_in(browser, session, row)
    session.commit()
    page = browser.get(f"/audit?subject=person:{row.id}&until=9999-12-31").text
    assert f"subject=person:{row.id}" in page.partition('rel="next"')[2].partition(">")[0].replace("%3A", ":")
    assert browser.get("/audit?before=x").status_code == 200
    for asked, lines in (("until=9999-12-31", 51), ("actor=nobody", None), ("since=2026-11-25&until=2026-11-25", 1)):
        answer = browser.get(f"/audit/export.csv?subject=person:{row.id}&{asked}")
        if lines is None:
            assert answer.status_code == 422
        else:
            assert answer.get_data(as_text=True).count("\n") == lines + 1
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.name == "list.exported").order_by(AuditEntry.id)
    ).all()
    assert entries[-1].data["filter"] == {
        "subject": f"person:{row.id}", "since": "2026-11-25", "until": "2026-11-25",
    }  # fmt: skip
