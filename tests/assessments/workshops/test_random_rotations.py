"""Rotations of 200 random workshops, each checked by a checker that was written apart; a quarter in each run."""

from dataclasses import replace
from functools import cache
from itertools import count
from random import Random

import pytest

from assessments.workshops.rules.disruptions import AssessorAway, CandidateWithdrawn, disturbed
from assessments.workshops.rules.relaxing import relaxations, without
from assessments.workshops.rules.replanning import replan
from assessments.workshops.rules.solving import RotationSearch, RotationVerdict, find_rotation
from tests.assessments.workshops.random_workshops import workshop_of
from tests.assessments.workshops.rotation_checker import faults_of


def search(seconds=500.0):
    """A search whose clock goes on by a second each time that it is asked."""
    ticks = count()
    return RotationSearch(clock=lambda: float(next(ticks)), chance=Random(1), seconds=seconds)


@cache
def solved(seed):
    """This workshop and what a search in it found."""
    workshop = workshop_of(seed)
    return workshop, find_rotation(workshop, search())


LONG = {64, 136, 152}  # seconds each: a search with all times open, or many rules to relax
EACH_RUN = [seed for seed in range(0, 200, 4) if seed not in LONG]
ALL = [pytest.param(seed, marks=[] if seed in EACH_RUN else [pytest.mark.long]) for seed in range(200)]


@pytest.mark.parametrize("seed", ALL)
def test_a_rotation_keeps_all_rules_or_the_rules_named_give_one_when_relaxed(seed):
    workshop, solution = solved(seed)
    if solution.verdict is RotationVerdict.FOUND:
        assert faults_of(workshop, solution.placements) == []
        return
    assert not solution.placements
    named = relaxations(workshop, search(2000.0))
    assert named
    for relaxation in named:
        assert faults_of(without(workshop, relaxation.rules), relaxation.placements) == []
        if solution.verdict is RotationVerdict.NONE_EXISTS:
            assert faults_of(workshop, relaxation.placements) != []
        assert {breach.rule for breach in relaxation.breaches} <= relaxation.rules


def test_the_random_workshops_have_both_kinds():
    verdicts = [solved(seed)[1].verdict for seed in range(0, 120, 4)]
    assert verdicts.count(RotationVerdict.FOUND) >= 5
    assert verdicts.count(RotationVerdict.NONE_EXISTS) >= 5


def test_a_replan_keeps_what_is_sealed_and_all_rules():
    replanned = [_replanned(seed) for seed in range(0, 120, 4)]
    assert replanned.count(RotationVerdict.FOUND) >= 5


def test_a_workshop_whose_performances_were_all_sealed_keeps_them_all():
    workshop, first = next((w, found) for w, found in map(solved, EACH_RUN) if found.verdict is RotationVerdict.FOUND)
    again = find_rotation(replace(workshop, sealed=first.placements), search())
    assert (again.verdict, set(again.placements)) == (RotationVerdict.FOUND, set(first.placements))


def _replanned(seed):
    """A rotation of this workshop, an assessor ill and a candidate gone from the third slot on, planned anew."""
    workshop, first = solved(seed)
    if first.verdict is not RotationVerdict.FOUND:
        return first.verdict
    ill, gone = workshop.assessors[0].key, workshop.candidates[-1].key
    kept = {p.performance for p in first.placements if p.slot < 2}
    after = replace(disturbed(workshop, [AssessorAway(ill, 2), CandidateWithdrawn(gone)]), from_slot=2)
    again = replan(after, first.placements, kept, search())
    sealed = tuple(p for p in first.placements if p.performance in kept)
    after = replace(after, sealed=sealed, use_spare=True)
    if again.verdict is RotationVerdict.FOUND:
        assert faults_of(after, again.placements) == []
        assert set(sealed) <= set(again.placements)
        return RotationVerdict.FOUND
    assert relaxations(after, search(2000.0))
    return RotationVerdict.NONE_EXISTS
