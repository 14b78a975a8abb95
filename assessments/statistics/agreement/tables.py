"""Two markers: exact and adjacent agreement, Cohen's kappa and weighted kappa, from a table of counts or many at once.

Cohen (1960, 1968); standard errors of Fleiss, Cohen and Everitt (1969).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from assessments.statistics.available import np
from assessments.statistics.matrices import defined, ratio

if TYPE_CHECKING:
    from assessments.statistics.matrices import Array


class Weights(StrEnum):
    """How much of an agreement it is to be some levels apart."""

    NONE = "none"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


@dataclass(frozen=True)
class Kappa:
    """Kappa with its large-sample standard error; nothing where it is undefined."""

    value: float | None
    se: float | None


def agreement_weights(values: Array, weights: Weights) -> Array:
    """From 1 on the diagonal to 0 for the two values that are furthest apart."""
    distance = np.abs(values[:, None] - values[None, :])
    if weights is Weights.NONE:
        return np.asarray(distance == 0, dtype=float)
    reach = distance.max() if distance.size else 0.0
    share = distance / reach if reach else distance
    return np.asarray(1 - (share if weights is Weights.LINEAR else share**2))


def weights_of_disagreement(disagreement: Array) -> Array:
    """Weights of agreement where somebody has weighted the disagreements."""
    return np.asarray(1 - disagreement / disagreement.max())


def crosstab(first: Array, second: Array, values: Array) -> Array:
    """How often the one gave this and the other that; subjects that only one of them rated do not count."""
    return np.asarray(pair_counts(first, second, values).sum(axis=0))


def pair_counts(first: Array, second: Array, values: Array) -> Array:
    """The same by subject: of a subject whom both rated, one cell is 1."""
    return np.asarray((first[:, None, None] == values[:, None]) & (second[:, None, None] == values), dtype=float)


def kappas(tables: Array, weights: Array) -> Any:
    """Kappa of each of many tables; NaN where chance alone would agree."""
    total = tables.sum(axis=(-2, -1))
    observed = (tables * weights).sum(axis=(-2, -1))
    rows, columns = tables.sum(axis=-1), tables.sum(axis=-2)
    chance = ratio(np.einsum("...i,ij,...j->...", rows, weights, columns), total)
    return ratio(observed - chance, total - chance)


def kappa(table: Array, weights: Array) -> Kappa:
    """Kappa of one table, with its standard error."""
    table = np.asarray(table, dtype=float)
    value = defined(kappas(table, weights))
    if value is None:
        return Kappa(None, None)
    n = table.sum()
    share = table / n
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    chance = float(rows @ weights @ columns)
    expected = (weights @ columns)[:, None] + (rows @ weights)[None, :]
    spread = (share * (weights - expected * (1 - value)) ** 2).sum() - (value - chance * (1 - value)) ** 2
    return Kappa(value, defined(np.sqrt(max(0.0, float(spread)) / n) / (1 - chance)))
