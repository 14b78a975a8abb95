"""Points, percentages and passing, exact to the end; rounding is for showing alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor


@dataclass(frozen=True)
class QuestionScore:
    """What one question earned: a fraction of its points."""

    fraction: Fraction
    points: int = 1


def earned(scores: Iterable[QuestionScore]) -> Fraction:
    """The points of a paper; never below 0, even where a rule takes points off."""
    return max(Fraction(0), sum((score.fraction * score.points for score in scores), Fraction(0)))


def percent(points: Fraction, most: int) -> Fraction:
    """The exact percentage; 0 for a paper without points."""
    return 100 * points / most if most else Fraction(0)


def has_passed(result: Fraction, cut_score: Fraction) -> bool:
    """The cut score itself passes."""
    return result >= cut_score


def shown(value: Fraction) -> Decimal:
    """One decimal, rounded down: a result just under the cut never reads like the cut."""
    return Decimal(floor(value * 10)) / 10
