"""Fresh exercises and performances of a workshop are found with their places; nothing of another workshop."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from assessments.sheets.models import Performance, Sheet
from assessments.sheets.rules.states import Occasion, Turn
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, make_performance
from assessments.workshops.models import FreshPlacement
from assessments.workshops.queries.day_places import PlacesInUse
from assessments.workshops.queries.fresh import (
    fresh_exercise,
    fresh_exercises,
    fresh_planned,
    placed_in_use,
    taken_slots,
    with_fresh,
)
from assessments.workshops.queries.performed import performed_at, performed_called
from assessments.workshops.queries.plans import planned
from assessments.workshops.queries.task import placements_of, workshop_task
from lms.errors import NotFound
from tests.access_matrix import gathered
from tests.builders.people import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def worlds(with_written_work):
    return with_written_work


def first_of(session, used, written=False):
    return session.scalars(
        select(Performance)
        .where(Performance.occasion_id == used.number, Performance.written.is_(written), Performance.no == 1)
        .order_by(Performance.id)
    ).first()


@pytest.fixture
def fresh(session, used):
    """The first performance again, before two who did not rate it, in a spare slot."""
    first = first_of(session, used)
    plan = PerformancePlan(
        Occasion.WORKSHOP, used.number, first.rubric_version_id, first.person_id, first.exercise_id, no=2
    )
    row = make_performance(session, plan, by_id=None, now=NOW)
    rated = set(session.scalars(select(Sheet.assessor_id).where(Sheet.performance_id == first.id)))
    free = [one.person_id for one in used.parts.assessors if one.person_id not in rated]
    for person, turn in zip(free[:2], (Turn.SECOND, Turn.FIRST), strict=True):
        assign_sheet(session, row, person, turn, by_id=None, now=NOW)
    assign_sheet(session, row, free[2], Turn.THIRD, by_id=None, now=NOW)
    timed = next(one for one in used.parts.slots if one.slot.spare)
    room = next(one for one in used.parts.rooms if one.exercise_id == first.exercise_id)
    placed = FreshPlacement(
        performance_id=row.id, workshop_id=used.number, begins_at=timed.begins_at, ends_at=timed.ends_at,
        room_id=room.id, interpreter_id=used.parts.interpreters[0].id, by_id=used.by.id, at=NOW,
    )  # fmt: skip
    session.add(placed)
    session.flush()
    return SimpleNamespace(row=row, first=first, pair=tuple(free[1::-1]), rated=rated, timed=timed, room=room)


def test_a_fresh_exercise_is_found_with_its_pair_and_those_who_rated_before(session, made, used, fresh):
    (found,) = fresh_exercises(session, used.number)
    assert (found.row.id, found.pair, found.rated) == (fresh.row.id, fresh.pair, fresh.rated)
    assert found.placed.begins_at == fresh.timed.begins_at
    assert (fresh_exercises(session, made.number), placed_in_use(session, made.number)) == ([], ())
    assert len(placed_in_use(session, used.number)) == 9
    assert fresh_exercise(session, used.number, fresh.row.uuid, used.by.id).row.id == fresh.row.id
    for uuid, viewer in ((fresh.row.uuid, fresh.row.person_id), (fresh.first.uuid, used.by.id), ("x", used.by.id)):
        with pytest.raises(NotFound):
            fresh_exercise(session, used.number, uuid, viewer)


def test_a_fresh_exercise_takes_its_slot_from_all_who_are_there_but_not_from_itself(session, used, fresh):
    parts = used.parts
    whole = workshop_task(session, parts, now=NOW)
    placed = placed_in_use(session, parts.id)
    every = fresh_exercises(session, parts.id)
    number = fresh.timed.slot.number
    there = {fresh.row.person_id, *fresh.pair, parts.interpreters[0].person_id}
    taken = taken_slots(parts, whole, placed, every, 0)
    assert {person for slot, person in taken.people if slot == number} == there
    assert {room for slot, room in taken.rooms if slot == number} == {fresh.room.id}
    held = placements_of(parts, placed, whole.slots)
    before = {(one.slot, key) for one in held for key in (*one.people, one.candidate)}
    own = taken_slots(parts, whole, placed, every, fresh.row.id)
    assert (own.people, own.rooms) == (before, {(one.slot, one.room) for one in held})
    assert taken_slots(parts, whole, (), [], 0).people == frozenset()
    every[0].placed.begins_at = NOW  # no slot any more
    assert taken_slots(parts, whole, placed, every, 0).people == before


def test_a_fresh_exercise_stands_in_the_plan_by_its_time_once_it_has_pair_and_place(session, used, fresh):
    parts = used.parts
    (found,) = fresh_exercises(session, parts.id)
    (one,) = fresh_planned(parts, [found])
    voice = parts.interpreters[0].person_id
    letters = {each.person_id: each.number for each in parts.assessors}
    assert one.exercise.endswith("(2)")
    assert one.assessor_ids == tuple(sorted(fresh.pair, key=lambda key: letters[key]))
    assert (one.begins_at, one.ends_at, one.room, one.room_id) == (
        fresh.timed.begins_at, fresh.timed.ends_at, fresh.room.name, fresh.room.id,
    )  # fmt: skip
    assert (one.interpreter_ids, one.interpreters) == ((voice,), ("Ivo Santos",))
    assert one.candidate_id == fresh.row.person_id
    plan = with_fresh(parts, planned(parts, placed_in_use(session, parts.id)), [found])
    timed = [each.begins_at for each in plan if each.begins_at is not None]
    assert (len(plan), timed) == (10, sorted(timed))
    session.delete(found.placed)
    session.flush()
    assert fresh_planned(parts, fresh_exercises(session, parts.id)) == []
    fresh.row.written = True
    (written,) = fresh_planned(parts, fresh_exercises(session, parts.id))
    assert (written.begins_at, written.ends_at, written.room, written.interpreter_ids) == (None, None, "", ())
    session.delete(session.scalars(select(Sheet).filter_by(performance_id=fresh.row.id, turn=Turn.FIRST)).one())
    session.flush()
    assert fresh_planned(parts, fresh_exercises(session, parts.id)) == []


def test_live_performances_of_a_workshop_are_found_and_by_their_ids_without_ones_own(session, made, used, fresh):
    elsewhere = gathered_in(session, made)
    rows = performed_at(session, used.number)
    keys = [(row.person_id, row.exercise_id, row.no) for row in rows]
    assert keys == sorted(keys)
    assert len(rows) == 7  # six live ones and a fresh one; written work is none of them
    assert all(row.occasion_id == used.number and not row.written for row in rows)
    mine, others = rows[0], next(row for row in rows if row.person_id != rows[0].person_id)
    uuids = {mine.uuid, others.uuid, elsewhere.uuid}
    assert performed_called(session, used.number, uuids, mine.person_id) == [others]
    assert len(performed_called(session, used.number, uuids, used.by.id)) == 2


def gathered_in(session, made):
    """A live performance at another workshop."""
    plan = PerformancePlan(
        Occasion.WORKSHOP, made.number, made.rubric.id, made.parts.candidates[0].person_id, made.parts.live[0].id
    )
    return make_performance(session, plan, by_id=None, now=NOW)


def test_a_performance_has_the_place_of_the_rotation_in_use_and_a_fresh_one_its_own(session, made, used, fresh):
    other = gathered_in(session, made)
    gathered.found(session, made, NOW)  # proposed, and not in use
    paper = first_of(session, used, written=True)
    ids = [fresh.first.id, fresh.row.id, paper.id, other.id]
    places = PlacesInUse().places(session, ids)
    assert places.keys() == {fresh.first.id, fresh.row.id}
    candidate = next(one.id for one in used.parts.candidates if one.person_id == fresh.first.person_id)
    row = next(
        one for one in placed_in_use(session, used.number)
        if (one.candidate_id, one.exercise_id) == (candidate, fresh.first.exercise_id)
    )  # fmt: skip
    assert (places[fresh.first.id].begins_at, places[fresh.first.id].room) == (row.begins_at, fresh.room.name)
    assert places[fresh.row.id].begins_at == fresh.timed.begins_at
    assert PlacesInUse().places(session, [fresh.first.id]).keys() == {fresh.first.id}
