"""Rotations that are written out: what is proved, what is named, and who is moved."""

from dataclasses import replace
from itertools import count
from random import Random

import pytest

from assessments.workshops.rules.assessor_model import RotationPreference, build
from assessments.workshops.rules.changes import changes
from assessments.workshops.rules.disruptions import (
    AssessorAway,
    CandidateLate,
    CandidateWithdrawn,
    InterpreterAway,
    RoomStopped,
    disturbed,
)
from assessments.workshops.rules.linear_program import ProgramStatus, solve
from assessments.workshops.rules.links import demand_link, parts
from assessments.workshops.rules.proofs import RotationProof
from assessments.workshops.rules.relaxing import relaxations
from assessments.workshops.rules.replanning import replan
from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationInterpreter,
    RotationPlacement,
    RotationRoom,
    RotationRule,
    RotationSlot,
    RotationTask,
)
from assessments.workshops.rules.solving import RotationSearch, RotationVerdict, find_rotation
from tests.assessments.workshops.rotation_checker import faults_of

EXERCISES = (RotationExercise(10, "law"), RotationExercise(11, "risk"))
ROOMS = (RotationRoom(20, 10), RotationRoom(21, 11))
SLOTS = tuple(RotationSlot(n, n // 4, spare=n % 4 == 3) for n in range(8))
CANDIDATES = tuple(
    RotationCandidate(100 + n, name, frozenset({"en"})) for n, name in enumerate(("Angola", "Togo", "Kenya"))
)
ASSESSORS = tuple(
    RotationAssessor(200 + n, name, frozenset({"en"}))
    for n, name in enumerate(("Zambia", "Ghana", "Mali", "Chad", "Peru"))
)
WORKSHOP = RotationTask(SLOTS, EXERCISES, ROOMS, CANDIDATES, ASSESSORS)


def search(seconds=500.0, told=None):
    ticks = count()
    progress = told.append if told is not None else lambda progress: None
    return RotationSearch(clock=lambda: float(next(ticks)), chance=Random(1), seconds=seconds, progress=progress)


def test_a_rotation_is_found_and_progress_is_told():
    told = []
    solution = find_rotation(WORKSHOP, search(told=told))
    assert faults_of(WORKSHOP, solution.placements) == []
    assert told[-1].best == solution.placements


def test_spare_slots_stay_free():
    slots = {p.slot for p in find_rotation(WORKSHOP, search()).placements}
    assert slots.isdisjoint({3, 7})


def test_the_same_seed_gives_the_same_rotation():
    assert find_rotation(WORKSHOP, search()).placements == find_rotation(WORKSHOP, search()).placements


@pytest.mark.parametrize(
    ("workshop", "proof", "rule"),
    [
        (replace(WORKSHOP, slots=SLOTS[:2]), RotationProof.ROOM_SLOTS, RotationRule.TIME),
        (
            replace(WORKSHOP, candidates=(replace(CANDIDATES[0], first_slot=6),)),
            RotationProof.CANDIDATE_SLOTS,
            RotationRule.SPARE,
        ),
        (
            replace(WORKSHOP, rooms=(ROOMS[0], replace(ROOMS[1], stopped_from=0))),
            RotationProof.NO_PLACE,
            RotationRule.ROOMS,
        ),
        (
            replace(WORKSHOP, assessors=tuple(replace(a, administration="Zambia") for a in ASSESSORS)),
            RotationProof.PAIRS,
            RotationRule.ADMINISTRATIONS,
        ),
        (
            replace(WORKSHOP, assessors=tuple(replace(a, topics=frozenset({"law"})) for a in ASSESSORS)),
            RotationProof.NO_ASSESSORS,
            RotationRule.SCOPE,
        ),
        (
            replace(WORKSHOP, candidates=tuple(replace(c, languages=frozenset({"fr"})) for c in CANDIDATES)),
            RotationProof.NO_ASSESSORS,
            RotationRule.LANGUAGE,
        ),
        (
            replace(WORKSHOP, assessors=tuple(replace(a, most=1) for a in ASSESSORS)),
            RotationProof.SEARCHED,
            RotationRule.LOAD,
        ),
        (
            replace(WORKSHOP, conflicts={(a.key, 100): ("trained",) for a in ASSESSORS[1:]}),
            RotationProof.NO_ASSESSORS,
            RotationRule.CONFLICT,
        ),
    ],
)
def test_that_none_exists_is_proved_and_the_rule_in_the_way_is_named(workshop, proof, rule):
    solution = find_rotation(workshop, search())
    assert (solution.verdict, solution.proof) == (RotationVerdict.NONE_EXISTS, proof)
    assert frozenset({rule}) in {relaxation.rules for relaxation in relaxations(workshop, search())}


def test_without_time_nothing_is_said_to_be_proved():
    assert find_rotation(WORKSHOP, search(seconds=0.0)).verdict is RotationVerdict.NONE_FOUND


def test_a_relaxed_rotation_names_the_fewest_conflicts_that_somebody_would_have_to_waive():
    workshop = replace(WORKSHOP, conflicts={(a.key, 100): ("trained",) for a in ASSESSORS[1:]})
    conflict = next(r for r in relaxations(workshop, search()) if r.rules == {RotationRule.CONFLICT})
    assert len(conflict.breaches) == 2  # one at each exercise of the candidate
    assert all(breach.placement.candidate == 100 for breach in conflict.breaches)


def test_the_only_interpreter_is_a_colleague():
    french = replace(CANDIDATES[0], languages=frozenset({"fr"}))
    voice = RotationInterpreter(300, "Angola", frozenset({"en", "fr"}))
    workshop = replace(WORKSHOP, candidates=(french, *CANDIDATES[1:]), interpreters=(voice,))
    assert find_rotation(workshop, search()).verdict is RotationVerdict.FOUND
    colleague = replace(workshop, conflicts={(300, 100): ("same administration",)})
    solution = find_rotation(colleague, search())
    assert solution.verdict is RotationVerdict.NONE_EXISTS
    named = {rule for r in relaxations(colleague, search()) for rule in r.rules}
    assert {RotationRule.LANGUAGE, RotationRule.CONFLICT} <= named


def test_two_groups_of_assessors_that_share_no_candidate_are_two_parts():
    apart = [RotationPlacement(100, 10, 0, 20, (200, 201)), RotationPlacement(101, 10, 1, 20, (202, 203))]
    assert parts(apart) == [{200, 201}, {202, 203}]
    assert len(parts([*apart, RotationPlacement(100, 11, 1, 21, (201, 202))])) == 1


def test_a_part_is_linked_by_a_candidate_whom_it_assessed_before_and_others_assess_later():
    gone = tuple(replace(one, half_days=frozenset({0})) for one in ASSESSORS[:2])
    held = (RotationPlacement(100, 10, 0, 20, (200, 201)),)
    workshop = replace(WORKSHOP, candidates=CANDIDATES[:1], assessors=(*gone, *ASSESSORS[2:]), sealed=held, from_slot=4)
    model = build(workshop, {(100, 11): ((4, 21),)}, RotationPreference())
    demand_link(model, frozenset({200, 201}), least=1)
    assert solve(model.program, seconds=10).status is ProgramStatus.SOLVED
    demand_link(model, frozenset({200, 201}), least=2)
    assert solve(model.program, seconds=10).status is ProgramStatus.INFEASIBLE


def test_a_candidate_links_nobody_whose_assessors_are_needed_elsewhere_at_that_time():
    others = {(one.key, 102): ("taught",) for one in ASSESSORS[2:]}
    workshop = replace(WORKSHOP, candidates=CANDIDATES[1:], conflicts=others)
    model = build(workshop, {(101, 10): ((4, 20),), (102, 11): ((4, 21),)}, RotationPreference())
    assert solve(model.program, seconds=10).status is ProgramStatus.SOLVED
    demand_link(model, frozenset({200, 201}), least=1)
    assert solve(model.program, seconds=10).status is ProgramStatus.INFEASIBLE


def first_and_kept():
    first = find_rotation(WORKSHOP, search()).placements
    return first, {p.performance for p in first if p.slot < 1}


@pytest.mark.parametrize(
    "event",
    [
        AssessorAway(200, 1),
        RoomStopped(20, 1, 3),
        CandidateLate(100, 3),
        CandidateWithdrawn(101),
        InterpreterAway(300, 1),
    ],
)
def test_a_replan_keeps_what_is_sealed_and_every_rule(event):
    first, kept = first_and_kept()
    after = replace(disturbed(WORKSHOP, [event]), from_slot=1)
    again = replan(after, first, kept, search())
    sealed = tuple(p for p in first if p.performance in kept)
    assert faults_of(replace(after, sealed=sealed, use_spare=True), again.placements) == []


def test_where_nothing_has_happened_nobody_is_moved():
    first, kept = first_and_kept()
    again = replan(replace(WORKSHOP, from_slot=1), first, kept, search())
    assert changes(first, again.placements) == {}


def test_a_room_that_stops_for_good_leaves_no_plan_and_is_named():
    first, kept = first_and_kept()
    after = replace(disturbed(WORKSHOP, [RoomStopped(21, 1)]), from_slot=1)
    again = replan(after, first, kept, search())
    assert (again.verdict, again.proof) == (RotationVerdict.NONE_EXISTS, RotationProof.NO_PLACE)


def test_nobody_is_put_where_they_may_have_read_what_was_written():
    barred = frozenset((key, 100, 10) for key in (200, 201, 202))
    workshop = replace(WORKSHOP, barred=barred)
    found = find_rotation(workshop, search()).placements
    assert faults_of(workshop, found) == []
    assert next(p for p in found if p.performance == (100, 10)).assessors == (203, 204)
    nobody = replace(WORKSHOP, barred=frozenset((a.key, 100, 10) for a in ASSESSORS[1:]))
    assert find_rotation(nobody, search()).proof is RotationProof.NO_ASSESSORS


def test_a_candidate_whose_assessor_alone_changed_is_told_nothing():
    before = [RotationPlacement(100, 10, 0, 20, (200, 201))]
    after = [RotationPlacement(100, 10, 0, 20, (200, 202))]
    assert set(changes(before, after)) == {201, 202}
