"""Planning anew in mid-week: who is moved, in a workshop as large as a real one and in many small ones by chance."""

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import count
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.workshops.rules.changes import changes, moves, place_of
from assessments.workshops.rules.disruptions import (
    AssessorAway,
    CandidateLate,
    CandidateWithdrawn,
    RoomStopped,
    disturbed,
)
from assessments.workshops.rules.replanning import replan
from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationRoom,
    RotationSlot,
    RotationTask,
)
from assessments.workshops.rules.solving import RotationSearch, RotationVerdict, find_rotation
from tests.assessments.workshops.random_workshops import workshop_of
from tests.assessments.workshops.rotation_checker import faults_of
from tests.builders.examples import some_and_many
from tests.suite.examples import of_hundred

PER_HALF_DAY, ASSESSOR = 6, 200  # slots; the first number of an assessor


def search():
    """A search whose clock goes on by a second each time that it is asked."""
    ticks = count()
    return RotationSearch(clock=lambda: float(next(ticks)), chance=Random(1), seconds=500.0)


@cache
def large(assessors_there=14):
    """Twenty candidates at six exercises before assessors of ten administrations, and its rotation."""
    exercises = tuple(RotationExercise(10 + n) for n in range(6))
    candidates = tuple(RotationCandidate(100 + n, f"A{n % 12}") for n in range(20))
    assessors = tuple(RotationAssessor(ASSESSOR + n, f"A{n % 10}") for n in range(assessors_there))
    workshop = RotationTask(
        slots=tuple(
            RotationSlot(n, n // PER_HALF_DAY, spare=n % PER_HALF_DAY == PER_HALF_DAY - 1, day=n // 12)
            for n in range(60)
        ),
        exercises=exercises,
        rooms=tuple(RotationRoom(20 + n, one.key) for n, one in enumerate(exercises)),
        candidates=candidates,
        assessors=assessors,
        conflicts={
            (one.key, other.key): ("same administration",)
            for one in assessors
            for other in candidates
            if one.administration == other.administration
        },
    )
    return workshop, find_rotation(workshop, search()).placements


def planned_anew(workshop, first, event, from_slot):
    """The workshop after this, and its plan from this slot on."""
    kept = {p.performance for p in first if p.slot < from_slot}
    after = replace(disturbed(workshop, [event]), from_slot=from_slot)
    again = replan(after, first, kept, search())
    sealed = tuple(p for p in first if p.performance in kept)
    return replace(after, sealed=sealed, use_spare=True), again


def test_for_one_ill_assessor_nobody_gets_another_time_and_few_are_asked_to_step_in():
    workshop, first = large()
    half = sorted(p.slot for p in first)[len(first) // 2]
    theirs = Counter(key for p in first if p.slot >= half for key in p.assessors)
    ill = max(theirs, key=lambda key: (theirs[key], key))
    after, again = planned_anew(workshop, first, AssessorAway(ill, half), half)
    assert faults_of(after, again.placements) == []
    held = {p.performance: p for p in first}
    assert all(place_of(p) == place_of(held[p.performance]) for p in again.placements)
    other = [p for p in again.placements if p != held[p.performance]]
    assert theirs[ill] <= len(other) <= theirs[ill] + 6
    assert len(changes(first, again.placements)) <= 7


def test_where_nobody_can_step_in_only_performances_of_the_ill_assessor_get_another_time():
    workshop, first = large(12)  # all of them at work in every slot
    half = sorted(p.slot for p in first)[len(first) // 2]
    after, again = planned_anew(workshop, first, AssessorAway(ASSESSOR, half), half)
    assert faults_of(after, again.placements) == []
    hit = {p.performance for p in first if p.slot >= half and ASSESSOR in p.assessors}
    assert {p.performance for p in set(first) - set(again.placements)} == hit


def test_for_a_stopped_room_those_move_who_were_in_it_and_nobody_else():
    workshop, first = large()
    half = sorted(p.slot for p in first)[len(first) // 2]
    room = next(p.room for p in first if p.slot == half)
    hit = [p for p in first if p.room == room and half <= p.slot < half + 2]
    after, again = planned_anew(workshop, first, RoomStopped(room, half, half + 2), half)
    assert faults_of(after, again.placements) == []
    assert len(set(first) - set(again.placements)) == len(hit)
    moved = set(changes(first, again.placements))
    assert {key for key in moved if key < ASSESSOR} == {p.candidate for p in hit}
    assert len(moved) <= 5 * len(hit)  # each with its candidate, two who were to assess, two who do


def test_for_a_late_candidate_their_own_performances_move_and_no_other():
    workshop, first = large()
    half = sorted(p.slot for p in first)[len(first) // 2]
    late = next(p.candidate for p in first if p.slot == half)
    hit = {p for p in first if p.candidate == late and half <= p.slot < half + 2}
    after, again = planned_anew(workshop, first, CandidateLate(late, half + 2), half)
    assert faults_of(after, again.placements) == []
    assert set(first) - set(again.placements) == hit


@cache
def solved(seed):
    """A small workshop by chance, and its rotation; none where there is none."""
    workshop = workshop_of(seed)
    return workshop, find_rotation(workshop, search()).placements


@cache
def solvable():
    """The seeds of the small workshops that have a rotation."""
    return [seed for seed in range(0, 60, 4) if solved(seed)[1]]


def events_in(workshop):
    """Anything that may happen in this workshop."""
    return st.one_of(
        st.builds(AssessorAway, st.sampled_from([a.key for a in workshop.assessors]), st.integers(1, 4)),
        st.builds(RoomStopped, st.sampled_from([r.key for r in workshop.rooms]), st.integers(1, 3), st.integers(3, 5)),
        st.builds(CandidateLate, st.sampled_from([c.key for c in workshop.candidates]), st.integers(1, 5)),
        st.builds(CandidateWithdrawn, st.sampled_from([c.key for c in workshop.candidates])),
    )


@some_and_many(8, 40)
def test_whatever_happens_every_rule_is_kept_and_nobody_moves_more_than_in_a_plan_from_nothing(examples):
    @settings(max_examples=examples)
    @given(data=st.data())
    def kept(data):
        workshop, first = solved(data.draw(st.sampled_from(solvable())))
        event = data.draw(events_in(workshop))
        after, again = planned_anew(workshop, first, event, data.draw(st.integers(0, 3)))
        if again.verdict is not RotationVerdict.FOUND:
            assert not again.placements
            return
        if set(again.placements) == set(after.sealed):
            return  # whatever is over is over, also where those who are left did not all meet
        assert faults_of(after, again.placements) == []
        fresh = find_rotation(after, search()).placements
        assert not fresh or moves(first, again.placements)[0] <= moves(first, fresh)[0]

    kept()


def test_where_the_only_candidate_before_whom_all_assessors_met_goes_home_others_step_in():
    workshop, first = solved(48)
    after, again = planned_anew(workshop, first, CandidateWithdrawn(102), 0)
    assert again.placements
    assert faults_of(after, again.placements) == []


@settings(max_examples=of_hundred(40), deadline=None)
@given(data=st.data())
def test_whom_nothing_touches_and_whose_places_nobody_needs_keeps_their_plan(data):
    workshop, first = solved(data.draw(st.sampled_from(solvable())))
    gone = data.draw(st.sampled_from([c.key for c in workshop.candidates]))
    from_slot = data.draw(st.integers(0, 3))
    after, again = planned_anew(workshop, first, CandidateWithdrawn(gone), from_slot)
    if (
        again.verdict is RotationVerdict.FOUND
        and faults_of(after, [p for p in first if still(p, gone, from_slot)]) == []
    ):
        assert set(again.placements) == {p for p in first if still(p, gone, from_slot)}


def still(placement, gone, from_slot):
    """Whether this is held although that candidate is gone."""
    return placement.candidate != gone or placement.slot < from_slot
