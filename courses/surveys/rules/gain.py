"""Gain between a test before and the same test after: mean, 95 % confidence interval, normalised gain.

The interval is that of Student's paired t-test (Student, "The probable error of a mean", Biometrika 6, 1908): mean of
the differences, plus and minus the quantile of t times their standard deviation over the root of their number. The
normalised gain is Hake's (American Journal of Physics 66, 64, 1998): what was gained of what there was to gain, by
the means of the group. The distribution of t follows from the incomplete beta function, NIST DLMF 8.17.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from courses.surveys.rules.suppression import LEAST

CONFIDENCE = 0.95
TERMS = 300  # of the continued fraction: it ends long before
NEAR = 1e-15
TINY = 1e-300


@dataclass(frozen=True)
class Interval:
    """From where to where, at 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True)
class Gain:
    """What people gained between two tests; of fewer than five all but their absence is left out."""

    number: int | None  # none: fewer than five
    before: float | None = None  # mean
    after: float | None = None
    mean: float | None = None  # of the differences
    interval: Interval | None = None
    normalised: float | None = None  # none too where nothing was left to gain


def gain(pairs: Sequence[tuple[float, float]], *, most: float = 100.0, least: int = LEAST) -> Gain | None:
    """The gain of people who sat both tests, each as (before, after) out of `most`.

    Fewer than two have no spread and so no interval: none. From two to four there would be one, and it is left out,
    since it would tell of single people.
    """
    if len(pairs) < 2:
        return None
    if len(pairs) < least:
        return Gain(None)
    before, after = fmean(one for one, _other in pairs), fmean(other for _one, other in pairs)
    return Gain(
        number=len(pairs),
        before=before,
        after=after,
        mean=fmean(other - one for one, other in pairs),
        interval=paired_interval([other - one for one, other in pairs]),
        normalised=(after - before) / (most - before) if before < most else None,
    )


def paired_interval(differences: Sequence[float], confidence: float = CONFIDENCE) -> Interval:
    """The interval for the mean of at least two differences."""
    middle = fmean(differences)
    half = t_quantile((1 + confidence) / 2, len(differences) - 1) * stdev(differences) / math.sqrt(len(differences))
    return Interval(middle - half, middle + half)


def t_quantile(share: float, freedom: int) -> float:
    """The value below which this share (at least one half) of Student's t with these degrees of freedom lies."""
    low, high = 0.0, 1.0
    while t_below(high, freedom) < share:
        high *= 2
    while high - low > NEAR * max(1.0, high) * 4:
        middle = (low + high) / 2
        low, high = (middle, high) if t_below(middle, freedom) < share else (low, middle)
    return (low + high) / 2


def t_below(value: float, freedom: int) -> float:
    """Which share of Student's t lies below this value, from nothing upwards."""
    return 1 - incomplete_beta(freedom / (freedom + value * value), freedom / 2, 0.5) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """Regularised incomplete beta function, by its continued fraction (DLMF 8.17.22) and symmetry (8.17.4)."""
    if x in {0.0, 1.0}:
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    scale = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    return scale / a / _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction 1 + d1/(1 + d2/(1 + …)) by Lentz's method."""
    value, c, d = 1.0, 1.0, 0.0
    for number in range(1, TERMS):
        m = number // 2
        if number % 2 == 0:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        else:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / ((1 + term * d) or TINY)
        c = (1 + term / c) or TINY
        value *= c * d
        if abs(c * d - 1) < NEAR:
            break
    return value
