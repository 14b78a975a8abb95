"""The cut of a workshop: its stations together, by the exam rule of `assessments`; exact, without a query of its own.

Each performance of which something final stands is a station. Their standard errors add up as those of independent
measurements do: the root of the sum of squares, rounded up to a hundredth of a point.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import isqrt
from typing import Any

from assessments.api import ExamRuleSettings, StationScore, exam_outcome
from certificates.schemes.rules.definition import CutRule

HUNDREDTHS = 100


def workshop_passed(outcomes: Iterable[Mapping[str, Any]], cut: CutRule) -> bool:
    """Whether these performances reach the cut; the cut itself passes, and no performance passes nothing."""
    stations, errors = [], Fraction(0)
    for one in outcomes:
        if "total" not in one or "cut" not in one:
            continue
        failed = one.get("critical_ok") is False
        stations.append(StationScore(Fraction(str(one["total"])), Fraction(str(one["cut"])), failed))
        errors += Fraction(str(one.get("sem", 0))) ** 2
    if not stations:
        return False
    return exam_outcome(stations, root_up(errors), ExamRuleSettings(cut.sems, cut.stations)).passed


def root_up(value: Fraction) -> Fraction:
    """The square root, rounded up to a hundredth."""
    wanted = value * HUNDREDTHS**2
    below = isqrt(int(wanted))
    return Fraction(below if below**2 == wanted else below + 1, HUNDREDTHS)
