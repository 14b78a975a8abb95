"""A rotation in words: the plan of each person, the wall plan, what changed for whom, and the letters about it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from assessments.workshops.queries.plans import (
    ChangeShown,
    PlannedPerformance,
    changes_shown,
    planned,
    wall_plan,
)
from assessments.workshops.queries.rotations import placed_in, rotation_in_use
from assessments.workshops.services.messages import LINES_MOST, changed_said, plan_said, tell_changes, tell_plan
from lms.messages.models import Message
from tests.access_matrix import gathered
from tests.builders import workshops as build
from tests.builders.people import NOW

AT = datetime(2026, 12, 7, 6, 0, tzinfo=UTC)


def performance(candidate=1, exercise=10, at=AT, room=20, assessors=(5, 6), voices=(), **changed):
    """Somebody at an exercise."""
    values = {
        "exercise_id": exercise, "exercise": f"E{exercise}", "written": at is None, "candidate_id": candidate,
        "code": f"C-{candidate:02}", "name": f"Name {candidate}", "languages": "en", "begins_at": at,
        "ends_at": at and at + timedelta(minutes=35), "room_id": room, "room": f"Room {room}", "letters": ("A", "B"),
        "assessor_ids": assessors, "assessors": ("One", "Two"), "interpreter_ids": voices, "interpreters": (),
    }  # fmt: skip
    return PlannedPerformance(**(values | changed))


def test_of_written_work_the_code_is_shown_and_no_name():
    assert [performance().shown_name, performance(at=None, room=None).shown_name] == ["Name 1", ""]


def test_a_change_is_shown_to_each_person_whom_it_concerns_as_new_gone_or_moved():
    one, later, gone = performance(voices=(7,)), performance(at=AT + timedelta(hours=1)), performance(2, 11)
    assert changes_shown([one, gone], [one, gone]) == {}
    assert changes_shown([one], [later]) == {
        1: [ChangeShown("E10", "C-01", one, later)], 5: [ChangeShown("E10", "C-01", one, later)],
        6: [ChangeShown("E10", "C-01", one, later)], 7: [ChangeShown("E10", "C-01", one, None)],
    }  # fmt: skip
    other = performance(assessors=(5, 8))
    assert changes_shown([one], [other]) == {
        6: [ChangeShown("E10", "C-01", one, None)], 7: [ChangeShown("E10", "C-01", one, None)],
        8: [ChangeShown("E10", "C-01", None, other)],
    }  # fmt: skip
    assert changes_shown([one], [performance(room=21)]).keys() == {1, 5, 6, 7}
    assert changes_shown([gone], []) == {key: [ChangeShown("E11", "C-02", gone, None)] for key in (2, 5, 6)}
    assert changes_shown([], [gone]) == {key: [ChangeShown("E11", "C-02", None, gone)] for key in (2, 5, 6)}


def wall(*performances):
    room = SimpleNamespace
    parts = SimpleNamespace(
        every_exercise=[room(id=10, title="Desk"), room(id=11, title="Talk")],
        every_room=[room(id=20, name="A", exercise_id=11), room(id=21, name="C", exercise_id=10),
                    room(id=22, name="B", exercise_id=10), room(id=23, name="D", exercise_id=10)],
        zone=ZoneInfo("Africa/Lusaka"),
    )  # fmt: skip
    return wall_plan(parts, performances)


def test_a_wall_plan_has_the_rooms_in_which_something_is_held_by_exercise_and_the_days_of_the_place():
    late = datetime(2026, 12, 7, 22, 30, tzinfo=UTC)  # past midnight in Lusaka
    one, two, three = performance(room=21), performance(2, 11, room=20), performance(3, at=late, room=22)
    paper = performance(4, 12, at=None, room=None)
    plan = wall(three, paper, two, one)
    assert plan.rooms == [("B", "Desk"), ("C", "Desk"), ("A", "Talk")]
    assert [day.on.day for day in plan.days] == [7, 8]
    assert plan.days[0].rows == [(AT, one.ends_at, [None, one, two])]
    assert plan.days[1].rows == [(late, three.ends_at, [three, None, None])]
    assert plan.written == [paper]


@pytest.fixture(scope="module")
def world(module_session):
    """A rotation in use with written work in it."""
    with module_session() as session:
        made = build.small(session, NOW)
        made.exercise("Case on paper", written=True)
        made.candidate("Cy", languages=("fr", "en"))
        gathered.use(session, made, NOW)
        return made


@pytest.fixture
def made(session, world):
    return world.at(session)


@pytest.fixture
def plan(session, made):
    return planned(made.parts, placed_in(session, rotation_in_use(session, made.number).id))


def test_a_plan_is_in_the_order_of_time_and_says_rooms_letters_and_names(made, plan):
    keys = [(one.begins_at is None, one.begins_at or AT, one.room, one.code) for one in plan]
    assert keys == sorted(keys)
    parts = made.parts
    rooms, letters = {one.name: one.id for one in parts.rooms}, {one.person_id: one.number for one in parts.assessors}
    for one in plan:
        assert one.written == (one.exercise == "Case on paper") == (one.begins_at is None) == (one.room == "")
        assert one.room_id == rooms.get(one.room)
        assert one.letters == tuple("ABCDE"[letters[key] - 1] for key in one.assessor_ids)
        assert one.assessors == tuple(parts.name(key) for key in one.assessor_ids)
        assert one.languages == ("fr, en" if one.name == "Cy" else "en")
        assert list(one.letters) == sorted(one.letters)


def letters_of(session, kind):
    return {row.person_id: row.params for row in session.scalars(select(Message).where(Message.kind == kind))}


def test_everybody_in_a_plan_is_told_how_much_they_have_and_when_it_begins(session, made, plan):
    mine = {person: [one for one in plan if person in (one.candidate_id, *one.assessor_ids)] for person in
            {key for one in plan for key in (one.candidate_id, *one.assessor_ids)}}  # fmt: skip
    kept = letters_of(session, "workshop.plan-ready")
    assert kept.keys() == mine.keys()
    for person, rows in mine.items():
        begins = [one.begins_at for one in rows if one.begins_at is not None]
        first = min(begins).isoformat() if begins else ""
        assert (kept[person]["count"], kept[person]["first"]) == (len(rows), first)
        assert (kept[person]["uuid"], kept[person]["zone"]) == (made.parts.row.uuid, "Africa/Lusaka")
    papers = [one for one in plan if one.written][:1]
    assert tell_plan(session, made.parts, papers, now=NOW) == 3
    assert tell_plan(session, made.parts, [], now=NOW) == 0


def test_only_those_are_told_for_whom_something_changed_and_of_twenty_changes_at_most(session, made, plan):
    assert tell_changes(session, made.parts, plan, plan, now=NOW) == 0
    assert tell_changes(session, made.parts, plan, plan[1:], now=NOW) == 3
    gone = letters_of(session, "workshop.plan-changed")
    assert gone.keys() == {plan[0].candidate_id, *plan[0].assessor_ids}
    candidate = plan[0].candidate_id
    many = [performance(candidate, number, assessors=()) for number in range(LINES_MOST + 1)]
    tell_changes(session, made.parts, [], many, now=NOW)
    newest = session.scalars(select(Message).where(Message.person_id == candidate).order_by(Message.id.desc())).first()
    assert (changed_said(newest.params, "en").text.count("\n"), LINES_MOST) == (19, 20)


def test_the_letter_about_a_plan_says_how_many_and_when_the_first_is(app):
    params = {"uuid": "u", "title": "Week", "zone": "Africa/Lusaka", "count": 1, "first": AT.isoformat()}
    said = plan_said(params, "en")
    assert said.title == "Your plan for the workshop: Week"
    assert said.text == (
        "You have 1 performance.\nThe first starts: 7 December 2026, 08:00, Lusaka time (06:00 UTC)."
    )  # fmt: skip
    assert (said.path, said.action) == ("/workshops/u/my-day", "See your day")
    assert plan_said(params | {"count": 2, "first": ""}, "en").text == "You have 2 performances."


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ('["Desk", "C-01", ["2026-12-07T06:00:00+00:00", "Hall"], null]',
         "No longer yours: Desk, C-01 (it was: 7 December 2026, 08:00, Lusaka time (06:00 UTC), Hall)."),
        ('["Desk", "C-01", null, ["", ""]]', "New: Desk, C-01: written work."),
        ('["Desk", "C-01", ["", ""], ["2026-12-07T06:00:00+00:00", "Hall"]]',
         "Moved: Desk, C-01: now 7 December 2026, 08:00, Lusaka time (06:00 UTC), Hall (before: written work)."),
    ],
)  # fmt: skip
def test_the_letter_about_changes_says_each_as_gone_new_or_moved(app, change, text):
    said = changed_said({"uuid": "u", "title": "Week", "zone": "Africa/Lusaka", "changes": f"[{change}]"}, "en")
    assert (said.title, said.text, said.path) == ("Your plan changed: Week", text, "/workshops/u/my-day")
