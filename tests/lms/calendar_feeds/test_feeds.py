"""A person's calendar is fetched at a private address, by whoever knows it and nobody else."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lms import clock
from lms.calendar_feeds.services import BY_ADDRESS, UNKNOWN, end_address, renew_address
from lms.calendars import CalendarEvent
from lms.manifest import EXTENSION
from tests.builders import people as make
from tests.builders.calendars import read_apart
from tests.builders.people import browser, sign_in
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def still(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def malee(session):
    return make.person(session, "Malee")


@pytest.fixture
def address(session, malee):
    token = renew_address(session, malee.id, now=NOW)
    session.commit()
    return f"/calendar/{token}.ics"


@pytest.fixture
def planned(app, monkeypatch, malee):
    """What one package has planned; the list can be changed."""
    events = [
        CalendarEvent(
            uid="meeting-1@spoor.example", starts=datetime.fromisoformat("2026-12-01T09:00"), zone="Asia/Bangkok",
            lasts=timedelta(hours=2), title="Opening", changed_at=NOW,
        )
    ]  # fmt: skip
    found = app.extensions[EXTENSION]
    source = lambda session, people, now: {one: tuple(events) for one in people if one == malee.id}  # noqa: E731
    monkeypatch.setitem(app.extensions, EXTENSION, replace(found, calendar_sources=(source,)))
    return events


def events_at(client, address):
    answer = client.get(address)
    assert answer.mimetype == "text/calendar"
    return read_apart(answer.text).events


def test_whoever_has_the_address_reads_what_is_planned_for_its_owner_alone(app, session, planned, address):
    (found,) = events_at(browser(app), address)
    assert (found.uid, found.summary) == ("meeting-1@spoor.example", "Opening")
    other = renew_address(session, make.person(session).id, now=NOW)
    session.commit()
    assert events_at(browser(app), f"/calendar/{other}.ics") == []


def test_a_moved_and_a_cancelled_meeting_reach_a_subscribed_calendar(app, planned, address):
    (first,) = events_at(browser(app), address)
    moved_to = datetime.fromisoformat("2026-12-02T13:00")
    planned[:] = [replace(planned[0], starts=moved_to, sequence=1, changed_at=NOW + timedelta(hours=1))]
    (moved,) = events_at(browser(app), address)
    planned[:] = [replace(planned[0], cancelled=True, sequence=2, changed_at=NOW + timedelta(hours=2))]
    (off,) = events_at(browser(app), address)
    assert first.uid == moved.uid == off.uid
    assert [one.sequence for one in (first, moved, off)] == [0, 1, 2]
    assert (moved.dtstart.day, moved.dtstart.hour) == (2, 13)
    assert (moved.status, off.status) == ("CONFIRMED", "CANCELLED")


def test_what_has_not_changed_is_not_sent_again(app, planned, address):
    client = browser(app)
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    planned[:] = [replace(planned[0], title="Opening day", sequence=1)]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_renewed_address_ends_the_older_one(app, session, malee, planned, address):
    renew_address(session, malee.id, now=NOW)
    session.commit()
    assert browser(app).get(address).status_code == 404


def test_an_address_that_was_ended_or_never_was_finds_nothing(app, session, malee, address):
    end_address(session, malee.id)
    session.commit()
    assert browser(app).get(address).status_code == browser(app).get("/calendar/none.ics").status_code == 404


def test_the_calendar_of_a_closed_account_finds_nothing(app, session, malee, address):
    malee.closed_at = NOW
    session.commit()
    assert browser(app).get(address).status_code == 404


def test_the_table_holds_no_address(session, malee, address):
    kept = session.connection().exec_driver_sql("SELECT token_hash FROM calendar_feed").scalars().all()
    assert kept != []
    assert all(token not in address for token in kept)


def test_a_calendar_that_is_asked_for_too_often_is_told_when_to_come_again(app, planned, address):
    client = browser(app)
    assert {client.get(address).status_code for _ in range(BY_ADDRESS)} == {200}
    refused = client.get(address)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900 + 1


def test_who_tries_addresses_is_slowed_and_slows_nobody_else(app, planned, address):
    client = browser(app)
    assert {client.get(f"/calendar/{number}.ics").status_code for number in range(UNKNOWN)} == {404}
    assert client.get("/calendar/more.ics").status_code == 429
    assert client.get(address).status_code == 200


def test_the_page_shows_a_new_address_once(app, session, malee):
    client = browser(app)
    app.config["WTF_CSRF_ENABLED"] = False
    sign_in(client, session, malee)
    session.commit()
    made = re.search(r'value="http://127\.0\.0\.1:8000(/calendar/[^"]+)"', client.post("/account/calendar").text)
    assert client.get(made[1]).status_code == 200
    assert made[1] not in client.get("/account/calendar").text
    assert client.post("/account/calendar/end").status_code == 303
    assert client.get(made[1]).status_code == 404


def test_a_calendar_is_named_in_the_language_of_its_owner(app, session, malee, planned, address):
    malee.language = "fr"
    session.commit()
    assert "X-WR-CALNAME:Spoor\xa0: réunions" in browser(app).get(address).text
