"""Kendall's W: whether markers put subjects into the same order; complete ratings.

Kendall and Babington Smith (1939); with the correction for ties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.statistics.available import np, stats
from assessments.statistics.matrices import defined, is_complete, ratio

if TYPE_CHECKING:
    from assessments.statistics.matrices import Array


@dataclass(frozen=True)
class Concordance:
    """W from 0, no common order, to 1, the same order; and chi-square with one degree of freedom less than subjects."""

    w: float | None
    chi_square: float | None


def kendall_w(matrix: Array, *, ties: bool = True) -> Concordance:
    """W of complete ratings; undefined where everybody gave the same to all."""
    n, m = matrix.shape
    if n < 2 or m < 2 or not is_complete(matrix):
        return Concordance(None, None)
    ranks = stats.rankdata(matrix, axis=0)
    spread = ((ranks.sum(axis=1) - m * (n + 1) / 2) ** 2).sum()
    tied = sum(((many := np.unique(column, return_counts=True)[1]) ** 3 - many).sum() for column in matrix.T)
    w = defined(ratio(12 * spread, m**2 * (n**3 - n) - m * (tied if ties else 0)))
    return Concordance(w, None if w is None else m * (n - 1) * w)
