"""Borderline regression: the cut of a station is the score that goes with a borderline global grade.

Quality lines as in AMEE Guide 49 (Pell and others, 2010).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.statistics.available import np
from assessments.statistics.matrices import TINY


class CutRefusal(StrEnum):
    """Why a station has no cut by regression; then judges set it, criterion by criterion."""

    NO_VARIANCE = "no_variance"  # everybody has one global grade
    NEGATIVE_SLOPE = "negative_slope"  # better grades do not go with better scores
    TOO_FEW = "too_few"


class QualityLine(StrEnum):
    """What speaks against a station although it has a cut."""

    LOW_R2 = "low_r2"
    LOW_DISCRIMINATION = "low_discrimination"
    HIGH_BETWEEN_GROUPS = "high_between_groups"


@dataclass(frozen=True)
class BorderlineSettings:
    """What a cut by regression asks for, and from where a station should be looked at."""

    fewest: int = 20  # candidates
    r2: float = 0.5
    discrimination: float = 0.1  # of the maximum, from one grade to the next
    between_groups: float = 0.3


@dataclass(frozen=True)
class BorderlineCut:
    """The cut and how good it is, or why there is none; the group's figures are known in any case."""

    n: int
    refusal: CutRefusal | None
    slope: float | None = None  # inter-grade discrimination, points a grade
    intercept: float | None = None
    cut: float | None = None
    r2: float | None = None
    rmse: float | None = None
    se_cut: float | None = None
    n_below_cut: int | None = None
    borderline_mean: float | None = None
    borderline_median: float | None = None


def borderline_cut(
    grades: Sequence[float], scores: Sequence[float], borderline: float, settings: BorderlineSettings
) -> BorderlineCut:
    """The regression of the scores of a station on the global grades."""
    x, y = np.array(grades, dtype=float), np.array(scores, dtype=float)
    group, n = y[x == borderline], len(x)
    known = BorderlineCut(
        n,
        None,
        borderline_mean=float(group.mean()) if group.size else None,
        borderline_median=float(np.median(group)) if group.size else None,
    )
    spread = float(((x - x.mean()) ** 2).sum()) if n else 0.0
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread if spread > TINY else 0.0
    refusal = _refusal(n, spread, slope, settings)
    if refusal is not None:
        return BorderlineCut(
            n, refusal, borderline_mean=known.borderline_mean, borderline_median=known.borderline_median
        )
    intercept = float(y.mean() - slope * x.mean())
    cut = intercept + slope * borderline
    left = float(((y - intercept - slope * x) ** 2).sum())
    rmse = (left / (n - 2)) ** 0.5
    return BorderlineCut(
        n=n,
        refusal=None,
        slope=slope,
        intercept=intercept,
        cut=cut,
        r2=1 - left / float(((y - y.mean()) ** 2).sum()),
        rmse=rmse,
        se_cut=rmse * (1 / n + (borderline - float(x.mean())) ** 2 / spread) ** 0.5,
        n_below_cut=int((y < cut).sum()),
        borderline_mean=known.borderline_mean,
        borderline_median=known.borderline_median,
    )


def _refusal(n: int, spread: float, slope: float, settings: BorderlineSettings) -> CutRefusal | None:
    if spread <= TINY:
        return CutRefusal.NO_VARIANCE
    if slope <= TINY:
        return CutRefusal.NEGATIVE_SLOPE
    return CutRefusal.TOO_FEW if n < max(3, settings.fewest) else None


def between_group_share(scores: Sequence[float], groups: Sequence[Hashable]) -> float | None:
    """How much of the variance of scores lies between groups, such as rooms or pairs of assessors."""
    y = np.array(scores, dtype=float)
    members: dict[Hashable, list[float]] = defaultdict(list)
    for score, group in zip(scores, groups, strict=True):
        members[group].append(score)
    total = float(((y - y.mean()) ** 2).sum()) if len(y) else 0.0
    if total <= TINY or len(members) < 2:
        return None
    return sum(len(one) * (float(np.mean(one)) - float(y.mean())) ** 2 for one in members.values()) / total


def quality_of(
    found: BorderlineCut, maximum: float, between: float | None, settings: BorderlineSettings
) -> tuple[QualityLine, ...]:
    """What speaks against a station, in order; nothing is said of a station without a cut."""
    lines = []
    if found.r2 is not None and found.r2 <= settings.r2:
        lines.append(QualityLine.LOW_R2)
    if found.slope is not None and found.slope < settings.discrimination * maximum:
        lines.append(QualityLine.LOW_DISCRIMINATION)
    if between is not None and between > settings.between_groups:
        lines.append(QualityLine.HIGH_BETWEEN_GROUPS)
    return tuple(lines)
