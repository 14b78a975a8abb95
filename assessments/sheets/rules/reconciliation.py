"""Reconciliation: two blind sheets of one performance become one result, or a third rating or a panel is wanted.

All of it is exact, and the order of the assessors never matters.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from statistics import median

Levels = Sequence[Fraction]  # what one assessor gave, by criterion, in the order of the rubric
GivenLevels = Sequence[int] | Sequence[Fraction]


class ReconciliationTrigger(StrEnum):
    """Why two sheets do not settle a performance, in the order in which they are told."""

    NON_ADJACENT = "non_adjacent"  # a criterion differs by two levels or more
    CRITICAL_DISAGREEMENT = "critical_disagreement"  # a critical criterion passes for one and fails for the other
    TOTAL_DIFFERENCE = "total_difference"
    DECISION_SPLIT = "decision_split"  # one total passes, the other fails
    BORDERLINE = "borderline"  # both on one side, but their mean is too near to the cut


class ReconciliationStatus(StrEnum):
    """How far a performance is settled."""

    AGREED = "agreed"  # the mean of two
    THIRD_WANTED = "third_marking"
    RESOLVED = "resolved"  # the median of three
    PANEL_WANTED = "panel"  # a third that agrees with nobody
    SETTLED = "settled"  # by a panel, with minutes


@dataclass(frozen=True)
class ReconciliationSettings:
    """The thresholds of one exercise; where the cut is, and when two assessors are too far apart."""

    levels: tuple[int, ...]  # of the rubric, from the lowest
    n_criteria: int
    cut: Fraction  # the cut itself passes
    critical: frozenset[int] = frozenset()  # places of the critical criteria
    critical_pass_level: int = 2
    gap: int = 2  # levels between two assessors that call for a third
    total_tolerance: Fraction | None = None  # None: a tenth of the highest total
    sem: Fraction = Fraction(0)
    border_z: Fraction = Fraction(1)  # how many standard errors round the cut are borderline; 0: none
    weights: tuple[Fraction, ...] | None = None  # by criterion; None: each counts once
    pass_levels: Mapping[int, int] = field(default_factory=dict)  # of critical criteria with a level of their own

    def __post_init__(self) -> None:
        if self.weights is not None and len(self.weights) != self.n_criteria:
            raise ValueError(f"There are {self.n_criteria} criteria and {len(self.weights)} weights.")
        if not all(0 <= place < self.n_criteria for place in self.critical):
            raise ValueError(f"A critical criterion is not among the {self.n_criteria} criteria.")

    @property
    def max_total(self) -> Fraction:
        """The total of a sheet with the highest level everywhere."""
        return self.total([Fraction(max(self.levels))] * self.n_criteria)

    @property
    def tolerance(self) -> Fraction:
        """How far two totals may differ."""
        return self.max_total / 10 if self.total_tolerance is None else self.total_tolerance

    def total(self, levels: Levels) -> Fraction:
        """What a sheet adds up to, with its weights."""
        weights = self.weights or (Fraction(1),) * self.n_criteria
        return sum((weight * level for weight, level in zip(weights, levels, strict=True)), Fraction(0))

    def critical_ok(self, levels: Levels) -> bool:
        """Whether every critical criterion reaches the level that passes."""
        return all(levels[place] >= self.pass_level(place) for place in self.critical)

    def pass_level(self, place: int) -> int:
        """The lowest level that passes at a critical criterion."""
        return self.pass_levels.get(place, self.critical_pass_level)


@dataclass(frozen=True)
class ReconciledResult:
    """What a performance comes to, and why; the places are those of the criteria in the rubric."""

    status: ReconciliationStatus
    differences: tuple[Fraction, ...]  # of the first two, by criterion
    totals: tuple[Fraction, ...]  # of each sheet
    triggers: tuple[ReconciliationTrigger, ...]
    criteria: tuple[Fraction, ...] | None = None  # None: a third rating is wanted first
    panel_criteria: tuple[int, ...] = ()  # where the third agrees with nobody
    total: Fraction | None = None
    critical_ok: bool | None = None
    passed: bool | None = None
    within_1_sem: bool | None = None

    @property
    def third_needed(self) -> bool:
        """Whether two sheets were not enough, also once the third is there."""
        return bool(self.triggers)

    @property
    def is_final(self) -> bool:
        """Whether nobody has to look at it again."""
        return self.total is not None


def reconcile(
    first: GivenLevels, second: GivenLevels, third: GivenLevels | None, settings: ReconciliationSettings
) -> ReconciledResult:
    """Two sheets, and a blind third where one was wanted, as one result.

    A third that nobody needed changes nothing: who is rated three times must not depend on chance.
    """
    a, b = checked_levels(first, settings), checked_levels(second, settings)
    c = None if third is None else checked_levels(third, settings)
    triggers = triggers_between(a, b, settings)
    result = ReconciledResult(
        status=ReconciliationStatus.AGREED,
        differences=tuple(abs(one - other) for one, other in zip(a, b, strict=True)),
        totals=tuple(settings.total(sheet) for sheet in (a, b, c) if sheet is not None),
        triggers=triggers,
    )
    if not triggers:
        return _with_total(result, ((one + other) / 2 for one, other in zip(a, b, strict=True)), settings)
    if c is None:
        return replace(result, status=ReconciliationStatus.THIRD_WANTED)
    middle = tuple(median(given) for given in zip(a, b, c, strict=True))
    alone = alone_at(a, b, c, settings)
    if alone:
        return replace(result, status=ReconciliationStatus.PANEL_WANTED, criteria=middle, panel_criteria=alone)
    return _with_total(replace(result, status=ReconciliationStatus.RESOLVED), middle, settings)


def triggers_between(
    first: Levels, second: Levels, settings: ReconciliationSettings
) -> tuple[ReconciliationTrigger, ...]:
    """Every reason to ask for a third rating; empty means that two are enough."""
    one, other = settings.total(first), settings.total(second)
    split = (one >= settings.cut) != (other >= settings.cut)
    pairs = list(zip(first, second, strict=True))
    met = {
        ReconciliationTrigger.NON_ADJACENT: any(abs(a - b) >= settings.gap for a, b in pairs),
        ReconciliationTrigger.CRITICAL_DISAGREEMENT: any(
            (pairs[place][0] >= settings.pass_level(place)) != (pairs[place][1] >= settings.pass_level(place))
            for place in settings.critical
        ),
        ReconciliationTrigger.TOTAL_DIFFERENCE: abs(one - other) > settings.tolerance,
        ReconciliationTrigger.DECISION_SPLIT: split,
        ReconciliationTrigger.BORDERLINE: not split
        and abs((one + other) / 2 - settings.cut) < settings.border_z * settings.sem,
    }
    return tuple(trigger for trigger in ReconciliationTrigger if met[trigger])


def alone_at(first: Levels, second: Levels, third: Levels, settings: ReconciliationSettings) -> tuple[int, ...]:
    """The criteria at which the third is far from both of the others."""
    return tuple(
        place
        for place, (a, b, c) in enumerate(zip(first, second, third, strict=True))
        if abs(c - a) >= settings.gap and abs(c - b) >= settings.gap
    )


def settle_by_panel(
    result: ReconciledResult, decided: Mapping[int, int | Fraction], settings: ReconciliationSettings
) -> ReconciledResult:
    """The result with the levels that a panel decided; it decides at least where the third agreed with nobody."""
    if result.status is not ReconciliationStatus.PANEL_WANTED or result.criteria is None:
        raise ValueError("No panel is wanted for this performance.")
    left = [place for place in result.panel_criteria if place not in decided]
    if left:
        raise ValueError(f"The panel has not decided criterion {left[0] + 1}.")
    criteria = [Fraction(decided.get(place, level)) for place, level in enumerate(result.criteria)]
    settled = replace(result, status=ReconciliationStatus.SETTLED)
    return _with_total(settled, checked_levels(criteria, settings), settings)


def settle_without_third(
    result: ReconciledResult, decided: Mapping[int, int | Fraction], settings: ReconciliationSettings
) -> ReconciledResult:
    """The result as a panel settles it where nobody can rate a third time; it decides every criterion."""
    if result.status is not ReconciliationStatus.THIRD_WANTED:
        raise ValueError("No third rating is wanted for this performance.")
    left = [place for place in range(settings.n_criteria) if place not in decided]
    if left:
        raise ValueError(f"The panel has not decided criterion {left[0] + 1}.")
    criteria = [Fraction(decided[place]) for place in range(settings.n_criteria)]
    settled = replace(result, status=ReconciliationStatus.SETTLED)
    return _with_total(settled, checked_levels(criteria, settings), settings)


def with_levels(
    result: ReconciledResult, decided: Mapping[int, int | Fraction], settings: ReconciliationSettings
) -> ReconciledResult:
    """A final result with other levels at some criteria, as a discussion found them."""
    if result.criteria is None or not result.is_final:
        raise ValueError("This performance has no result yet.")
    criteria = [Fraction(decided.get(place, level)) for place, level in enumerate(result.criteria)]
    settled = replace(result, status=ReconciliationStatus.SETTLED)
    return _with_total(settled, checked_levels(criteria, settings), settings)


def checked_levels(given: GivenLevels, settings: ReconciliationSettings) -> tuple[Fraction, ...]:
    """The levels of a sheet; raises ValueError for a criterion too many or too few, or a level outside the rubric."""
    levels = tuple(Fraction(level) for level in given)
    if len(levels) != settings.n_criteria:
        raise ValueError(f"There are {settings.n_criteria} criteria and {len(levels)} ratings.")
    lowest, highest = min(settings.levels), max(settings.levels)
    for place, level in enumerate(levels, 1):
        if not lowest <= level <= highest:
            raise ValueError(f"Criterion {place} has level {level}; the rubric goes from {lowest} to {highest}.")
    return levels


def _with_total(
    result: ReconciledResult, levels: Iterable[Fraction], settings: ReconciliationSettings
) -> ReconciledResult:
    """The result with its final levels and what follows from them."""
    criteria = tuple(levels)
    total, critical_ok = settings.total(criteria), settings.critical_ok(criteria)
    return replace(
        result,
        criteria=criteria,
        total=total,
        critical_ok=critical_ok,
        passed=total >= settings.cut and critical_ok,
        within_1_sem=abs(total - settings.cut) < settings.sem,
    )
