"""The figures of a moderator's board: agreement by criterion and overall, severity, third ratings.

Under ten candidates whom two people rated there are counts and no coefficient. Where assessors differ by candidate,
nobody is "the first": tables are symmetric, so the order of the sheets never matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from math import sqrt
from statistics import fmean
from typing import TYPE_CHECKING

from assessments.statistics.agreement.bootstrap import Resampling, interval
from assessments.statistics.agreement.krippendorff import Level, alphas, coincidences_by_subject
from assessments.statistics.agreement.tables import Weights, agreement_weights, kappas
from assessments.statistics.available import np
from assessments.statistics.matrices import as_matrix, defined
from assessments.statistics.severity.severity import GivenScore, SeverityReport, SeveritySettings, severity_of

if TYPE_CHECKING:
    from assessments.statistics.matrices import Array


@dataclass(frozen=True)
class GivenRating:
    """One criterion of a sealed sheet."""

    candidate: Hashable
    exercise: Hashable
    assessor: Hashable
    criterion: Hashable
    level: float


class Light(StrEnum):
    """What a moderator does next: nothing, look, or act; none where there are only counts."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"


@dataclass(frozen=True)
class BoardSettings:
    """From where a light is green or amber, and how many candidates a coefficient needs."""

    candidates: int = 10
    alpha: tuple[float, float] = (0.8, 0.67)  # green from, amber from
    adjacent: tuple[float, float] = (0.95, 0.9)
    severity: SeveritySettings = field(default_factory=SeveritySettings)
    resamples: int = 1000


@dataclass(frozen=True)
class BoardAgreement:
    """How far pairs of ratings agree: counts always, shares and coefficients with enough candidates behind them."""

    criterion: Hashable  # None: all criteria together
    candidates: int  # rated by two or more
    pairs: int
    exact_pairs: int
    adjacent_pairs: int  # exact ones among them
    exact: float | None = None
    adjacent: float | None = None
    weighted_kappa: float | None = None
    alpha: float | None = None
    alpha_interval: tuple[float, float] | None = None  # 95 %, by resampling candidates
    light: Light = Light.NONE


@dataclass(frozen=True)
class Rate:
    """A share with its 95 % interval (Wilson, 1927); nothing of nothing."""

    count: int
    of: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class BoardFigures:
    """What the board shows of a workshop."""

    overall: BoardAgreement
    criteria: tuple[BoardAgreement, ...]
    severity: SeverityReport
    doubly_rated: int  # performances


def enough_for_coefficients(candidates: int, settings: BoardSettings) -> bool:
    """Whether so many candidates with two sheets are enough to show more than counts."""
    return candidates >= settings.candidates


def board_figures(ratings: Sequence[GivenRating], settings: BoardSettings, *, seed: int) -> BoardFigures:
    """Every figure from the ratings of sealed sheets."""
    units: dict[Hashable, dict[tuple[Hashable, Hashable], list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in ratings:
        units[one.criterion][one.candidate, one.exercise].append(one.level)
    twice = {place for of_criterion in units.values() for place, given in of_criterion.items() if len(given) > 1}
    resampling = Resampling(seed, settings.resamples)
    every = [(place, given) for of_criterion in units.values() for place, given in of_criterion.items()]
    return BoardFigures(
        overall=_agreement(None, every, settings, resampling),
        criteria=tuple(
            _agreement(name, list(of_criterion.items()), settings, resampling) for name, of_criterion in units.items()
        ),
        severity=severity_of(sheet_scores(ratings), settings.severity),
        doubly_rated=len(twice),
    )


def sheet_scores(ratings: Iterable[GivenRating]) -> list[GivenScore]:
    """The mean level of each sheet."""
    levels: dict[tuple[Hashable, Hashable, Hashable], list[float]] = defaultdict(list)
    for one in ratings:
        levels[one.candidate, one.exercise, one.assessor].append(one.level)
    return [
        GivenScore(candidate, assessor, fmean(given), exercise)
        for (candidate, exercise, assessor), given in levels.items()
    ]


def _agreement(
    criterion: Hashable,
    units: Sequence[tuple[tuple[Hashable, Hashable], list[float]]],
    settings: BoardSettings,
    resampling: Resampling,
) -> BoardAgreement:
    """The agreement over these units; candidates are resampled, with all that was rated of them."""
    paired = [(candidate, given) for (candidate, _exercise), given in units if len(given) > 1]
    if not paired:
        return BoardAgreement(criterion, 0, 0, 0, 0)
    values = np.unique([level for _candidate, given in paired for level in given])
    near = np.abs(values[:, None] - values)
    met = np.array([_pairs(given, values) for _candidate, given in paired]) if len(values) else np.zeros((0, 0, 0))
    table = met.sum(axis=0)
    exact, adjacent, pairs = (round(float(table[near <= far].sum()) / 2) for far in (0, 1, np.inf))
    order = {candidate: place for place, candidate in enumerate(dict.fromkeys(one for one, _given in paired))}
    counts = BoardAgreement(criterion, len(order), pairs, exact, adjacent)
    if not enough_for_coefficients(len(order), settings):
        return counts
    each = coincidences_by_subject(as_matrix([given for _candidate, given in paired]), values)
    of_candidate = np.zeros((len(order), len(values), len(values)))
    np.add.at(of_candidate, [order[candidate] for candidate, _given in paired], each)
    alpha = defined(alphas(of_candidate.sum(axis=0), values, Level.ORDINAL))
    share = adjacent / pairs
    return BoardAgreement(
        criterion=criterion,
        candidates=len(order),
        pairs=pairs,
        exact_pairs=exact,
        adjacent_pairs=adjacent,
        exact=exact / pairs,
        adjacent=share,
        weighted_kappa=defined(kappas(table, agreement_weights(values, Weights.QUADRATIC))),
        alpha=alpha,
        alpha_interval=interval(of_candidate, partial(alphas, values=values, level=Level.ORDINAL), resampling),
        light=worst(light(alpha, settings.alpha), light(share, settings.adjacent)),
    )


def _pairs(given: Sequence[float], values: Array) -> Array:
    """How often each value of a unit meets each other, both ways round."""
    counts = (np.array(given)[:, None] == values).sum(axis=0).astype(float)
    return np.asarray(np.outer(counts, counts) - np.diag(counts))


def light(value: float | None, lines: tuple[float, float]) -> Light:
    """The light of a figure by its two lines; a line itself is on the better side."""
    if value is None:
        return Light.NONE
    green, amber = lines
    return Light.GREEN if value >= green else Light.AMBER if value >= amber else Light.RED


def worst(*lights: Light) -> Light:
    """The light that calls for most; one that is not lit calls for nothing."""
    order = (Light.RED, Light.AMBER, Light.GREEN, Light.NONE)
    return min(lights, key=order.index)


def rate_of(count: int, of: int) -> Rate:
    """A share such as that of third ratings, with its interval."""
    if not of:
        return Rate(count, of, None, None, None)
    share = count / of
    return Rate(count, of, share, *wilson_interval(share, of))


def wilson_interval(share: float, of: int) -> tuple[float, float]:
    """The 95 % interval of a share of so many, more than none (Wilson, 1927)."""
    z = 1.959963984540054
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, middle - reach), min(1.0, middle + reach)
