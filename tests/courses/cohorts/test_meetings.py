"""Meetings are planned, moved and cancelled: by the wall clock, told to everybody, and kept as they were said."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select, update

from courses.cohorts.models.meeting import MeetingChange
from courses.cohorts.queries.audited_meetings import AUDITED
from courses.cohorts.queries.meetings import changes_of, meeting_by_id, meetings_of
from courses.cohorts.rules.meetings import MeetingStep
from courses.cohorts.rules.recurrence import MOST_MEETINGS
from courses.cohorts.services import leaving
from courses.cohorts.services.meeting_messages import MEETING_MESSAGE, meeting_said
from courses.cohorts.services.meetings import cancel_meetings, change_meetings, plan_meetings
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, Conflict, RuleBroken
from lms.messages.models import Message
from tests.builders import cohorts, meetings
from tests.builders.people import viewer

PARIS = "Europe/Paris"


@pytest.fixture
def leader(session):
    return cohorts.trainer(session)


@pytest.fixture
def cohort(session, version, leader, now):
    return cohorts.cohort(session, version, now, leader=leader, time_zone=PARIS)


@pytest.fixture
def officers(session, cohort, now):
    return cohorts.officers(session, cohort, 2, now)


@pytest.fixture
def series(session, cohort, officers, now):
    """Four meetings, a week apart, over the day in spring on which the clocks of Paris go forward."""
    days = [date(2027, 3, 18) + timedelta(weeks=number) for number in range(4)]
    return meetings.planned(session, cohort, days, now)


def changed(session, meeting, leader, now, *, day=None, following=False, **facts):
    values = {"title": meeting.title, "place": meeting.place, "at": meeting.starts.time(), "lasts": meeting.lasts}
    wanted = meetings.facts(zone=meeting.zone, **(values | facts))
    day = day or meeting.starts.date()
    return change_meetings(session, meeting, wanted, day, following=following, by=leader.id, now=now)


def messages(session):
    """What was told, by person, the newest last."""
    session.flush()
    rows = session.scalars(select(Message).where(Message.kind == MEETING_MESSAGE.name).order_by(Message.id)).all()
    return [(one.person_id, one.params) for one in rows]


def test_a_series_keeps_its_local_hour_over_a_clock_change(series):
    assert {one.starts.time() for one in series} == {time(9, 0)}
    assert [one.begins_at.hour for one in series] == [8, 8, 7, 7]


def test_a_meeting_moved_across_a_clock_change_keeps_its_local_hour(session, series, leader, now):
    (moved,) = changed(session, series[1], leader, now, day=date(2027, 3, 30))
    assert (moved.starts.time(), moved.begins_at.hour) == (time(9, 0), 7)
    assert (moved.step, moved.sequence, moved.uuid) == (MeetingStep.MOVED, 1, series[1].uuid)


def test_all_that_follow_move_by_as_many_days_and_to_the_same_hour(session, series, leader, now):
    day = series[1].starts.date() + timedelta(days=1)
    moved = changed(session, series[1], leader, now, day=day, at=time(14, 30), following=True)
    assert [one.starts.isoformat() for one in moved] == [
        "2027-03-26T14:30:00",
        "2027-04-02T14:30:00",
        "2027-04-09T14:30:00",
    ]
    assert meeting_by_id(session, series[0].id).sequence == 0


def test_what_does_not_change_is_not_said_again(session, series, leader, now):
    assert changed(session, series[0], leader, now) == []
    assert len(changes_of(session, series[0].id)) == 1


def test_a_new_place_is_a_change_and_no_move(session, series, leader, now):
    (found,) = changed(session, series[0], leader, now, place="Room 9")
    assert (found.step, found.place) == (MeetingStep.CHANGED, "Room 9")


def test_everything_that_was_said_of_a_meeting_is_kept(session, series, leader, now):
    changed(session, series[0], leader, now, at=time(10, 0))
    cancel_meetings(session, series[0], "No power.", following=False, by=leader.id, now=now)
    said = changes_of(session, series[0].id)
    assert [(one.step, one.starts.hour) for one in said] == [("scheduled", 9), ("moved", 10), ("cancelled", 10)]
    assert said[-1].reason == "No power."


def test_a_cancelled_meeting_is_neither_moved_nor_cancelled_again(session, series, leader, now):
    cancel_meetings(session, series[0], "No power.", following=False, by=leader.id, now=now)
    with pytest.raises(Conflict):
        cancel_meetings(session, series[0], "Again.", following=False, by=leader.id, now=now)
    with pytest.raises(Conflict):
        changed(session, series[0], leader, now, at=time(10, 0))


def test_cancelling_all_that_follow_leaves_what_was_before(session, cohort, series, leader, now):
    cancel_meetings(session, series[2], "The room is gone.", following=True, by=leader.id, now=now)
    assert [one.is_cancelled for one in meetings_of(session, [cohort.id])[cohort.id]] == [False, False, True, True]


def test_a_meeting_is_cancelled_only_with_a_reason(session, series, leader, now):
    with pytest.raises(BadInput) as refused:
        cancel_meetings(session, series[0], "  ", following=False, by=leader.id, now=now)
    assert refused.value.field == "reason"


def test_a_meeting_that_has_begun_is_not_moved_but_its_place_can_be_mended(session, cohort, leader, now):
    begun = meetings.running(session, cohort, now)
    with pytest.raises(RuleBroken):
        changed(session, begun, leader, now, day=begun.starts.date() + timedelta(days=1))
    assert len(changed(session, begun, leader, now, place="Room 9")) == 1


def test_a_meeting_that_is_over_is_not_cancelled(session, cohort, leader, now):
    over = meetings.running(session, cohort, now - timedelta(days=1))
    with pytest.raises(RuleBroken):
        cancel_meetings(session, over, "Late.", following=False, by=leader.id, now=now)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"place": "x" * 201}, "place"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"lasts": timedelta(minutes=4)}, "minutes"),
        ({"lasts": timedelta(hours=13)}, "minutes"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(session, cohort, now, wrong, field):
    with pytest.raises(BadInput) as refused:
        plan_meetings(session, cohort, meetings.facts(**wrong), [date(2027, 3, 18)], by=None, now=now)
    assert refused.value.field == field


def test_a_day_long_past_and_more_meetings_than_a_cohort_has_are_refused(session, cohort, now):
    many = [date(2027, 1, 1) + timedelta(days=number) for number in range(MOST_MEETINGS + 1)]
    for days in ([(now - timedelta(days=400)).date()], many, []):
        with pytest.raises(BadInput):
            plan_meetings(session, cohort, meetings.facts(), days, by=None, now=now)
    assert meetings_of(session, [cohort.id])[cohort.id] == []


def test_meetings_of_a_cohort_that_has_ended_stay_as_they_are(session, cohort, series, leader, now):
    leaving.end_cohort(session, cohort, "Done.", by=leader.id, now=now)
    with pytest.raises(RuleBroken):
        plan_meetings(session, cohort, meetings.facts(), [date(2027, 3, 18)], by=None, now=now)


def test_a_cohort_that_ends_calls_off_the_meetings_that_were_still_to_come(session, cohort, series, leader, now):
    leaving.end_cohort(session, cohort, "Done.", by=leader.id, now=series[1].ends_at)
    assert [one.is_cancelled for one in meetings_of(session, [cohort.id])[cohort.id]] == [False, False, True, True]


def test_a_series_is_told_once_to_each_officer_and_trainer_but_to_who_planned_it(
    session, cohort, officers, leader, now
):
    days = [date(2027, 3, 18), date(2027, 3, 25)]
    plan_meetings(session, cohort, meetings.facts(), days, by=leader.id, now=now)
    assert sorted(person for person, _said in messages(session)) == sorted(one.id for one in officers)
    assert {said["count"] for _person, said in messages(session)} == {2}


def test_a_moved_meeting_is_told_with_its_old_and_its_new_time(app, session, series, leader, officers, now):
    changed(session, series[0], leader, now, day=date(2027, 3, 30))
    person, params = messages(session)[-1]
    with app.test_request_context():
        said = meeting_said(params, "en")
    assert person in {one.id for one in officers}
    assert "30 March 2027, 09:00, Paris time (07:00 UTC)" in said.text
    assert "18 March 2027, 09:00, Paris time (08:00 UTC)" in said.text


def test_a_cancelled_meeting_is_told_with_its_reason_to_all_who_are_in_the_cohort_now(
    session, cohort, series, leader, officers, now
):
    gone = cohorts.participant(session, cohort, officers[0])
    leaving.withdraw(session, cohort, gone, "Ill.", actor=viewer(session, leader), now=now)
    before = len(messages(session))
    cancel_meetings(session, series[0], "No power.", following=False, by=leader.id, now=now)
    told = messages(session)[before:]
    assert [(person, said["reason"]) for person, said in told] == [(officers[1].id, "No power.")]


def test_nobody_is_told_of_a_meeting_that_is_over_already(session, cohort, officers, now):
    meetings.planned(session, cohort, [(now - timedelta(days=3)).date()], now)
    assert messages(session) == []


def test_planning_asks_as_many_queries_for_many_meetings_as_for_few(session, cohort, officers, counting, now):
    counts = []
    for many in (2, 12):
        days = [date(2027, 3, 1) + timedelta(days=number) for number in range(many)]
        with counting() as asked:
            meetings.planned(session, cohort, days, now)
        counts.append(sum(one.startswith("SELECT") for one in asked))
    assert counts[0] == counts[1]


def test_the_audit_trail_holds_what_was_said_and_names_what_was_changed(session, series, leader, now):
    cancel_meetings(session, series[0], "No power.", following=False, by=leader.id, now=now)
    session.flush()
    assert [(one.records, one.faults) for one in compare_all(session, AUDITED)] == [(5, ()), (0, ())]
    session.execute(update(MeetingChange).where(MeetingChange.reason == "No power.").values(reason="Rain."))
    assert any("reason is" in words for one in compare_all(session, AUDITED) for words in one.faults)


def test_a_moment_of_a_meeting_is_the_first_of_two_where_clocks_go_back(session, cohort, now):
    (odd,) = meetings.planned(session, cohort, [date(2027, 10, 31)], now, at=time(2, 30))
    assert odd.begins_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_two_meetings_on_one_day_are_told_apart(session, cohort, now):
    for at in (time(9, 0), time(14, 0)):
        meetings.planned(session, cohort, [date(2027, 3, 18)], now, at=at)
    assert session.scalar(select(func.count()).select_from(MeetingChange)) == 2
