"""Agreement of a set of ratings: every coefficient that `lms stats agreement` prints, undefined ones as nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from assessments.statistics.agreement.bootstrap import Resampling, interval
from assessments.statistics.agreement.concordance import kendall_w
from assessments.statistics.agreement.intraclass import FORMS, intraclass, one_way
from assessments.statistics.agreement.krippendorff import Level, alphas, coincidences_by_subject, krippendorff_alpha
from assessments.statistics.agreement.many_markers import ADJACENT, agreement_within, fleiss_kappa, gwet_ac
from assessments.statistics.agreement.tables import Weights, agreement_weights, crosstab, kappa
from assessments.statistics.available import np
from assessments.statistics.matrices import Ratings, as_matrix, counts_by_value, is_complete, values_of

if TYPE_CHECKING:
    from assessments.statistics.matrices import Array

FEWEST = 10  # subjects with two ratings, under which a coefficient says little


@dataclass(frozen=True)
class AgreementOfMarkers:
    """How far markers agree; each coefficient says in which cases it is defined."""

    subjects: int
    markers: int
    rated_twice: int  # subjects with two ratings or more
    complete: bool  # everybody rated everything
    exact: float | None
    adjacent: float | None
    cohen_kappa: float | None  # two markers
    weighted_kappa: float | None  # two markers
    fleiss_kappa: float | None  # complete ratings
    krippendorff_alpha: dict[Level, float | None]
    alpha_interval: tuple[float, float] | None  # 95 %, ordinal, by resampling subjects; nominal where values are names
    gwet_ac1: float | None
    gwet_ac2: float | None
    icc: dict[str, float | None]  # complete ratings
    icc_one_way: float | None  # also where assessors differ by subject
    kendall_w: float | None  # complete ratings


def agreement_of(
    ratings: Ratings, *, weights: Weights, resampling: Resampling, ordered: bool = True
) -> AgreementOfMarkers:
    """Every coefficient of these ratings; where values are names without an order, those that need none."""
    matrix = as_matrix(ratings)
    values = values_of(matrix)
    counts = counts_by_value(matrix, values)
    same, complete = agreement_weights(values, Weights.NONE), is_complete(matrix)
    weighing = agreement_weights(values, weights) if ordered else same
    two = crosstab(matrix[:, 0], matrix[:, 1], values) if matrix.shape[1] == 2 else None
    return AgreementOfMarkers(
        subjects=matrix.shape[0],
        markers=matrix.shape[1],
        rated_twice=int((counts.sum(axis=1) >= 2).sum()),
        complete=complete,
        exact=agreement_within(matrix, 0),
        adjacent=agreement_within(matrix, ADJACENT) if ordered else None,
        cohen_kappa=None if two is None else kappa(two, same).value,
        weighted_kappa=None if two is None or not ordered else kappa(two, weighing).value,
        fleiss_kappa=fleiss_kappa(counts).value if complete else None,
        krippendorff_alpha=_alphas(matrix, ordered),
        alpha_interval=alpha_interval(matrix, Level.ORDINAL if ordered else Level.NOMINAL, resampling),
        gwet_ac1=gwet_ac(counts, same),
        gwet_ac2=gwet_ac(counts, weighing) if ordered else None,
        icc=intraclass(matrix) if ordered else dict.fromkeys(FORMS),
        icc_one_way=one_way(matrix) if ordered else None,
        kendall_w=kendall_w(matrix).w if ordered else None,
    )


def alpha_interval(matrix: Array, level: Level, resampling: Resampling) -> tuple[float, float] | None:
    """The interval of Krippendorff's alpha by resampling subjects."""
    values = values_of(matrix)
    if not values.size:
        return None
    return interval(coincidences_by_subject(matrix, values), partial(alphas, values=values, level=level), resampling)


def _alphas(matrix: Array, ordered: bool) -> dict[Level, float | None]:
    found = dict.fromkeys((Level.NOMINAL, Level.ORDINAL, Level.INTERVAL))
    wanted = tuple(found) if ordered else (Level.NOMINAL,)
    return found | {level: krippendorff_alpha(np.asarray(matrix), level) for level in wanted}
