"""Exact numbers: every figure is taken as the decimal that was written, never as its binary neighbour."""

from fractions import Fraction
from math import isfinite

SLACK = Fraction(1, 10**9)  # relative; a value on the edge counts even after binary rounding elsewhere


def exact(value: int | float | Fraction | str) -> Fraction:
    """The decimal that was written: 0.1 is one tenth."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def is_number(value: object) -> bool:
    """A finite number of JSON; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction):
        return False
    return not isinstance(value, float) or isfinite(value)


def plain(value: Fraction) -> str:
    """The number as text that `exact` reads back: a decimal where one ends, else numerator/denominator."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(value)
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(abs(int(value * 10**places))).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def within(distance: Fraction, allowed: Fraction, scale: Fraction) -> bool:
    """Whether a distance is allowed, edge included, with the slack taken of the scale of the values."""
    return distance <= allowed + SLACK * abs(scale)
