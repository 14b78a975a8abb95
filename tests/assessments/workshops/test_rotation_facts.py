"""The facts that a rotation is made from, at their edges: who is there, who understands whom, which slots are open."""

from dataclasses import replace

import pytest

from assessments.workshops.rules.changes import PlanChange, changes, moves, place_of
from assessments.workshops.rules.digests import task_digest
from assessments.workshops.rules.disruptions import (
    AssessorAway,
    CandidateLate,
    CandidateWithdrawn,
    InterpreterAway,
    RoomStopped,
    disturbed,
)
from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationInterpreter,
    RotationPlacement,
    RotationRoom,
    RotationSlot,
    RotationTask,
    bridges,
    covers,
    understands,
)

EN, FR, PT = frozenset({"en"}), frozenset({"fr"}), frozenset({"pt"})
BOTH, NONE = EN | FR, frozenset()
TASK = RotationTask(
    slots=tuple(RotationSlot(n, n // 2, spare=n == 3, day=n // 4) for n in range(6)),
    exercises=(RotationExercise(10, "law"), RotationExercise(11)),
    rooms=(RotationRoom(20, 10), RotationRoom(21, 10), RotationRoom(22, 11)),
    candidates=(RotationCandidate(100, "A", EN), RotationCandidate(101, "B", FR)),
    assessors=(RotationAssessor(200, "C", EN), RotationAssessor(201, "D", BOTH)),
    interpreters=(RotationInterpreter(300, "E", BOTH), RotationInterpreter(301, "F", BOTH)),
)
HELD = RotationPlacement(100, 10, 1, 20, (200, 201), (300,))
KEPT = "eb0f6e66fba928e1818e188a3de931780f91f188c09fd9a8acf7f1f19d349665"  # of a rotation in the database of somebody


def over(holds):
    """The numbers of the first six slots in which this holds."""
    return [number for number in range(6) if holds(number)]


@pytest.mark.parametrize(
    ("stopped_from", "stopped_until", "closed"),
    [(None, None, []), (None, 3, []), (2, 4, [2, 3]), (2, None, [2, 3, 4, 5]), (0, 1, [0])],
)
def test_a_room_is_stopped_from_its_slot_until_the_one_that_is_held_again(stopped_from, stopped_until, closed):
    room = RotationRoom(20, 10, stopped_from, stopped_until)
    assert [room.stopped(number) for number in range(6)] == [number in closed for number in range(6)]


@pytest.mark.parametrize(("first", "last", "there"), [(0, None, [0, 1, 2, 3, 4, 5]), (2, 4, [2, 3, 4]), (5, None, [5])])
def test_a_candidate_is_there_from_the_first_slot_to_the_last_both_among_them(first, last, there):
    assert over(RotationCandidate(100, first_slot=first, last_slot=last).available) == there


@pytest.mark.parametrize("kind", [RotationAssessor, RotationInterpreter])
@pytest.mark.parametrize(
    ("values", "there"),
    [
        ({}, [0, 1, 2, 3, 4, 5]),
        ({"half_days": frozenset({1})}, [2, 3]),
        ({"away_from": 2, "away_until": 4}, [0, 1, 4, 5]),
        ({"away_from": 4}, [0, 1, 2, 3]),
        ({"half_days": frozenset({0, 2}), "away_from": 1, "away_until": 5}, [0, 5]),
        ({"half_days": frozenset()}, []),
    ],
)
def test_who_assesses_or_interprets_is_there_in_their_half_days_while_not_away(kind, values, there):
    one = kind(1, **values)
    assert [slot.number for slot in TASK.slots if one.present(slot)] == there


@pytest.mark.parametrize(
    ("topic", "topics", "expected"),
    [
        (None, None, True),
        (None, frozenset({"risk"}), True),
        ("law", None, True),
        ("law", frozenset({"law", "risk"}), True),
        ("law", frozenset({"risk"}), False),
        ("law", frozenset(), False),
    ],
)
def test_a_scope_covers_the_topics_that_it_names_and_all_where_it_names_none(topic, topics, expected):
    assert covers(RotationAssessor(1, topics=topics), RotationExercise(10, topic)) is expected


@pytest.mark.parametrize(
    ("assessor", "candidate", "expected"),
    [(EN, EN, True), (EN, FR, False), (BOTH, FR, True), (NONE, FR, True), (EN, NONE, True), (NONE, NONE, True)],
)
def test_two_understand_each_other_in_a_language_of_both_or_where_one_names_none(assessor, candidate, expected):
    found = understands(RotationAssessor(1, languages=assessor), RotationCandidate(2, languages=candidate))
    assert found is expected


@pytest.mark.parametrize(
    ("voice", "assessor", "candidate", "expected"),
    [(BOTH, EN, FR, True), (BOTH, EN, PT, False), (BOTH, PT, FR, False), (PT, EN, FR, False), (BOTH, NONE, FR, False)],
)
def test_an_interpreter_bridges_two_whose_languages_they_speak_both(voice, assessor, candidate, expected):
    one, two = RotationAssessor(1, languages=assessor), RotationCandidate(2, languages=candidate)
    assert bridges(RotationInterpreter(3, languages=voice), one, two) is expected


def test_a_task_knows_its_slots_rooms_and_what_is_still_to_be_placed():
    assert TASK.slot[4] == TASK.slots[4]
    assert [room.key for room in TASK.rooms_of(10)] == [20, 21]
    assert TASK.performances == ((100, 10), (100, 11), (101, 10), (101, 11))
    assert replace(TASK, sealed=(HELD,)).performances == ((100, 11), (101, 10), (101, 11))
    assert (HELD.performance, HELD.people) == ((100, 10), {200, 201, 300})


@pytest.mark.parametrize(
    ("event", "part", "changed"),
    [
        (AssessorAway(201, 3), "assessors", {"away_from": 3}),
        (InterpreterAway(301, 2), "interpreters", {"away_from": 2}),
        (RoomStopped(21, 1, 4), "rooms", {"stopped_from": 1, "stopped_until": 4}),
        (CandidateLate(101, 2), "candidates", {"first_slot": 2}),
    ],
)
def test_what_happens_changes_the_one_to_whom_it_happens_and_nobody_else(event, part, changed):
    rows = getattr(TASK, part)
    expected = (rows[0], replace(rows[1], **changed), *rows[2:])
    assert disturbed(TASK, [event]) == replace(TASK, **{part: expected})


def test_who_withdraws_is_no_candidate_any_more_and_several_things_happen_one_after_another():
    gone = disturbed(TASK, [CandidateWithdrawn(100), CandidateLate(101, 1)])
    assert gone == replace(TASK, candidates=(replace(TASK.candidates[1], first_slot=1),))
    assert disturbed(TASK, []) == TASK


def test_changes_say_for_each_person_what_was_and_what_is():
    moved, other = replace(HELD, slot=2), replace(HELD, assessors=(200, 202), interpreters=(301,))
    gone, new = RotationPlacement(101, 11, 4, 22, (200, 201)), RotationPlacement(101, 10, 4, 20, (202, 203))
    assert changes([HELD, gone], [moved, gone]) == {
        key: (PlanChange(HELD, moved),) for key in (100, 200, 201, 300)
    }  # fmt: skip
    assert changes([HELD], [replace(HELD, room=21)]).keys() == {100, 200, 201, 300}
    assert changes([HELD], [other]) == {
        201: (PlanChange(HELD, None),), 202: (PlanChange(None, other),), 300: (PlanChange(HELD, None),),
        301: (PlanChange(None, other),),
    }  # fmt: skip
    assert changes([gone], [new]) == {
        101: (PlanChange(None, new), PlanChange(gone, None)), 200: (PlanChange(gone, None),),
        201: (PlanChange(gone, None),), 202: (PlanChange(None, new),), 203: (PlanChange(None, new),),
    }  # fmt: skip
    assert moves([gone], [new]) == (5, 6)
    assert moves([HELD], [HELD]) == (0, 0)
    assert (place_of(HELD), place_of(None)) == ((1, 20), None)


def test_a_digest_that_was_kept_still_fits_its_task():
    kept = replace(
        TASK, conflicts={(201, 100): ("taught", "declared"), (200, 101): ("declared",)}, sealed=(HELD,), from_slot=2,
        barred=frozenset({(200, 100, 11), (201, 100, 10)}),
    )  # fmt: skip
    assert task_digest(kept, (RotationExercise(12, "risk"),)) == KEPT
