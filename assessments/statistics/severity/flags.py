"""Flags: what in the ratings of an assessor a moderator should look at; nothing follows from a flag by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import fmean, median

from assessments.statistics.available import np
from assessments.statistics.matrices import Ratings
from assessments.statistics.severity.severity import AssessorSeverity


class AssessorFlag(StrEnum):
    """What was seen."""

    STRICT = "strict"  # a hawk
    LENIENT = "lenient"  # a dove
    ERRATIC = "erratic"  # more spread than the model expects
    MUTED = "muted"  # less
    CENTRAL = "central"  # keeps to the middle of the scale
    HALO = "halo"  # all criteria alike
    DRIFT = "drift"  # seeds wander off
    FAST = "fast"  # many sheets in a fraction of the usual time


@dataclass(frozen=True)
class FlagSettings:
    """From where something is flagged."""

    severity_se: float = 2.0
    severity_levels: float = 0.25
    infit: tuple[float, float] = (0.7, 1.4)
    spread_of_peers: float = 0.7
    halo: float = 0.9
    fewest: int = 10  # sheets under which nothing is flagged by spread, halo or time
    drift_weight: float = 0.2
    drift_limit: float = 2.7  # standard errors
    fast_share: float = 0.2  # of the median time
    fast_sheets: float = 0.1  # a share of sheets above which it is flagged


def severity_flags(found: AssessorSeverity, settings: FlagSettings) -> tuple[AssessorFlag, ...]:
    """Strict or lenient, erratic or muted; nothing of an assessor without a figure."""
    if found.effect is None or found.se is None or found.infit is None:
        return ()
    far = abs(found.effect) > settings.severity_se * found.se and abs(found.effect) > settings.severity_levels
    flags = [AssessorFlag.LENIENT if found.effect > 0 else AssessorFlag.STRICT] if far else []
    low, high = settings.infit
    if not low <= found.infit <= high:
        flags.append(AssessorFlag.ERRATIC if found.infit > high else AssessorFlag.MUTED)
    return tuple(flags)


def keeps_to_the_middle(levels: Sequence[float], peers: Sequence[Sequence[float]], settings: FlagSettings) -> bool:
    """Whether the levels of an assessor spread much less than those of the others."""
    spreads = [float(np.std(one, ddof=1)) for one in peers if len(one) >= settings.fewest]
    if len(levels) < settings.fewest or not spreads:
        return False
    return float(np.std(levels, ddof=1)) < settings.spread_of_peers * median(spreads)


def halo_of(sheets: Ratings) -> float | None:
    """The mean correlation between criteria over the sheets of an assessor; a criterion that never varies has none."""
    matrix = np.array([[np.nan if one is None else one for one in row] for row in sheets], dtype=float)
    if matrix.ndim != 2:
        return None
    whole = matrix[~np.isnan(matrix).any(axis=1)]
    whole = whole[:, np.ptp(whole, axis=0) > 0] if len(whole) > 2 else whole[:, :0]
    if whole.shape[1] < 2:
        return None
    return float(np.corrcoef(whole.T)[np.triu_indices(whole.shape[1], 1)].mean())


def has_halo(sheets: Ratings, settings: FlagSettings) -> bool:
    """Whether an assessor rates one impression instead of the criteria."""
    found = halo_of(sheets) if len(sheets) >= settings.fewest else None
    return found is not None and found > settings.halo


def drift_of(errors: Sequence[float], sd: float, settings: FlagSettings) -> list[float]:
    """After each seed, the weighted mean of its errors in standard errors (EWMA of Roberts, 1959)."""
    weight, mean, found = settings.drift_weight, 0.0, []
    for n, error in enumerate(errors, 1):
        mean = weight * error + (1 - weight) * mean
        found.append(mean / (sd * sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * n)))))
    return found


def has_drifted(errors: Sequence[float], sd: float, settings: FlagSettings) -> bool:
    """Whether the errors of seeds have wandered off by now; `sd` is that of a steady assessor."""
    found = drift_of(errors, sd, settings) if sd > 0 else []
    return bool(found) and abs(found[-1]) > settings.drift_limit


def is_fast(seconds: Sequence[float], usual: float, settings: FlagSettings) -> bool:
    """Whether many sheets took a fraction of the median time of all."""
    if len(seconds) < settings.fewest or usual <= 0:
        return False
    return fmean(one < settings.fast_share * usual for one in seconds) > settings.fast_sheets
