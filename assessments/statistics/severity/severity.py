"""Severity of assessors, shown only where it can be compared and with enough behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.statistics.available import np
from assessments.statistics.severity.connectedness import connected_groups
from assessments.statistics.severity.mixed_model import Design, MixedModel, fit


@dataclass(frozen=True)
class GivenScore:
    """What an assessor gave a candidate at an exercise, such as the mean level of a sheet."""

    candidate: Hashable
    assessor: Hashable
    value: float
    exercise: Hashable = None


@dataclass(frozen=True)
class SeveritySettings:
    """How much must stand behind a figure."""

    candidates_to_show: int = 10
    candidates_to_use: int = 30
    se_to_use: float = 0.3  # levels; below it


class SeverityStanding(StrEnum):
    """What may be done with the severity of an assessor."""

    NOT_COMPARABLE = "not_comparable"  # no chain of shared performances, or nothing that varies
    TOO_FEW = "too_few"
    SHOWN = "shown"
    USABLE = "usable"


@dataclass(frozen=True)
class AssessorSeverity:
    """How lenient an assessor is, in levels; negative is strict. Nothing where the standing forbids a figure."""

    assessor: Hashable
    candidates: int
    standing: SeverityStanding
    effect: float | None = None
    se: float | None = None
    infit: float | None = None  # 1: as much spread as the model expects


@dataclass(frozen=True)
class SeverityReport:
    """The severity of all, the groups that no shared performance joins, and where the spread comes from."""

    assessors: tuple[AssessorSeverity, ...]
    groups: tuple[tuple[Hashable, ...], ...]
    var_performance: float | None = None
    var_rater: float | None = None
    var_error: float | None = None

    @property
    def comparable(self) -> bool:
        """Whether one scale holds for all."""
        return self.var_error is not None


def severity_of(scores: Sequence[GivenScore], settings: SeveritySettings) -> SeverityReport:
    """The severity of every assessor; "cannot be compared" where the graph of assessors falls apart."""
    groups = connected_groups(((one.candidate, one.exercise), one.assessor) for one in scores)
    seen: dict[Hashable, set[Hashable]] = defaultdict(set)
    for one in scores:
        seen[one.assessor].add(one.candidate)
    model = fit(design_of(scores)) if len(groups) == 1 and len(seen) > 1 else None
    told = tuple(tuple(group) for group in groups)
    if model is None:
        alone = (AssessorSeverity(one, len(seen[one]), SeverityStanding.NOT_COMPARABLE) for one in seen)
        return SeverityReport(tuple(alone), told)
    places = _places([one.assessor for one in scores])
    found = tuple(
        _judged(one, len(seen[one]), model, np.flatnonzero(places == no), no, settings) for no, one in enumerate(seen)
    )
    return SeverityReport(found, told, model.var_performance, model.var_rater, model.var_error)


def design_of(scores: Sequence[GivenScore]) -> Design:
    """The scores by numbers of performances, assessors and exercises."""
    return Design(
        np.array([one.value for one in scores], dtype=float),
        _places([(one.candidate, one.exercise) for one in scores]),
        _places([one.assessor for one in scores]),
        _places([one.exercise for one in scores]),
    )


def _places(names: Sequence[Hashable]) -> np.ndarray:
    """Each name by its place among those that came first."""
    first: dict[Hashable, int] = {}
    return np.array([first.setdefault(name, len(first)) for name in names], dtype=int)


def _judged(
    assessor: Hashable, candidates: int, model: MixedModel, rows: np.ndarray, no: int, settings: SeveritySettings
) -> AssessorSeverity:
    """One assessor's figures, if there are enough candidates behind them."""
    if candidates < settings.candidates_to_show:
        return AssessorSeverity(assessor, candidates, SeverityStanding.TOO_FEW)
    se = float(model.errors[no])
    usable = candidates >= settings.candidates_to_use and se < settings.se_to_use
    infit = (model.residuals[rows] ** 2).sum() / model.residual_variances[rows].sum()
    standing = SeverityStanding.USABLE if usable else SeverityStanding.SHOWN
    return AssessorSeverity(assessor, candidates, standing, float(model.effects[no]), se, float(infit))
