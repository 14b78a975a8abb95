"""What outer Schreger angles of a tusk tell: Espinoza and Mann 1993; CITES, WWF and TRAFFIC ivory guide 2020."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Reading(StrEnum):
    """What one angle, or the mean of a set, points to."""

    ELEPHANT = "elephant"
    MAMMOTH = "mammoth"
    NOTHING = "nothing"  # one angle between the two thresholds
    LABORATORY = "laboratory"  # a mean too near the divide
    TOO_FEW = "too few"


@dataclass(frozen=True)
class Thresholds:
    """The figures of the rule; an item may carry its own."""

    mammoth_below: Fraction = Fraction(90)
    elephant_above: Fraction = Fraction(115)
    divide: Fraction = Fraction(100)
    margin: Fraction = Fraction(3)
    concave: int = 5
    convex: int = 5


STANDARD = Thresholds()


@dataclass(frozen=True)
class SetReading:
    """The mean of a set of angles and what it points to; no mean where too few were measured."""

    mean: Fraction | None
    reading: Reading


def read_one_angle(angle: Fraction, thresholds: Thresholds = STANDARD) -> Reading:
    """One angle points a way only above or below both thresholds; the thresholds themselves decide nothing."""
    if angle > thresholds.elephant_above:
        return Reading.ELEPHANT
    return Reading.MAMMOTH if angle < thresholds.mammoth_below else Reading.NOTHING


def read_angle_set(
    concave: Sequence[Fraction], convex: Sequence[Fraction], thresholds: Thresholds = STANDARD
) -> SetReading:
    """The mean of all angles against the divide; within the margin, edge included, the laboratory decides."""
    if len(concave) < thresholds.concave or len(convex) < thresholds.convex:
        return SetReading(None, Reading.TOO_FEW)
    angles = [*concave, *convex]
    mean = sum(angles, Fraction(0)) / len(angles)
    if abs(mean - thresholds.divide) <= thresholds.margin:
        return SetReading(mean, Reading.LABORATORY)
    return SetReading(mean, Reading.ELEPHANT if mean > thresholds.divide else Reading.MAMMOTH)
