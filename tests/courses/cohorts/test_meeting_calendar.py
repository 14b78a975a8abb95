"""Meetings reach calendars at their moment: of officers and trainers, moved, cancelled, and of nobody who has left."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta

import pytest

from courses.cohorts.queries.calendars import calendar_events
from courses.cohorts.services import leaving
from courses.cohorts.services.meetings import cancel_meetings, change_meetings
from lms import clock
from lms.calendar_feeds.services import renew_address
from lms.db import end_read_session
from lms.queue import jobs
from tests.builders import cohorts, meetings
from tests.builders.calendars import read_apart
from tests.builders.people import browser, person, viewer
from tests.lms.mail.server import Server

CHANGES = {  # a day about a week before the clocks change
    "Asia/Bangkok": date(2027, 3, 20),
    "Africa/Lagos": date(2027, 3, 20),
    "Africa/Casablanca": date(2027, 2, 1),
    "Europe/Paris": date(2027, 3, 24),
    "America/New_York": date(2027, 3, 10),
    "Australia/Lord_Howe": date(2027, 3, 31),
}


@pytest.fixture(autouse=True)
def still(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def leader(session):
    return cohorts.trainer(session)


@pytest.fixture
def cohort(session, version, leader, now):
    return cohorts.cohort(session, version, now, leader=leader)


@pytest.fixture
def officers(session, cohort, now):
    return cohorts.officers(session, cohort, 2, now)


@pytest.fixture
def meeting(session, cohort, officers, now):
    (one,) = meetings.planned(session, cohort, [date(2027, 3, 18)], now)
    return one


@pytest.fixture
def file_of(app, session, now):
    """The file that the calendar program of somebody fetches at their private address."""

    def text(row):
        token = renew_address(session, row.id, now=now)
        session.commit()
        found = browser(app).get(f"/calendar/{token}.ics").text
        end_read_session()
        return found

    return text


@pytest.fixture
def fetched(file_of):
    """The same, read by an independent parser."""
    return lambda row: read_apart(file_of(row))


@pytest.mark.parametrize("own_zone", [True, False], ids=["zone known by name", "zone as VTIMEZONE has it"])
@pytest.mark.parametrize("zone", CHANGES)
def test_a_subscribed_calendar_has_a_series_at_its_local_hour_over_a_clock_change(
    session, version, file_of, now, zone, own_zone
):
    cohort = cohorts.cohort(session, version, now, time_zone=zone)
    (officer,) = cohorts.officers(session, cohort, 1, now)
    days = [CHANGES[zone] + timedelta(days=3 * number) for number in range(6)]
    held = meetings.planned(session, cohort, days, now, at=time(8, 30))
    text = file_of(officer)
    if not own_zone:
        text = text.replace(zone, f"X-Of-This-File/{zone}")
    found = read_apart(text)
    assert len(found.timezones) == 1
    read = sorted(found.events, key=lambda one: one.dtstart.astimezone(UTC))
    assert {one.dtstart.replace(tzinfo=None).time() for one in read} == {time(8, 30)}
    assert [one.dtstart.astimezone(UTC) for one in read] == [one.begins_at for one in held]
    assert [one.dtstart.astimezone(UTC) + one.computed_duration for one in read] == [one.ends_at for one in held]


def test_officer_and_trainer_have_a_meeting_in_their_calendar_and_nobody_else_has(
    session, meeting, leader, officers, fetched
):
    other = cohorts.trainer(session)
    for row, count in ((officers[0], 1), (leader, 1), (other, 0), (person(session), 0)):
        assert len(fetched(row).events) == count


def test_a_moved_and_a_cancelled_meeting_reach_a_subscribed_calendar_as_the_same_one(
    session, meeting, leader, officers, fetched, now
):
    (before,) = fetched(officers[0]).events
    facts = meetings.facts(at=time(15, 0))
    change_meetings(session, meeting, facts, date(2027, 3, 19), following=False, by=leader.id, now=now)
    (moved,) = fetched(officers[0]).events
    cancel_meetings(session, meeting, "No power.", following=False, by=leader.id, now=now)
    (off,) = fetched(officers[0]).events
    assert before.uid == moved.uid == off.uid
    assert (before.sequence, moved.sequence, off.sequence) == (0, 1, 2)
    assert f"{moved.dtstart:%d %H:%M}" == "19 15:00"
    assert (moved.status, off.status, off.description) == ("CONFIRMED", "CANCELLED", "No power.")


def test_who_was_withdrawn_has_the_meetings_no_longer_in_their_calendar(
    session, cohort, meeting, leader, officers, fetched, now
):
    there = cohorts.participant(session, cohort, officers[0])
    leaving.withdraw(session, cohort, there, "Ill.", actor=viewer(session, leader), now=now)
    assert [len(fetched(one).events) for one in officers] == [0, 1]


def test_calendars_of_many_people_take_as_many_queries_as_of_one(session, cohort, meeting, officers, counting, now):
    counts = []
    for people in (officers[:1], [*officers, person(session)]):
        with counting() as asked:
            found = calendar_events(session, [one.id for one in people], now)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 5
    assert [len(found[one.id]) for one in officers] == [1, 1]


@pytest.fixture
def server(app, monkeypatch):
    """A mail server to which letters go."""
    made = Server()
    monkeypatch.setitem(app.config, "MAIL_URL", made.address)
    yield made
    made.go()


@pytest.fixture
def letters(session, server, now):
    """What the worker has sent, each letter with the calendars that it carries."""

    def sent():
        session.commit()
        end_read_session()
        jobs.run_due(now)
        end_read_session()
        return [
            (letter["Subject"], [part for part in letter.walk() if part.get_content_type() == "text/calendar"])
            for letter in server.letters
        ]

    return sent


@pytest.fixture
def reader(session, cohort, now):
    """An officer of the cohort who has an address."""
    (row,) = cohorts.officers(session, cohort, 1, now)
    row.email = "malee@example.org"
    session.flush()
    return row


def only_event(part):
    (found,) = read_apart(part.get_content()).events
    return found


def test_a_letter_about_one_meeting_invites_and_one_about_its_end_takes_the_invitation_back(
    session, cohort, reader, leader, letters, now
):
    (one,) = meetings.planned(session, cohort, [date(2027, 3, 18)], now)
    [(subject, (beside, attached))] = letters()
    assert (subject, beside.get_param("method")) == ("Meeting: Opening", "REQUEST")
    assert only_event(attached).uid == only_event(beside).uid
    assert only_event(beside).dtstart.astimezone(UTC) == one.begins_at
    assert str(only_event(beside).attendees[0].uri) == "mailto:malee@example.org"
    cancel_meetings(session, one, "No power.", following=False, by=leader.id, now=now)
    _first, (subject, (beside, _attached)) = letters()
    assert (subject, beside.get_param("method")) == ("Meeting cancelled: Opening", "CANCEL")
    assert (only_event(beside).sequence, only_event(beside).status) == (1, "CANCELLED")


def test_a_letter_about_a_series_carries_all_its_meetings_in_one_file(session, cohort, reader, letters, now):
    meetings.planned(session, cohort, [date(2027, 3, 18), date(2027, 3, 25), date(2027, 4, 1)], now)
    [(_subject, (beside, _attached))] = letters()
    found = read_apart(beside.get_content()).events
    assert beside.get_param("method") == "PUBLISH"
    assert len({one.uid for one in found}) == 3


def test_a_letter_that_waited_carries_what_stands_when_it_goes(session, cohort, reader, leader, letters, now):
    (one,) = meetings.planned(session, cohort, [date(2027, 3, 18)], now)
    change_meetings(
        session, one, meetings.facts(at=time(11, 0)), date(2027, 3, 18), following=False, by=leader.id, now=now
    )
    for _subject, (beside, _attached) in letters():
        assert (only_event(beside).sequence, f"{only_event(beside).dtstart:%H}") == (1, "11")
