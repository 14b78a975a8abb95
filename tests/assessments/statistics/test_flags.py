"""Flags of assessors: each with its edge, and none on few sheets."""

import pytest

from assessments.statistics.severity.flags import (
    AssessorFlag,
    FlagSettings,
    drift_of,
    halo_of,
    has_drifted,
    has_halo,
    is_fast,
    keeps_to_the_middle,
    severity_flags,
)
from assessments.statistics.severity.severity import AssessorSeverity, SeverityStanding

USUAL = FlagSettings()


def assessor(effect=0.0, se=0.1, infit=1.0):
    return AssessorSeverity("a", 40, SeverityStanding.USABLE, effect, se, infit)


@pytest.mark.parametrize(
    ("found", "flags"),
    [
        (assessor(), ()),
        (assessor(effect=0.3), (AssessorFlag.LENIENT,)),
        (assessor(effect=-0.3), (AssessorFlag.STRICT,)),
        (assessor(effect=0.3, se=0.15), ()),
        (assessor(effect=0.25, se=0.01), ()),
        (assessor(infit=1.41), (AssessorFlag.ERRATIC,)),
        (assessor(infit=0.69), (AssessorFlag.MUTED,)),
        (AssessorSeverity("a", 5, SeverityStanding.TOO_FEW), ()),
    ],
)
def test_far_beyond_the_error_and_a_quarter_level_is_strict_or_lenient(found, flags):
    assert severity_flags(found, USUAL) == flags


def test_levels_that_spread_much_less_than_those_of_peers_keep_to_the_middle():
    peers = [[0, 1, 2, 3, 4] * 2] * 3
    assert keeps_to_the_middle([2, 2, 2, 3, 2] * 2, peers, USUAL)
    assert not keeps_to_the_middle([0, 2, 2, 3, 4] * 2, peers, USUAL)
    assert not keeps_to_the_middle([2, 2, 2], peers, USUAL)
    assert not keeps_to_the_middle([2] * 10, [], USUAL)


def test_criteria_that_always_go_together_are_a_halo():
    alike = [[level, level, level] for level in (0, 1, 2, 3, 4) * 2]
    apart = [[level, 4 - level, level % 2] for level in (0, 1, 2, 3, 4) * 2]
    assert has_halo(alike, USUAL)
    assert not has_halo(apart, USUAL)
    assert not has_halo(alike[:5], USUAL)


@pytest.mark.parametrize("sheets", [[], [[1, 2]], [[2, 2], [2, 2], [2, 2]], [[1, None], [2, None], [3, None]]])
def test_without_two_criteria_that_vary_there_is_no_halo_to_speak_of(sheets):
    assert halo_of(sheets) is None


def test_seeds_that_wander_off_are_a_drift_and_a_single_miss_is_none():
    assert not has_drifted([0, 1, 0, -1, 0, 0], 1.0, USUAL)
    assert has_drifted([1] * 12, 1.0, USUAL)
    assert not has_drifted([], 1.0, USUAL)


def test_the_first_seed_is_judged_by_its_own_error():
    assert drift_of([2.0], 1.0, USUAL) == pytest.approx([2.0])


def test_many_sheets_in_a_fraction_of_the_usual_time_are_fast():
    assert is_fast([50, 50, *[400] * 8], 300, USUAL)
    assert not is_fast([50, *[400] * 9], 300, USUAL)
    assert not is_fast([50] * 5, 300, USUAL)
