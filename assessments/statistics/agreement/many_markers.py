"""Two or more markers, from counts by subject: agreement of pairs, Fleiss' kappa with its kin, Gwet's AC1 and AC2.

Fleiss (1971), Fleiss, Nee and Landis (1979), Conger (1980), Light (1971), Gwet (2008, 2014).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from assessments.statistics.agreement.tables import crosstab, kappas
from assessments.statistics.available import np
from assessments.statistics.matrices import all_defined, counts_by_value, defined, ratio, values_of

if TYPE_CHECKING:
    from assessments.statistics.matrices import Array

ADJACENT = 1.0  # levels


@dataclass(frozen=True)
class FleissKappa:
    """Fleiss' kappa, its standard error where there is no agreement beyond chance, and kappa of each category."""

    value: float | None
    se0: float | None
    z: float | None
    by_category: list[float | None]


def agreement_within(matrix: Array, distance: float) -> float | None:
    """The share of pairs of ratings of a subject that are no further apart; each subject counts the same."""
    values = values_of(matrix)
    near = np.asarray(np.abs(values[:, None] - values[None, :]) <= distance + 1e-9, dtype=float)
    shares = pairs_agreeing(counts_by_value(matrix, values), near)
    return defined(shares.mean()) if shares.size else None


def pairs_agreeing(counts: Array, weights: Array) -> Array:
    """For each subject with two ratings or more, how much its pairs agree."""
    counts = counts[counts.sum(axis=1) >= 2]
    many = counts.sum(axis=1)
    return np.asarray((counts * (counts @ weights - 1)).sum(axis=1) / (many * (many - 1)))


def fleiss_kappa(counts: Array) -> FleissKappa:
    """Kappa of Fleiss from counts by subject and category; every subject must have as many ratings."""
    undefined = FleissKappa(None, None, None, [None] * counts.shape[1])
    many = counts.sum(axis=1)
    if not many.size or many[0] < 2 or (many != many[0]).any():
        return undefined
    m, n = many[0], len(counts)
    share = counts.sum(axis=0) / (n * m)
    agreeing = pairs_agreeing(counts, np.eye(counts.shape[1])).mean()
    value = defined(ratio(agreeing - (share**2).sum(), 1 - (share**2).sum()))
    apart = (counts * (m - counts)).sum(axis=0)
    by_category = all_defined(1 - ratio(apart, n * m * (m - 1) * share * (1 - share)))
    if value is None:
        return undefined
    odds = share * (1 - share)
    inner = odds.sum() ** 2 - (odds * (1 - 2 * share)).sum()
    se0 = defined(ratio(np.sqrt(2 * max(0.0, float(inner))), odds.sum() * np.sqrt(n * m * (m - 1))))
    return FleissKappa(value, se0, value / se0 if se0 else None, by_category)


def conger_kappa(matrix: Array) -> float | None:
    """Kappa of Conger, in which each marker keeps their own habits ("exact" kappa); complete ratings."""
    values, m = values_of(matrix), matrix.shape[1]
    if m < 2 or np.isnan(matrix).any():
        return None
    agreeing = pairs_agreeing(counts_by_value(matrix, values), np.eye(len(values))).mean()
    own = (matrix[:, :, None] == values).mean(axis=0)
    chance = (own.mean(axis=0) ** 2).sum() - own.var(axis=0, ddof=1).sum() / m
    return defined(ratio(agreeing - chance, 1 - chance))


def light_kappa(matrix: Array) -> float | None:
    """The mean of Cohen's kappa over all pairs of markers."""
    values = values_of(matrix)
    same = np.eye(len(values))
    found = [
        defined(kappas(crosstab(matrix[:, one], matrix[:, other], values), same))
        for one, other in combinations(range(matrix.shape[1]), 2)
    ]
    known = [one for one in found if one is not None]
    return sum(known) / len(known) if known and len(known) == len(found) else None


def gwet_ac(counts: Array, weights: Array) -> float | None:
    """AC1 of Gwet, or AC2 where some disagreements weigh less; ratings may be missing."""
    return defined(gwet_from_sums(gwet_parts(counts, weights).sum(axis=0), weights))


def gwet_parts(counts: Array, weights: Array) -> Array:
    """What each subject adds: how much its pairs agree, whether it has any, the share of each category, and itself."""
    many = counts.sum(axis=1)
    pairs = many * (many - 1)
    agreeing = (counts * (counts @ weights - 1)).sum(axis=1) / np.where(pairs, pairs, 1)
    shares = counts / np.where(many, many, 1)[:, None]
    return np.column_stack([agreeing * (pairs > 0), pairs > 0, shares, many > 0])


def gwet_from_sums(sums: Array, weights: Array) -> Any:
    """The coefficient from what subjects add up to, of one set of them or of many; NaN with one category."""
    observed = ratio(sums[..., 0], sums[..., 1])
    share = ratio(sums[..., 2:-1], sums[..., -1:])
    q = len(weights)
    chance = ratio(weights.sum() * (share * (1 - share)).sum(axis=-1), q * (q - 1))
    return ratio(observed - chance, 1 - chance)
