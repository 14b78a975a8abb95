"""Pages of meetings: planned with a look at the dates first, the roll taken three ways, decided, exported."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from urllib.parse import quote, unquote

import pytest
from sqlalchemy import func, select

from courses.cohorts.models.meeting import MeetingChange, MeetingRollLine
from courses.cohorts.queries.attendance import attendance_of
from courses.cohorts.queries.meetings import meetings_of
from courses.cohorts.queries.rolls import standings_of
from courses.cohorts.rules.meeting_codes import TRIES, code_at
from courses.cohorts.rules.rolls import LineSource, Presence
from courses.cohorts.services import leaving
from courses.cohorts.services.meeting_codes import secret_of
from courses.cohorts.services.meetings import cancel_meetings
from courses.cohorts.services.trainers import give_cohort
from lms import clock
from tests.builders import cohorts, meetings
from tests.builders.people import browser, viewer

FORM = {"title": "Valuation", "place": "Room 2", "minutes": "90", "at": "09:00", "day": "2027-03-22", "repeat": "once"}


@pytest.fixture(autouse=True)
def still(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def leader(session):
    return cohorts.trainer(session, "Trainer One")


@pytest.fixture
def cohort(session, version, leader, now):
    return cohorts.cohort(session, version, now, leader=leader, time_zone="Europe/Paris")


@pytest.fixture
def officers(session, cohort, now):
    made = cohorts.officers(session, cohort, 3, now)
    for number, one in enumerate(made):
        one.name = f"Officer {number}"
    session.flush()
    return made


@pytest.fixture
def meeting(session, cohort, officers, now):
    return meetings.running(session, cohort, now)


@pytest.fixture
def mine(signed_in, leader, meeting):
    return signed_in(leader)


@pytest.fixture
def address(cohort):
    return f"/cohorts/{cohort.row.uuid}/meetings"


def standing(session, meeting, row):
    session.expire_all()
    return standings_of(session, [meeting.id])[meeting.id][row.id]


def presences(officers, *chosen, shown="none"):
    """The form of the list: what was shown of each officer, and what was chosen."""
    form = {}
    for row, one in zip(officers, chosen, strict=True):
        form |= {f"was-{row.uuid}": shown, f"presence-{row.uuid}": one}
    return form


def test_a_series_is_shown_with_its_dates_before_anything_is_saved(session, mine, cohort, address):
    sent = FORM | {"repeat": "weekly", "weekdays": ["0", "3"], "count": "4"}
    before = session.scalar(select(func.count()).select_from(MeetingChange))
    page = mine.post(f"{address}/new", data=sent).text
    for day in ("22 March 2027", "25 March 2027", "29 March 2027", "1 April 2027"):
        assert f"{day}, 09:00, Paris time" in page
    assert session.scalar(select(func.count()).select_from(MeetingChange)) == before
    assert mine.post(f"{address}/new", data=sent | {"save": "1"}).status_code == 303
    session.expire_all()
    assert len(meetings_of(session, [cohort.id])[cohort.id]) == 5


def test_a_time_that_does_not_exist_or_comes_twice_is_told_before_it_is_saved(mine, address):
    skipped = mine.post(f"{address}/new", data=FORM | {"day": "2027-03-28", "at": "02:30"}).text
    assert "02:30 does not exist. The meeting starts at 03:30." in skipped
    twice = mine.post(f"{address}/new", data=FORM | {"day": "2027-10-31", "at": "02:30"}).text
    assert "there are two times 02:30. The first one is used." in twice


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Give the meeting a title."),
        ({"minutes": "3"}, "from 5 minutes to 12 hours"),
        ({"repeat": "weekly"}, "Say when the series ends"),
        ({"repeat": "weekly", "until": "2027-04-01", "count": "2"}, "Say when the series ends"),
        ({"repeat": "daily", "until": "2029-04-01"}, "at most 200 meetings"),
        ({"day": "2020-01-01", "save": "1"}, "more than two months ago"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_beside_its_field(mine, address, wrong, said):
    answer = mine.post(f"{address}/new", data=FORM | wrong)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_meeting_is_moved_with_all_that_follow_it_after_a_look_at_the_dates(session, mine, cohort, address, now):
    first, second = meetings.planned(session, cohort, [date(2027, 3, 22), date(2027, 3, 29)], now)
    session.commit()
    sent = {"title": first.title, "place": "", "minutes": "90", "at": "11:00", "day": "2027-03-23", "following": "y"}
    page = mine.post(f"{address}/{first.uuid}/change", data=sent).text
    assert "23 March 2027, 11:00, Paris time (10:00 UTC)" in page
    assert "30 March 2027, 11:00, Paris time (09:00 UTC)" in page
    assert mine.post(f"{address}/{first.uuid}/change", data=sent | {"save": "1"}).status_code == 303
    session.expire_all()
    assert [meetings.found(session, one).starts.isoformat() for one in (first, second)] == [
        "2027-03-23T11:00:00",
        "2027-03-30T11:00:00",
    ]


def test_a_meeting_is_cancelled_with_a_reason_that_its_page_and_officers_read(
    session, mine, cohort, meeting, officers, address, signed_in
):
    assert mine.post(f"{address}/{meeting.uuid}/cancel", data={"reason": ""}).status_code == 422
    assert mine.post(f"{address}/{meeting.uuid}/cancel", data={"reason": "No power."}).status_code == 303
    assert "No power." in mine.get(f"{address}/{meeting.uuid}").text
    assert "No power." in signed_in(officers[0]).get(f"/my-cohorts/{cohort.row.uuid}").text


def test_the_list_keeps_what_was_chosen_and_nothing_that_was_not_touched(session, mine, meeting, officers, address):
    sent = presences(officers, "present", "late", "none")
    assert mine.post(f"{address}/{meeting.uuid}/roll", data=sent).status_code == 303
    assert standing(session, meeting, officers[0]).presence is Presence.PRESENT
    assert standing(session, meeting, officers[1]).presence is Presence.LATE
    assert session.scalar(select(func.count()).select_from(MeetingRollLine)) == 2


def test_everybody_else_is_present_at_once_and_then_the_exceptions(session, mine, meeting, officers, address):
    sent = presences(officers, "none", "absent", "none") | {"all": "1"}
    assert mine.post(f"{address}/{meeting.uuid}/roll", data=sent).location.endswith("/roll")
    found = [standing(session, meeting, one).presence for one in officers]
    assert found == [Presence.PRESENT, Presence.ABSENT, Presence.PRESENT]
    mine.post(f"{address}/{meeting.uuid}/roll", data=presences(officers[:1], "left-early", shown="present"))
    assert standing(session, meeting, officers[0]).presence is Presence.LEFT_EARLY


def test_what_came_in_meanwhile_is_not_overwritten_by_a_list_that_showed_something_else(
    session, mine, meeting, officers, address, cohort, now
):
    helper = cohorts.trainer(session)
    give_cohort(session, cohort.id, helper.id, by=None, now=now)
    meetings.keep(session, meeting, helper, meetings.line(officers[0], helper, 1, now, Presence.ABSENT), now=now)
    session.commit()
    mine.post(f"{address}/{meeting.uuid}/roll", data=presences(officers, "none", "present", "none"))
    assert standing(session, meeting, officers[0]).presence is Presence.ABSENT


def test_a_printed_sheet_is_keyed_in_as_such(session, mine, meeting, officers, address):
    sent = presences(officers, "present", "present", "absent") | {"source": "sheet"}
    mine.post(f"{address}/{meeting.uuid}/roll", data=sent)
    assert {one.source for one in standing(session, meeting, officers[0]).lines} == {LineSource.SHEET}


def test_trainers_who_disagree_are_both_shown_and_one_decides(session, mine, cohort, meeting, officers, address, now):
    helper = cohorts.trainer(session, "Helper Two")
    give_cohort(session, cohort.id, helper.id, by=None, now=now)
    meetings.keep(session, meeting, helper, meetings.line(officers[0], helper, 1, now, Presence.ABSENT), now=now)
    session.commit()
    mine.post(f"{address}/{meeting.uuid}/roll", data=presences(officers, "present", "none", "none"))
    page = mine.get(f"{address}/{meeting.uuid}").text
    assert "Helper Two: absent, on the list" in page
    assert "Trainer One: present, on the list" in page
    decide = f"{address}/{meeting.uuid}/roll/{officers[0].uuid}"
    assert mine.post(decide, data={"presence": "late"}).status_code == 303
    assert standing(session, meeting, officers[0]).presence is Presence.LATE
    assert mine.post(decide, data={"presence": "absent"}).status_code == 409
    assert standing(session, meeting, officers[0]).presence is Presence.LATE


def test_before_a_meeting_its_list_offers_to_excuse_alone(session, mine, cohort, officers, address, now):
    (later,) = meetings.planned(session, cohort, [date(2027, 3, 22)], now)
    session.commit()
    page = mine.get(f"{address}/{later.uuid}/roll").text
    assert 'value="excused"' in page
    assert 'value="present"' not in page
    assert (
        mine.post(f"{address}/{later.uuid}/roll", data=presences(officers, "present", "none", "none")).status_code
        == 409
    )


def test_the_code_on_the_screen_and_the_picture_open_the_same_page(
    session, mine, meeting, officers, address, signed_in, now
):
    page = mine.get(f"{address}/{meeting.uuid}/code")
    code = code_at(secret_of(session, meeting), now)
    assert f"{code[:4]} {code[4:]}" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    here = f"/my-cohorts/{address.split('/')[2]}/meetings/{meeting.uuid}/here"
    officer = signed_in(officers[0])
    assert f'value="{code}"' in officer.get(f"{here}?code={code}").text
    assert officer.post(here, data={"code": code}).status_code == 303
    assert standing(session, meeting, officers[0]).presence is Presence.PRESENT
    assert "Your attendance is recorded." in officer.get(here).text


def test_who_types_the_code_after_a_trainer_wrote_something_else_is_told_so_and_the_code_is_kept(
    session, cohort, meeting, leader, officers, signed_in, now
):
    meetings.keep(session, meeting, leader, meetings.line(officers[0], leader, 1, now, Presence.ABSENT), now=now)
    officer, here = signed_in(officers[0]), f"/my-cohorts/{cohort.row.uuid}/meetings/{meeting.uuid}/here"
    told = officer.post(here, data={"code": code_at(secret_of(session, meeting), now)}, follow_redirects=True).text
    assert "A trainer has written something else about you" in told
    assert standing(session, meeting, officers[0]).presence is Presence.ABSENT
    sources = session.scalars(select(MeetingRollLine.source).where(MeetingRollLine.by_id == officers[0].id)).all()
    assert sources == [LineSource.CODE]


def test_the_picture_leads_through_the_door_back_to_the_page_with_its_code(app, cohort, meeting):
    here = f"/my-cohorts/{cohort.row.uuid}/meetings/{meeting.uuid}/here?code=12345678"
    door = browser(app).get(here).location
    assert quote(here, safe="") in door or here in unquote(door)


def test_a_code_that_is_late_or_wrong_is_refused_in_words_and_tries_end(
    session, cohort, meeting, officers, signed_in, now
):
    officer, here = signed_in(officers[0]), f"/my-cohorts/{cohort.row.uuid}/meetings/{meeting.uuid}/here"
    late = code_at(secret_of(session, meeting), now - timedelta(minutes=5))
    answer = officer.post(here, data={"code": late})
    assert answer.status_code == 422
    assert "This code has expired." in answer.text
    for _each in range(TRIES - 1):
        assert "This is not the code of this meeting." in officer.post(here, data={"code": "not a code"}).text
    assert officer.post(here, data={"code": "12345678"}).status_code == 429


def test_who_was_withdrawn_types_no_code_and_sees_no_meetings(
    session, cohort, meeting, leader, officers, signed_in, now
):
    there = cohorts.participant(session, cohort, officers[0])
    leaving.withdraw(session, cohort, there, "Ill.", actor=viewer(session, leader), now=now)
    officer = signed_in(officers[0])
    assert officer.get(f"/my-cohorts/{cohort.row.uuid}/meetings/{meeting.uuid}/here").status_code == 404
    assert meeting.title not in officer.get(f"/my-cohorts/{cohort.row.uuid}").text


@pytest.mark.parametrize(
    "page", ["", "/{0}", "/{0}/roll", "/{0}/code", "/{0}/change", "/{0}/cancel", "/{0}/export.csv"]
)
def test_a_trainer_of_another_cohort_finds_no_meeting_here(session, meeting, address, signed_in, version, now, page):
    other = cohorts.trainer(session)
    cohorts.cohort(session, version, now, leader=other)
    assert signed_in(other).get(address + page.format(meeting.uuid)).status_code == 404


def test_a_meeting_of_another_cohort_is_not_found_under_this_one(session, mine, leader, version, address, now):
    other = meetings.running(session, cohorts.cohort(session, version, now, leader=leader), now)
    session.commit()
    assert mine.get(f"{address}/{other.uuid}").status_code == 404


def test_the_roll_as_a_file_says_how_each_was_there_and_who_said_so(mine, meeting, officers, address):
    mine.post(f"{address}/{meeting.uuid}/roll", data=presences(officers, "present", "late", "none"))
    text = mine.get(f"{address}/{meeting.uuid}/export.csv").get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == [
        ("Officer 0", "present", "Trainer One"),
        ("Officer 1", "late", "Trainer One"),
        ("Officer 2", "", ""),
    ]


def test_the_meetings_as_a_file_hold_the_numbers_of_their_rolls(mine, meeting, officers, address):
    mine.post(f"{address}/{meeting.uuid}/roll", data=presences(officers, "present", "late", "none"))
    text = mine.get(f"{address}/export.json").text
    assert re.search(r'"present":\s*1', text)
    assert re.search(r'"late":\s*1', text)


def test_the_printed_sheet_is_a_pdf(mine, meeting, address):
    answer = mine.get(f"{address}/{meeting.uuid}/sheet.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.get_data().startswith(b"%PDF")


def test_attendance_counts_what_was_held_and_not_what_was_cancelled_or_is_to_come(
    session, cohort, leader, officers, now
):
    held = [meetings.running(session, cohort, now - timedelta(days=day), title=f"Day {day}") for day in range(6)]
    off = meetings.running(session, cohort, now)
    cancel_meetings(session, off, "No power.", following=False, by=leader.id, now=now)
    meetings.planned(session, cohort, [date(2027, 3, 22)], now)
    said = [Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY, Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT]
    for one, presence in zip(held, said, strict=True):
        meetings.keep(session, one, leader, meetings.line(officers[0], leader, 1, now, presence), now=now)
    found = attendance_of(session, [cohort.id], now)[cohort.id].of(officers[0].id)
    assert (found.there, found.held, found.excused, found.unsaid) == (4, 6, 1, 0)
    assert attendance_of(session, [cohort.id], now)[cohort.id].of(officers[1].id).there == 0


def test_the_board_and_the_page_of_an_officer_say_at_how_many_meetings_they_were(
    mine, cohort, meeting, officers, address
):
    mine.post(f"{address}/{meeting.uuid}/roll", data=presences(officers, "present", "none", "none"))
    assert (
        '<td role="cell" data-label="Meetings" class="num">1/1</td>'
        in mine.get(f"/cohorts/{cohort.row.uuid}/board").text
    )
    assert "1 of 1" in mine.get(f"/cohorts/{cohort.row.uuid}/officers/{officers[0].uuid}").text


def test_the_next_meeting_stands_on_the_start_page_of_its_officer_and_its_trainer(
    mine, meeting, officers, signed_in, address
):
    assert f"{address}/{meeting.uuid}/roll" in mine.get("/").text
    assert "I am here" in signed_in(officers[0]).get("/").text


def test_the_start_page_asks_nobody_who_is_on_the_roll_whether_they_are_there(
    session, meeting, leader, officers, signed_in, now
):
    there = meetings.line(officers[0], leader, 1, now)
    absent = meetings.line(officers[1], leader, 2, now, Presence.ABSENT)
    meetings.keep(session, meeting, leader, there, absent, now=now)
    session.commit()
    page = signed_in(officers[0]).get("/").text
    assert "Next meeting: " in page
    assert "I am here" not in page
    assert "I am here" in signed_in(officers[1]).get("/").text


def test_the_pages_of_a_meeting_take_as_many_queries_for_many_officers(
    session, mine, cohort, address, meeting, counting, now
):
    def asked(path):
        mine.get(path)
        with counting() as seen:
            assert mine.get(path).status_code == 200
        return len(seen)

    paths = (address, f"{address}/{meeting.uuid}", f"{address}/{meeting.uuid}/roll")
    before = [asked(path) for path in paths]
    cohorts.officers(session, cohort, 20, now)
    for _each in range(5):
        meetings.running(session, cohort, now)
    session.commit()
    assert [asked(path) for path in paths] == before
