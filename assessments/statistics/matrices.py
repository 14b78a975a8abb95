"""Ratings as a matrix: a row for each subject, a column for each marker, nothing where somebody did not rate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from assessments.statistics.available import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Ratings = Sequence[Sequence[float | None]]  # rows subjects, columns markers


def as_matrix(ratings: Ratings) -> Array:
    """The ratings with NaN for what is missing; subjects and markers without any rating are left out."""
    rows = [[np.nan if one is None else float(one) for one in row] for row in ratings]
    width = max((len(row) for row in rows), default=0)
    matrix = np.array([row + [np.nan] * (width - len(row)) for row in rows], dtype=float).reshape(len(rows), width)
    given = ~np.isnan(matrix)
    return np.asarray(matrix[given.any(axis=1)][:, given.any(axis=0)])


def is_complete(matrix: Array) -> bool:
    """Whether everybody rated everything."""
    return bool(matrix.size) and not bool(np.isnan(matrix).any())


def values_of(matrix: Array) -> Array:
    """The different values that were given, in their order."""
    return np.unique(matrix[~np.isnan(matrix)])


def counts_by_value(matrix: Array, values: Array) -> Array:
    """How often each subject was given each value: a row for each subject."""
    return np.asarray((matrix[:, :, None] == values).sum(axis=1), dtype=float)


def from_table(table: Sequence[Sequence[int]]) -> list[list[float]]:
    """The ratings behind a table of two markers: as many rows as it counts, categories by their place."""
    return [
        [float(row), float(column)]
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]


def defined(value: Any) -> float | None:
    """A figure, or nothing where it is undefined: never NaN, never infinite."""
    number = float(value)
    return number if np.isfinite(number) else None


def all_defined(values: Iterable[Any]) -> list[float | None]:
    """The same for many."""
    return [defined(value) for value in values]


def ratio(above: Any, below: Any) -> Any:
    """A quotient, NaN where it divides by nothing; what rounding leaves of zero is zero."""
    above, below = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
    empty = np.abs(below) < TINY
    return np.where(empty, np.nan, above / np.where(empty, 1.0, below))


TINY = 1e-12
