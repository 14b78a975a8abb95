"""Intraclass correlation in its six forms, with mean squares and intervals; complete ratings.

Shrout and Fleiss (1979), McGraw and Wong (1996). Only the one-way form is right where assessors differ by candidate; it
is also computed where ratings are missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.statistics.available import np, stats
from assessments.statistics.matrices import TINY, defined, is_complete, ratio

if TYPE_CHECKING:
    from assessments.statistics.matrices import Array

FORMS = ("ICC(1)", "ICC(2)", "ICC(3)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)")
Interval = tuple[float | None, float | None]


@dataclass(frozen=True)
class MeanSquares:
    """Of subjects, of markers, of what is left, and within subjects."""

    rows: float
    columns: float
    error: float
    within: float
    n: int
    k: int


def mean_squares(matrix: Array) -> MeanSquares | None:
    """The analysis of variance; nothing without two subjects, two markers and complete ratings."""
    n, k = matrix.shape
    if n < 2 or k < 2 or not is_complete(matrix):
        return None
    mean, rows, columns = matrix.mean(), matrix.mean(axis=1), matrix.mean(axis=0)
    scale = TINY * max(1.0, float(np.abs(matrix).max()) ** 2)
    left = matrix - rows[:, None] - columns[None, :] + mean
    sums = [
        k * ((rows - mean) ** 2).sum(),
        n * ((columns - mean) ** 2).sum(),
        (left**2).sum(),
        ((matrix - rows[:, None]) ** 2).sum(),
    ]
    freedom = (n - 1, k - 1, (n - 1) * (k - 1), n * (k - 1))
    found = [float(one) / free if one > scale else 0.0 for one, free in zip(sums, freedom, strict=True)]
    return MeanSquares(found[0], found[1], found[2], found[3], n, k)


def intraclass(matrix: Array) -> dict[str, float | None]:
    """Every form by its name; undefined where nothing varies."""
    squares = mean_squares(matrix)
    if squares is None:
        return dict.fromkeys(FORMS)
    r, c, e, w, n, k = squares.rows, squares.columns, squares.error, squares.within, squares.n, squares.k
    found = (
        ratio(r - w, r + (k - 1) * w),
        ratio(r - e, r + (k - 1) * e + k * (c - e) / n),
        ratio(r - e, r + (k - 1) * e),
        ratio(r - w, r),
        ratio(r - e, r + (c - e) / n),
        ratio(r - e, r),
    )
    return {form: defined(value) for form, value in zip(FORMS, found, strict=True)}


def one_way(matrix: Array) -> float | None:
    """ICC(1) from a one-way model, also where subjects have different numbers of ratings."""
    given = ~np.isnan(matrix)
    many = given.sum(axis=1)
    matrix, many = matrix[many > 0], many[many > 0]
    n, total = len(many), int(many.sum())
    if n < 2 or total <= n:
        return None
    means = np.nansum(matrix, axis=1) / many
    grand = np.nansum(matrix) / total
    between = (many * (means - grand) ** 2).sum() / (n - 1)
    within = np.nansum((matrix - means[:, None]) ** 2) / (total - n)
    usual = (total - (many**2).sum() / total) / (n - 1)
    return defined(ratio(between - within, between + (usual - 1) * within))


def intervals(matrix: Array, share: float = 0.95) -> dict[str, Interval]:
    """The interval of each form."""
    squares = mean_squares(matrix)
    found = intraclass(matrix)
    if squares is None or squares.error <= 0 or squares.within <= 0 or found["ICC(2)"] is None:
        return dict.fromkeys(FORMS, (None, None))
    n, k, tail = squares.n, squares.k, 1 - (1 - share) / 2
    one = _by_f(squares.rows / squares.within, n - 1, n * (k - 1), tail)
    three = _by_f(squares.rows / squares.error, n - 1, (n - 1) * (k - 1), tail)
    two = _absolute(squares, found["ICC(2)"], tail)
    singles = {
        "ICC(1)": tuple((f - 1) / (f + k - 1) for f in one),
        "ICC(2)": two,
        "ICC(3)": tuple((f - 1) / (f + k - 1) for f in three),
    }
    means = {
        "ICC(1,k)": tuple(1 - 1 / f for f in one),
        "ICC(2,k)": tuple(k * icc / (1 + (k - 1) * icc) for icc in two),
        "ICC(3,k)": tuple(1 - 1 / f for f in three),
    }
    return {form: (defined(low), defined(high)) for form, (low, high) in (singles | means).items()}


def _by_f(f: float, above: int, below: int, tail: float) -> tuple[float, float]:
    return f / stats.f.ppf(tail, above, below), f * stats.f.ppf(tail, below, above)


def _absolute(squares: MeanSquares, icc: float, tail: float) -> tuple[float, float]:
    """The interval of ICC(2) with the degrees of freedom of Satterthwaite."""
    r, c, e, n, k = squares.rows, squares.columns, squares.error, squares.n, squares.k
    f = c / e
    upper = (n - 1) * (k - 1) * (k * icc * f + n * (1 + (k - 1) * icc) - k * icc) ** 2
    lower = (n - 1) * k**2 * icc**2 * f**2 + (n * (1 + (k - 1) * icc) - k * icc) ** 2
    freedom = upper / lower
    low, high = stats.f.ppf(tail, n - 1, freedom), stats.f.ppf(tail, freedom, n - 1)
    mixed = k * c + (k * n - k - n) * e
    return n * (r - low * e) / (low * mixed + n * r), n * (high * r - e) / (mixed + n * high * r)
