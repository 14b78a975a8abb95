"""Deadlines of a cohort: set by its trainers, extended in one tap, told to the officer, read off the board."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from courses.cohorts.models.deadline import CohortDeadline, DeadlineExtension
from courses.cohorts.models.participant import Participant
from courses.cohorts.pages.board import BoardChoice, board_page
from courses.cohorts.pages.deadlines import extension
from courses.cohorts.queries.audited import AUDITED
from courses.cohorts.queries.deadlines import deadlines_of_one, run_deadlines
from courses.cohorts.rules.board import BoardFilter
from courses.cohorts.rules.deadlines import WHOLE
from courses.cohorts.services.deadlines import DEADLINE_EXTENDED, Longer, extend_deadlines, set_deadlines
from courses.learning.queries.runs import newest_runs
from courses.learning.services import record_completion, record_read
from lms import clock
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, RuleBroken
from lms.messages.models import Message
from tests.builders import cohorts
from tests.builders.people import viewer


@pytest.fixture
def leader(session):
    return cohorts.trainer(session, "Trainer One")


@pytest.fixture
def cohort(session, version, leader, now):
    """In the middle of its eight weeks; module one has two lessons and a quiz, module two one lesson and a quiz."""
    return cohorts.cohort(session, version, now - timedelta(days=31), leader=leader)


@pytest.fixture
def officers(session, cohort, now):
    made = cohorts.officers(session, cohort, 3, now - timedelta(days=31))
    for row, name in zip(made, ("Anouk", "Bounmy", "Chanthavy"), strict=True):
        row.name = name
    session.flush()
    return made


@pytest.fixture
def today(cohort, now):
    return cohort.today(now)


@pytest.fixture
def late(session, cohort, officers, leader, today, now):
    """Module one was due yesterday, the whole course is in three weeks."""
    wanted = {1: today - timedelta(days=1), 2: None, WHOLE: today + timedelta(days=21)}
    set_deadlines(session, cohort, wanted, by=leader.id, now=now)


@pytest.fixture
def mine(signed_in, leader, officers):
    return signed_in(leader)


def finish_first_module(session, version, row, now):
    for lesson in ("first", "second"):
        record_read(session, row.id, version.course_id, lesson, now=now)
    run = newest_runs(session, [row.id], version.course_id)[row.id]
    record_completion(session, run.id, "quiz-one", now=now)


def board(session, cohort, leader, app, now, **choice):
    with app.test_request_context():
        return board_page(session, viewer(session, leader), cohort, BoardChoice(**choice), now)


def hidden(page, *names):
    return {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in names}


def given(session):
    session.expire_all()
    wanted = select(Participant.person_id, DeadlineExtension.part, DeadlineExtension.due_on)
    wanted = wanted.join(Participant, Participant.id == DeadlineExtension.participant_id)
    return session.execute(wanted.order_by(DeadlineExtension.id)).all()


def test_who_missed_a_deadline_is_late_since_the_day_after(session, version, cohort, officers, late, leader, app, now):
    finish_first_module(session, version, officers[0], now)
    page = board(session, cohort, leader, app, now)
    assert page.counts[BoardFilter.LATE] == 2
    said = [[str(words) for words, _tone in one.chips] for one in page.lines]
    assert any("late since" in words for words in said[1])
    assert not any("late since" in words for words in said[0])


def test_a_trainer_sets_a_day_for_a_module_and_takes_it_away_and_both_are_kept(session, mine, cohort, today):
    address, day = f"/cohorts/{cohort.row.uuid}/deadlines", today + timedelta(days=3)
    assert mine.post(address, data={"part_1": day.isoformat(), "part_2": "", "part_0": ""}).status_code == 303
    session.expire_all()
    assert deadlines_of_one(session, cohort.id) == {1: day}
    assert mine.post(address, data={"part_1": "", "part_2": "", "part_0": ""}).status_code == 303
    session.expire_all()
    assert deadlines_of_one(session, cohort.id) == {}
    assert session.scalars(select(CohortDeadline.due_on).order_by(CohortDeadline.id)).all() == [day, None]
    assert "What was changed" in mine.get(address).text


@pytest.mark.parametrize(
    ("days", "field"),
    [({1: 400}, "part_1"), ({1: -60}, "part_1"), ({1: 10, WHOLE: 5}, "part_1")],
    ids=["after the end", "before the start", "after the whole"],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field_and_nothing_is_kept(
    session, cohort, leader, today, now, app, days, field
):
    wanted = {part: today + timedelta(days=more) for part, more in days.items()}
    with app.test_request_context(), pytest.raises(BadInput) as fault:
        set_deadlines(session, cohort, wanted, by=leader.id, now=now)
    assert fault.value.field == field
    session.rollback()
    assert session.scalars(select(CohortDeadline)).all() == []


def test_what_is_no_day_is_said_beside_it(mine, cohort):
    answer = mine.post(f"/cohorts/{cohort.row.uuid}/deadlines", data={"part_1": "Friday"})
    assert answer.status_code == 422
    assert "2027-03-31" in answer.text


def test_one_tap_gives_one_officer_seven_days_from_today_and_tells_them(
    session, mine, cohort, officers, late, signed_in
):
    session.commit()
    page = mine.get(f"/cohorts/{cohort.row.uuid}/officers/{officers[1].uuid}").text
    form = hidden(page, "shown", "who") | {"how": "days", "part": "next"}
    first = mine.post(f"/cohorts/{cohort.row.uuid}/extend", data=form)
    assert first.status_code == 303
    week_on = cohort.today(clock.now()) + timedelta(days=7)
    assert given(session) == [(officers[1].id, 1, week_on)]
    message = session.scalars(select(Message).where(Message.kind == DEADLINE_EXTENDED.name)).one()
    assert message.person_id == officers[1].id
    assert "finish module 1" in signed_in(officers[1]).get(f"/inbox/{message.uuid}").text
    assert "New deadline:" in mine.get(f"/cohorts/{cohort.row.uuid}/officers/{officers[1].uuid}").text


def test_a_second_tap_on_the_same_page_gives_nothing_more(session, mine, cohort, officers, late):
    session.commit()
    page = mine.get(f"/cohorts/{cohort.row.uuid}/officers/{officers[1].uuid}").text
    form = hidden(page, "shown", "who") | {"how": "days", "part": "next"}
    mine.post(f"/cohorts/{cohort.row.uuid}/extend", data=form)
    again = mine.post(f"/cohorts/{cohort.row.uuid}/extend", data=form)
    assert again.status_code == 200
    assert "Perhaps you pressed twice" in again.text
    assert len(given(session)) == 1


def test_all_in_a_filter_get_until_a_day_and_who_had_longer_keeps_it(
    session, version, mine, cohort, officers, late, leader, today, now
):
    finish_first_module(session, version, officers[0], now)
    there = cohorts.participant(session, cohort, officers[2])
    far = today + timedelta(days=20)
    longer = Longer(there.id, officers[2].id, {1: (today - timedelta(days=1), far)})
    extend_deadlines(session, cohort, [longer], by=leader.id, now=now)
    session.commit()
    page = mine.get(f"/cohorts/{cohort.row.uuid}/extend").text
    day = today + timedelta(days=10)
    form = hidden(page, "shown") | {"how": "until", "day": day.isoformat(), "part": "1"}
    assert mine.post(f"/cohorts/{cohort.row.uuid}/extend", data=form).status_code == 303
    assert given(session)[1:] == [(officers[1].id, 1, day)]


def test_a_day_that_is_past_is_refused_beside_it(session, mine, cohort, officers, late, today):
    session.commit()
    page = mine.get(f"/cohorts/{cohort.row.uuid}/extend").text
    for day in ((today - timedelta(days=1)).isoformat(), "", (today + timedelta(days=800)).isoformat()):
        form = hidden(page, "shown") | {"how": "until", "day": day, "part": "next"}
        assert mine.post(f"/cohorts/{cohort.row.uuid}/extend", data=form).status_code == 422
    assert given(session) == []


def test_nobody_gives_themselves_more_time(session, cohort, officers, late, today, now):
    there = cohorts.participant(session, cohort, officers[0])
    own = Longer(there.id, officers[0].id, {1: (today, today + timedelta(days=7))})
    with pytest.raises(RuleBroken):
        extend_deadlines(session, cohort, [own], by=officers[0].id, now=now)


def test_an_officer_reads_their_own_deadlines_in_the_course_and_in_the_cohort(
    session, cohort, officers, late, signed_in
):
    session.commit()
    browser = signed_in(officers[0])
    assert "Your deadlines" in browser.get(f"/my-cohorts/{cohort.row.uuid}").text
    course = browser.get("/courses/tiny-course").text
    assert course.count("To be done by") == 2
    assert course.count('<span class="chip bad">late</span>') == 1


def test_a_run_outside_a_cohort_has_no_deadline(session, version, cohort, officers, late, enrolled, now):
    run = newest_runs(session, [enrolled.id], version.course_id)[enrolled.id]
    assert run_deadlines(session, [run], now) == {}


def test_every_deadline_and_extension_is_what_the_audit_trail_tells(
    session, cohort, officers, late, leader, today, now
):
    there = cohorts.participant(session, cohort, officers[2])
    longer = Longer(there.id, officers[2].id, {1: (today - timedelta(days=1), today + timedelta(days=6))})
    extend_deadlines(session, cohort, [longer], by=leader.id, now=now)
    session.flush()
    found = {one.title: (one.records, one.faults) for one in compare_all(session, AUDITED)}
    assert found["deadlines of cohorts"] == (2, ())
    assert found["extensions of deadlines"] == (1, ())
    session.execute(update(DeadlineExtension).values(due_on=today + timedelta(days=90)))
    assert any(one.faults for one in compare_all(session, AUDITED))


def test_a_trainer_of_another_cohort_finds_neither_page(session, version, cohort, officers, late, signed_in):
    session.commit()
    stranger = signed_in(cohorts.trainer(session, "Trainer Two"))
    for page in ("deadlines", "extend"):
        assert stranger.get(f"/cohorts/{cohort.row.uuid}/{page}").status_code == 404
        assert stranger.post(f"/cohorts/{cohort.row.uuid}/{page}", data={}).status_code == 404


def test_whoever_waits_for_another_run_gets_no_extension(session, cohort, officers, late, leader, app, now):
    with app.test_request_context():
        found = extension(session, viewer(session, leader), cohort, BoardFilter.LATE, (), now)
    assert len(found.longer(None, None)) == 3
    assert found.parts == [1, WHOLE]
