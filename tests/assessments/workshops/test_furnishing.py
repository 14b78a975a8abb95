"""Exercises and rooms of a workshop: added, changed, stopped and taken out, and what a rotation in use forbids."""

from datetime import timedelta

import pytest

from assessments.workshops.services.furnishing import (
    ExerciseDraft,
    end_exercise,
    end_room,
    set_exercise,
    set_room,
    stop_room,
)
from lms.errors import BadInput, NotFound, RuleBroken
from tests.access_matrix import gathered
from tests.builders import workshops as build
from tests.builders.audit import told
from tests.builders.people import NOW
from tests.builders.rubrics import BENCH

LATER = NOW + timedelta(hours=1)


@pytest.fixture(scope="module")
def worlds(module_session):
    """A workshop that is being planned, and one with a rotation in use; both have written work."""
    with module_session() as session:
        planned, used = build.small(session, NOW), build.small(session, NOW)
        for one in (planned, used):
            one.exercise("Case on paper", written=True)
        gathered.use(session, used, NOW)
        return planned, used


def exercise(made, uuid=None, **changed):
    usual = {"title": "Role play", "rubric_version_id": made.rubric.id, "minutes": 30, "topic": None, "written": False}
    draft = ExerciseDraft(**(usual | changed))
    return set_exercise(made.session, made.parts, draft, uuid, by=made.by.id, now=NOW)


def room(made, name, exercise, uuid=None):
    return set_room(made.session, made.parts, name, exercise, uuid, by=made.by.id, now=NOW)


def stop(made, uuid, from_at, until_at=None):
    stop_room(made.session, made.parts, uuid, from_at, until_at, by=made.by.id, now=NOW)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"), ({"minutes": 4}, "minutes"), ({"minutes": 241}, "minutes"),
        ({"rubric_version_id": 0}, "rubric"),
    ],
)  # fmt: skip
def test_an_exercise_that_cannot_be_is_refused_beside_its_field(made, changed, field):
    with pytest.raises(BadInput) as fault:
        exercise(made, **changed)
    assert fault.value.field == field


@pytest.mark.parametrize("minutes", [5, 240])
def test_an_exercise_is_added_behind_all_that_ever_were_and_told(session, made, minutes):
    end_exercise(session, made.parts, made.parts.exercises[-1].uuid, by=made.by.id, now=NOW)
    row = exercise(made, minutes=minutes, topic="operations")
    assert (row.position, row.title, row.minutes, row.ended_at) == (4, "Role play", minutes, None)
    assert told(session, "workshop.exercise-set")[-1] == (f"workshop:{made.number}", made.by.id, {
        "exercise_id": row.id, "rubric_version_id": made.rubric.id, "minutes": minutes, "topic": "operations",
        "written": False,
    })  # fmt: skip
    assert [one.title for one in made.parts.exercises] == ["Targeting desk", "Interview", "Role play"]
    assert exercise(build.workshop(session, NOW)).position == 1


def test_an_exercise_is_changed_by_its_id_and_no_other_is(made, used):
    first, second, paper = made.parts.exercises
    exercise(made, first.uuid, title="Targeting", minutes=20, written=True)
    assert [(one.title, one.minutes, one.written) for one in made.parts.exercises] == [
        ("Targeting", 20, True), ("Interview", 35, False), ("Case on paper", 35, True),
    ]  # fmt: skip
    for foreign in (used.parts.exercises[0].uuid, "nothing"):
        with pytest.raises(NotFound):
            exercise(made, foreign)
    end_exercise(made.session, made.parts, paper.uuid, by=made.by.id, now=NOW)
    with pytest.raises(NotFound):
        exercise(made, paper.uuid)
    assert second.workshop_id == made.number


@pytest.mark.parametrize("changed", [{"minutes": 36}, {"written": True}, {"rubric_version_id": "another"}])
def test_while_a_rotation_is_in_use_only_title_and_topic_of_an_exercise_change(session, used, changed):
    row = used.parts.exercises[0]
    same = {"minutes": row.minutes, "written": row.written}
    exercise(used, row.uuid, title="Renamed", topic="operations", **same)
    assert (used.parts.exercises[0].title, used.parts.exercises[0].topic) == ("Renamed", "operations")
    if "rubric_version_id" in changed:
        changed = {"rubric_version_id": build.rubric(session, BENCH.replace("slug: bench", "slug: other")).id}
    with pytest.raises(RuleBroken, match="only the title and the topic"):
        exercise(used, row.uuid, **(same | changed))
    with pytest.raises(RuleBroken, match="cannot add exercises"):
        exercise(used)
    with pytest.raises(RuleBroken, match="cannot remove exercises"):
        end_exercise(session, used.parts, row.uuid, by=used.by.id, now=NOW)


def test_an_exercise_that_is_taken_out_stays_in_the_record(session, made):
    row = made.parts.exercises[1]
    end_exercise(session, made.parts, row.uuid, by=made.by.id, now=NOW)
    assert row.ended_at == NOW
    assert row in made.parts.every_exercise
    assert told(session, "workshop.exercise-ended") == [
        (f"workshop:{made.number}", made.by.id, {"exercise_id": row.id})
    ]
    with pytest.raises(NotFound):
        end_exercise(session, made.parts, row.uuid, by=made.by.id, now=NOW)


def test_a_room_has_a_name_of_its_own_and_an_exercise_that_needs_one(made, used):
    first, second, paper = made.parts.exercises
    for name, uuid, field in (
        (" ", first.uuid, "name"), ("x" * 61, first.uuid, "name"), ("Room 3", paper.uuid, "exercise"),
        ("Room 3", used.parts.exercises[0].uuid, "exercise"), (" room  1 ", second.uuid, "name"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as fault:
            room(made, name, uuid)
        assert fault.value.field == field
    row = room(made, "  Room   3 ", second.uuid)
    assert (row.name, row.exercise_id, row.workshop_id) == ("Room 3", second.id, made.number)
    assert told(made.session, "workshop.room-set")[-1] == (f"workshop:{made.number}", made.by.id, {
        "room_id": row.id, "exercise_id": second.id, "stopped_from": None, "stopped_until": None,
    })  # fmt: skip


def test_a_room_is_changed_and_keeps_its_name_or_takes_one_that_is_free(made, used):
    first, second, _paper = made.parts.exercises
    row = made.room("Room 2")
    assert room(made, "room 2", first.uuid, row.uuid) is row
    assert (row.name, row.exercise_id) == ("room 2", first.id)
    with pytest.raises(BadInput, match="already"):
        room(made, "Room 1", second.uuid, row.uuid)
    with pytest.raises(NotFound):
        room(made, "Room 9", second.uuid, used.room("Room 2").uuid)
    assert len(made.parts.every_room) == 2


def test_a_room_that_was_taken_out_comes_back_under_its_name_and_lends_it_to_no_other(made):
    _first, second, _paper = made.parts.exercises
    gone = made.room("Room 1")
    end_room(made.session, made.parts, gone.uuid, by=made.by.id, now=NOW)
    assert told(made.session, "workshop.room-ended") == [(f"workshop:{made.number}", made.by.id, {"room_id": gone.id})]
    assert (gone.ended_at, [one.name for one in made.parts.rooms]) == (NOW, ["Room 2"])
    with pytest.raises(BadInput) as fault:
        room(made, "Room 1", second.uuid, made.room("Room 2").uuid)
    assert fault.value.field == "name"
    again = room(made, "room 1", second.uuid)
    assert (again.id, again.name, again.exercise_id, again.ended_at) == (gone.id, "room 1", second.id, None)


def test_while_a_rotation_is_in_use_a_room_stays_with_its_exercise_and_others_are_added(session, used):
    first, second, _paper = used.parts.exercises
    row = used.room("Room 1")
    with pytest.raises(RuleBroken, match="stays with its exercise"):
        room(used, "Room 1", second.uuid, row.uuid)
    assert room(used, "Hall", first.uuid, row.uuid).name == "Hall"
    assert room(used, "Room 4", second.uuid).exercise_id == second.id
    with pytest.raises(RuleBroken, match="out of use"):
        end_room(session, used.parts, row.uuid, by=used.by.id, now=NOW)


def test_a_room_stops_for_a_time_or_for_good_and_is_used_again(session, made, used):
    row = made.room("Room 1")
    stop(made, row.uuid, NOW, LATER)
    assert (row.stopped_from_at, row.stopped_until_at) == (NOW, LATER)
    data = {"room_id": row.id, "exercise_id": row.exercise_id}
    said = data | {"stopped_from": NOW.isoformat(), "stopped_until": LATER.isoformat()}
    assert told(session, "workshop.room-set")[-1] == (f"workshop:{made.number}", made.by.id, said)
    stop(made, row.uuid, LATER)
    assert told(session, "workshop.room-set")[-1][2] == data | {
        "stopped_from": LATER.isoformat(), "stopped_until": None,
    }  # fmt: skip
    stop(made, row.uuid, None)
    assert (row.stopped_from_at, row.stopped_until_at) == (None, None)
    for from_at, until_at in ((None, LATER), (NOW, NOW), (LATER, NOW)):
        with pytest.raises(BadInput) as fault:
            stop(made, row.uuid, from_at, until_at)
        assert fault.value.field == "until"
    with pytest.raises(NotFound):
        stop(made, used.room("Room 1").uuid, NOW)


def test_a_closed_workshop_keeps_its_exercises_and_rooms(session, made):
    first = made.parts.exercises[0]
    row = made.room("Room 1")
    made.parts.row.closed_at = NOW
    session.flush()
    for change in (
        lambda: exercise(made),
        lambda: end_exercise(session, made.parts, first.uuid, by=made.by.id, now=NOW),
        lambda: room(made, "Room 5", first.uuid),
        lambda: stop(made, row.uuid, NOW),
        lambda: end_room(session, made.parts, row.uuid, by=made.by.id, now=NOW),
    ):
        with pytest.raises(RuleBroken, match="closed"):
            change()
