"""Rotations asked for, kept piece by piece and stopped: what is refused, what is left, what others keep."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.workshops.models import PlacedPerformance
from assessments.workshops.queries.rotations import (
    placed_in,
    rotation_called,
    rotation_in_use,
    rotations_of,
    rules_waived,
    waivers_of,
)
from assessments.workshops.queries.searching import rotation_start
from assessments.workshops.rules.rotation import RotationPlacement
from assessments.workshops.rules.standing import RotationStanding
from assessments.workshops.services.furnishing import end_exercise, end_room
from assessments.workshops.services.rotating import (
    FoundRotation,
    ask_rotation,
    demand_ready,
    demand_reason,
    end_search,
    keep_found,
    put_in_use,
    stop_search,
)
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.queue.models import Job
from tests.builders import workshops as build
from tests.builders.audit import told
from tests.builders.people import NOW


@pytest.fixture(scope="module")
def worlds(with_proposals):
    return with_proposals


def proposed(made, no=1):
    return rotation_called(made.session, made.number, no)


def use(made, row, now=NOW):
    return put_in_use(made.session, made.parts, row, by=made.by.id, now=now)


def test_a_rotation_is_asked_for_with_a_job_and_a_number_of_its_own_workshop(session, made, used):
    row = ask_rotation(session, made.parts, seed=7, by=made.by.id, now=NOW)
    assert (row.no, row.stage, row.standing, row.before_id, row.from_at, row.seed, row.tried) == (
        3, "first", "working", None, None, 7, 0,
    )  # fmt: skip
    job = session.scalars(select(Job).order_by(Job.id.desc())).first()
    assert (job.kind, job.payload) == ("workshop-rotation", {"rotation_id": row.id})
    data = {"rotation_id": row.id, "stage": "first"}
    assert told(session, "workshop.rotation-asked")[-1] == (f"workshop:{made.number}", made.by.id, data)
    with pytest.raises(Conflict, match="already being made"):
        ask_rotation(session, made.parts, seed=1, by=made.by.id, now=NOW)
    again = ask_rotation(session, used.parts, seed=1, by=used.by.id, now=NOW, from_at=NOW)
    before = rotation_in_use(session, used.number).id
    assert (again.no, again.stage, again.before_id, again.from_at) == (2, "replan", before, NOW)
    assert told(session, "workshop.rotation-asked")[-1][2]["stage"] == "replan"


def test_a_first_rotation_is_for_who_has_none_and_a_replan_for_who_has_one(session, made, used):
    with pytest.raises(RuleBroken, match="Something changed"):
        ask_rotation(session, used.parts, seed=1, by=used.by.id, now=NOW)
    with pytest.raises(RuleBroken, match="nothing to plan again"):
        ask_rotation(session, made.parts, seed=1, by=made.by.id, now=NOW, from_at=NOW)
    for one, from_at in ((made, None), (used, NOW)):
        one.parts.row.closed_at = NOW
        session.flush()
        with pytest.raises(RuleBroken, match="closed"):
            ask_rotation(session, one.parts, seed=1, by=one.by.id, now=NOW, from_at=from_at)


def test_what_is_missing_is_said_before_a_search_begins(session):
    made = build.workshop(session, NOW)
    place = None
    for words, add in (
        ("exercise first", lambda: made.exercise("Case", written=True)),
        ("candidate first", made.candidate),
        ("two assessors", made.assessor),
        ("two assessors", made.assessor),
    ):
        with pytest.raises(RuleBroken, match=words):
            ask_rotation(session, made.parts, seed=1, by=made.by.id, now=NOW)
        place = add()
    assert place is not None
    demand_ready(made.parts)  # written work alone needs no room and no time
    made.exercise("Interview")
    with pytest.raises(RuleBroken, match="“Interview” a room"):
        demand_ready(made.parts)
    made.exercise("Desk", "Room 1")
    with pytest.raises(RuleBroken, match="“Interview” a room"):
        demand_ready(made.parts)
    interview = next(one for one in made.parts.exercises if one.title == "Interview")
    end_exercise(session, made.parts, interview.uuid, by=made.by.id, now=NOW)
    made.exercise("Talk", "Room 2", minutes=240)
    made.parts.row.settings = {"frame": {"half_days": [["2026-12-07", "08:00", "09:00"]], "change": 5, "spare": 0}}
    session.flush()
    with pytest.raises(RuleBroken, match="the times of the workshop"):
        demand_ready(made.parts)
    made.frame("2026-12-07 08:00-12:00", spare=0)
    demand_ready(made.parts)
    end_room(session, made.parts, made.room("Room 2").uuid, by=made.by.id, now=NOW)
    with pytest.raises(RuleBroken, match="“Talk” a room"):
        demand_ready(made.parts)


def searching(made):
    row = made.asked()
    return row, rotation_start(made.session, row, now=NOW)


def test_what_a_search_finds_is_kept_in_place_of_what_it_found_before(session, made):
    row, start = searching(made)
    found = [one for one in placed_in(session, proposed(made).id) if one.slot is not None]
    people = {one.id: one.person_id for one in made.parts.every_candidate}
    assessors = [one.person_id for one in made.parts.assessors]
    ones = [
        RotationPlacement(people[one.candidate_id], one.exercise_id, one.slot, one.room_id, tuple(assessors[:2]))
        for one in found
    ]
    assert keep_found(session, start, FoundRotation(ones[:3], tried=1), now=NOW)
    assert keep_found(session, start, FoundRotation(ones[:2], tried=2), now=NOW + timedelta(seconds=1))
    assert [one.candidate_id for one in placed_in(session, row.id)] == [one.candidate_id for one in found[:2]]
    assert keep_found(session, start, FoundRotation((), tried=3), now=NOW)
    assert (len(placed_in(session, row.id)), row.tried, row.digest) == (2, 3, start.digest)
    paper = (people[found[0].candidate_id], found[0].exercise_id)
    assert keep_found(session, start, FoundRotation((), {paper: (assessors[2], assessors[3])}), now=NOW)
    (written,) = placed_in(session, row.id)
    letters = {one.person_id: one.id for one in made.parts.assessors}
    assert (written.slot, written.room_id, written.begins_at, written.interpreter_id) == (None, None, None, None)
    assert (written.first_assessor_id, written.second_assessor_id) == tuple(letters[key] for key in assessors[2:4])
    assert len(placed_in(session, proposed(made).id)) == 6


def test_interpreters_of_a_performance_are_kept_one_two_or_none(session, used):
    row = ask_rotation(session, used.parts, seed=1, by=used.by.id, now=NOW, from_at=NOW)
    start = rotation_start(session, row, now=NOW)
    parts = used.parts
    assessors, voices = [one.person_id for one in parts.assessors], [one.person_id for one in parts.interpreters]
    room = used.room("Room 1")
    ones = [
        RotationPlacement(
            one.person_id, room.exercise_id, number, room.id, tuple(assessors[:2]), tuple(voices[:number])
        )
        for number, one in enumerate(parts.candidates)
    ]
    keep_found(session, start, FoundRotation(ones), now=NOW)
    first, second = (one.id for one in parts.interpreters)
    kept = [(one.interpreter_id, one.other_interpreter_id) for one in placed_in(session, row.id)]
    assert kept == [(None, None), (first, None), (first, second)]
    begins = [one.begins_at for one in placed_in(session, row.id)]
    assert begins == [parts.slots[number].begins_at for number in range(3)]


@pytest.mark.parametrize(("standing", "left"), [("proposed", 1), ("none-exists", 0), ("none-found", 0), ("failed", 0)])
def test_a_search_that_ends_keeps_what_is_proposed_and_nothing_else(session, made, standing, left):
    row, start = searching(made)
    kept = len(placed_in(session, proposed(made).id))
    session.add(copied(placed_in(session, proposed(made).id)[0], row))
    session.flush()
    end = {"report": {"seconds": 1}, "tried": 5, "now": NOW + timedelta(seconds=3)}
    assert end_search(session, start, RotationStanding(standing), **end)
    assert (row.standing, row.report, row.tried, row.told_at) == (standing, {"seconds": 1}, 5, end["now"])
    assert (len(placed_in(session, row.id)), len(placed_in(session, proposed(made).id))) == (left, kept)
    assert not end_search(session, start, RotationStanding.FAILED, {}, tried=9, now=NOW)
    assert not keep_found(session, start, FoundRotation((), {(1, 2): (3, 4)}), now=NOW)
    assert (row.standing, row.tried, len(placed_in(session, row.id))) == (standing, 5, left)


def copied(one, row):
    """The same performance in another rotation."""
    values = {name: getattr(one, name) for name in PlacedPerformance.__table__.columns.keys() if name != "id"}  # noqa: SIM118
    return PlacedPerformance(**(values | {"rotation_id": row.id}))


def test_a_search_is_stopped_once_and_nothing_of_it_is_left(session, made):
    row, _start = searching(made)
    kept = placed_in(session, proposed(made).id)
    session.add(copied(kept[0], row))
    session.flush()
    stop_search(session, made.parts, row)
    assert (row.standing, row.report, placed_in(session, row.id)) == ("failed", {"stopped": True}, [])
    assert placed_in(session, proposed(made).id) == kept
    for over in (row, proposed(made)):
        with pytest.raises(Conflict, match="already over"):
            stop_search(session, made.parts, over)
    assert proposed(made).standing == "proposed"


@pytest.mark.parametrize(
    ("text", "most", "words"),
    [("", 5, None), ("  ", 5, None), (" a ", 5, "a"), ("abcde ", 5, "abcde"), ("abcdef", 5, None)],
)
def test_a_reason_has_words_that_fit(app, text, most, words):
    if words:
        assert demand_reason(text, most) == words
        return
    with pytest.raises(BadInput) as fault:
        demand_reason(text, most)
    assert fault.value.field == "reason"


def test_rotations_are_found_in_their_own_workshop_by_their_number(session, made, used):
    assert [one.no for one in rotations_of(session, made.number)] == [2, 1]
    assert rotation_called(session, used.number, 1).id == rotation_in_use(session, used.number).id
    assert rotation_in_use(session, made.number) is None
    for number, no in ((made.number, 3), (used.number, 2), (0, 1)):
        with pytest.raises(NotFound):
            rotation_called(session, number, no)
    placed = placed_in(session, rotation_in_use(session, used.number).id)
    assert [one.slot is None for one in placed] == [False] * 6 + [True] * 3
    assert [(one.slot, one.room_id) for one in placed[:6]] == sorted((one.slot, one.room_id) for one in placed[:6])
    assert (waivers_of(session, made.number), rules_waived(session, made.number)) == ([], frozenset())
