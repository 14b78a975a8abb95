"""Bootstrap: how sure a coefficient is, from subjects drawn again and again with replacement.

What a coefficient needs is a sum over subjects. So a resample is a row of weights, and all of them are one product.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessments.statistics.available import np

if TYPE_CHECKING:
    from assessments.statistics.matrices import Array


@dataclass(frozen=True)
class Resampling:
    """How often subjects are drawn, from which seed, and how much of the results the interval holds."""

    seed: int
    times: int = 1000
    share: float = 0.95


def draws(subjects: int, resampling: Resampling) -> Array:
    """How often each subject is in each resample: a row for each resample."""
    chance = np.random.default_rng(resampling.seed)
    return np.asarray(chance.multinomial(subjects, np.full(subjects, 1 / subjects), size=resampling.times), dtype=float)


def interval(parts: Array, coefficient: Callable[[Array], Any], resampling: Resampling) -> tuple[float, float] | None:
    """The percentile interval of a coefficient of sums of these parts, one for each subject.

    Nothing is answered with fewer than two subjects, or where most resamples leave the coefficient undefined.
    """
    subjects = len(parts)
    if subjects < 2:
        return None
    sums = draws(subjects, resampling) @ parts.reshape(subjects, -1)
    found = np.asarray(coefficient(sums.reshape(-1, *parts.shape[1:])), dtype=float)
    found = found[~np.isnan(found)]
    if len(found) * 2 < resampling.times:
        return None
    tail = (1 - resampling.share) / 2
    low, high = np.quantile(found, [tail, 1 - tail])
    return float(low), float(high)
