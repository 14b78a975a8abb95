"""Decision consistency: how often a cut would decide the same again, and how often it decides rightly.

Livingston and Lewis (1995) with a beta true score; Huynh (1976); Peng and Subkoviak (1980).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, sqrt
from typing import TYPE_CHECKING, Any

from assessments.statistics.available import np, special, stats
from assessments.statistics.matrices import TINY

if TYPE_CHECKING:
    from assessments.statistics.matrices import Array

POINTS = 4000  # of the true score, each as probable as the others


@dataclass(frozen=True)
class Decisions:
    """Accuracy (right against the true score), consistency (same on a parallel form) and kappa of the latter."""

    accuracy: float | None
    consistency: float
    kappa: float | None


@dataclass(frozen=True)
class Beta:
    """A beta distribution between two ends."""

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    def points(self) -> Array:
        """True scores that stand for equal parts of the candidates."""
        shares = (np.arange(POINTS) + 0.5) / POINTS
        return np.asarray(self.low + (self.high - self.low) * special.betaincinv(self.a, self.b, shares))


def effective_length(scores: Sequence[float], maximum: float, reliability: float, minimum: float = 0.0) -> float | None:
    """How many equal yes-or-no items would be as reliable; nothing where scores do not vary or are exact."""
    x = np.array(scores, dtype=float)
    variance = float(x.var(ddof=1)) if len(x) > 1 else 0.0
    if variance <= TINY or not 0 < reliability < 1:
        return None
    mean = float(x.mean())
    length = ((mean - minimum) * (maximum - mean) - reliability * variance) / (variance * (1 - reliability))
    return length if length >= 1 else None


def livingston_lewis(
    scores: Sequence[float], maximum: float, cut: float, reliability: float, *, four: bool = True
) -> Decisions | None:
    """Accuracy and consistency at a cut; with two parameters where four do not fit between 0 and the maximum."""
    length = effective_length(scores, maximum, reliability)
    if length is None:
        return None
    n = round(length)
    true = _true_scores(np.array(scores, dtype=float) / maximum * n, n, four)
    if true is None:
        return None
    points = true.points()
    passing = stats.binom.sf(floor(cut / maximum * n + 1e-9) - 1, n, points)
    right = np.where(points >= cut / maximum, passing, 1 - passing)
    again, share = float((passing**2 + (1 - passing) ** 2).mean()), float(passing.mean())
    return Decisions(float(right.mean()), again, _kappa(again, share**2 + (1 - share) ** 2))


def _true_scores(x: Array, n: int, four: bool) -> Beta | None:
    """The distribution of true scores by the moments that a binomial error leaves."""
    moments, falling, below = [], np.ones_like(x), 1.0
    for order in range(4):
        falling, below = falling * (x - order), below * (n - order)
        moments.append(float(falling.mean()) / below if below > 0 else float("nan"))
    mean, variance = moments[0], moments[1] - moments[0] ** 2
    if not variance > TINY or not 0 < mean < 1:
        return None
    found = _four_parameters(moments) if four else None
    if found is not None:
        return found
    total = mean * (1 - mean) / variance - 1
    return Beta(mean * total, (1 - mean) * total) if total > 0 else None


def _four_parameters(moments: list[float]) -> Beta | None:
    """The beta distribution with these four moments; nothing where it has none within 0 and 1."""
    m1, m2, m3, m4 = moments
    variance = m2 - m1**2
    skew = (m3 - 3 * m1 * m2 + 2 * m1**3) / variance**1.5
    peak = (m4 - 4 * m1 * m3 + 6 * m1**2 * m2 - 3 * m1**4) / variance**2
    below = 6 + 3 * skew**2 - 2 * peak
    total = 6 * (peak - skew**2 - 1) / below if abs(below) > TINY else float("nan")
    inner = (total + 2) * (total + 3) * peak - 6 * (total + 1) * (total - 3)
    under = 1 - 24 * (total + 1) / inner if inner else float("nan")
    if not total > 0 or not 0 <= under < 1:
        return None
    more, less = total / 2 * (1 + sqrt(under)), total / 2 * (1 - sqrt(under))
    a, b = (more, less) if skew < 0 else (less, more)
    width = sqrt(variance * (total + 1)) * total / sqrt(a * b)
    low = m1 - width * a / total
    return Beta(a, b, low, low + width) if low >= 0 and low + width <= 1 else None


def _kappa(same: float, chance: float) -> float | None:
    return (same - chance) / (1 - chance) if 1 - chance > TINY else None


@dataclass(frozen=True)
class HuynhConsistency:
    """Consistency on two parallel forms under a beta-binomial model."""

    kr21: float
    a: float
    b: float
    consistency: float
    kappa: float | None


def huynh(scores: Sequence[int], items: int, cut: int) -> HuynhConsistency | None:
    """The closed form from KR-21; nothing where KR-21 is not between 0 and 1."""
    kr21 = kr21_of(scores, items)
    if kr21 is None or not 0 < kr21 < 1:
        return None
    mean = float(np.mean(scores))
    a = mean * (1 / kr21 - 1)
    b = -a + items / kr21 - items
    below = np.arange(cut)
    ways = _log_choose(items, below)
    pairs = special.betaln(a + below[:, None] + below, b + 2 * items - below[:, None] - below)
    both = float(np.exp(ways[:, None] + ways + pairs - special.betaln(a, b)).sum())
    one = float(np.exp(ways + special.betaln(a + below, b + items - below) - special.betaln(a, b)).sum())
    same = 1 - 2 * (one - both)
    return HuynhConsistency(kr21, a, b, same, _kappa(same, one**2 + (1 - one) ** 2))


def _log_choose(items: int, many: Any) -> Array:
    return np.asarray(special.gammaln(items + 1) - special.gammaln(many + 1) - special.gammaln(items - many + 1))


def kr21_of(scores: Sequence[float], items: int) -> float | None:
    """Kuder and Richardson's formula 21."""
    variance, mean = float(np.var(scores, ddof=1)), float(np.mean(scores))
    if variance <= TINY or items < 2:
        return None
    return items / (items - 1) * (1 - mean * (items - mean) / (items * variance))


def peng_subkoviak(scores: Sequence[float], items: int, cut: float) -> Decisions | None:
    """Consistency by a normal approximation; it says nothing of accuracy."""
    kr21 = kr21_of(scores, items)
    if kr21 is None or not 0 < kr21 < 1:
        return None
    z = (cut - 0.5 - float(np.mean(scores))) / float(np.std(scores, ddof=1))
    both = float(stats.multivariate_normal.cdf([z, z], mean=[0, 0], cov=[[1, kr21], [kr21, 1]]))
    one = float(stats.norm.cdf(z))
    same = 1 + 2 * (both - one)
    return Decisions(None, same, _kappa(same, one**2 + (1 - one) ** 2))
