"""Krippendorff's alpha: two or more markers, ratings may be missing, nominal to ratio levels.

Krippendorff (2011), Computing Krippendorff's alpha-reliability. All of it follows from coincidences, and these are sums
over subjects: so many resamples of subjects are one product of matrices.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from assessments.statistics.available import np
from assessments.statistics.matrices import counts_by_value, defined, ratio, values_of

if TYPE_CHECKING:
    from assessments.statistics.matrices import Array


class Level(StrEnum):
    """What the values are: names, an order, or numbers."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def krippendorff_alpha(matrix: Array, level: Level) -> float | None:
    """Alpha; undefined without a subject that two rated, or where all gave the same."""
    values = values_of(matrix)
    return defined(alphas(coincidences_by_subject(matrix, values).sum(axis=0), values, level)) if values.size else None


def coincidences_by_subject(matrix: Array, values: Array) -> Array:
    """For each subject, how often one of its ratings meets another; one that only one person rated adds nothing."""
    counts = counts_by_value(matrix, values)
    many = counts.sum(axis=1)
    met = counts[:, :, None] * counts[:, None, :]
    met[:, np.arange(len(values)), np.arange(len(values))] -= counts
    return np.asarray(np.where((many > 1)[:, None, None], met / np.maximum(many - 1, 1)[:, None, None], 0.0))


def alphas(coincidences: Array, values: Array, level: Level) -> Any:
    """Alpha of each of many tables of coincidences; NaN where it is undefined."""
    each = coincidences.sum(axis=-1)
    n = each.sum(axis=-1)
    apart = squared_differences(each, values, level)
    observed = (coincidences * apart).sum(axis=(-2, -1))
    expected = (each[..., :, None] * each[..., None, :] * apart).sum(axis=(-2, -1))
    return 1 - (n - 1) * ratio(observed, expected)


def squared_differences(each: Array, values: Array, level: Level) -> Array:
    """How far each value is from each other; between ordered ones lie as many ratings as were given there."""
    if level is Level.ORDINAL:
        below = np.cumsum(each, axis=-1) - each / 2
        return np.asarray((below[..., :, None] - below[..., None, :]) ** 2)
    if level is Level.NOMINAL:
        return np.asarray(values[:, None] != values[None, :], dtype=float)
    apart = (values[:, None] - values[None, :]) ** 2
    if level is Level.RATIO:
        sums = (values[:, None] + values[None, :]) ** 2
        return np.asarray(np.where(sums > 0, apart / np.where(sums > 0, sums, 1), 0.0))
    return np.asarray(apart)
