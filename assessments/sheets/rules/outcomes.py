"""The sealed sheets of a performance as one result: by the rubric and the thresholds of its workshop, kept as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessments.items.parsing.exact import exact, plain
from assessments.rubrics.rules.definition import RubricDefinition
from assessments.sheets.rules.reconciliation import (
    ReconciledResult,
    ReconciliationSettings,
    ReconciliationStatus,
    ReconciliationTrigger,
    reconcile,
)
from assessments.sheets.rules.states import Settlement, Turn

SETTLEMENTS: Mapping[ReconciliationStatus, Settlement] = {
    ReconciliationStatus.AGREED: Settlement.AGREED,
    ReconciliationStatus.THIRD_WANTED: Settlement.THIRD_MARKING,
    ReconciliationStatus.RESOLVED: Settlement.SETTLED,
    ReconciliationStatus.PANEL_WANTED: Settlement.PANEL,
    ReconciliationStatus.SETTLED: Settlement.SETTLED,
}
Ratings = Mapping[str, int]  # of one sheet, by criterion


@dataclass(frozen=True)
class ReconciliationThresholds:
    """When two assessors are too far apart, as a workshop sets it; what it does not say is the default."""

    gap: int = 2  # levels
    tolerance: Fraction = Fraction(1, 10)  # of the highest total
    border_z: Fraction = Fraction(1)  # standard errors round the cut; 0: none
    sem: Fraction | None = None  # points; None: that of the rubric

    @staticmethod
    def of(settings: Mapping[str, Any]) -> "ReconciliationThresholds":
        """Those under “reconciliation” of a workshop's settings; broken numbers stand there as texts."""
        said = settings.get("reconciliation") or {}
        default = ReconciliationThresholds()
        return ReconciliationThresholds(
            gap=int(said.get("gap", default.gap)),
            tolerance=exact(said.get("tolerance", default.tolerance)),
            border_z=exact(said.get("border_z", default.border_z)),
            sem=exact(said["sem"]) if said.get("sem") is not None else None,
        )


def settings_of(definition: RubricDefinition, thresholds: ReconciliationThresholds) -> ReconciliationSettings:
    """What the rule of reconciliation needs."""
    pass_levels = {
        place: one.pass_level
        for place, one in enumerate(definition.criteria)
        if one.critical and one.pass_level is not None
    }
    return ReconciliationSettings(
        levels=definition.values,
        n_criteria=len(definition.criteria),
        cut=definition.cut,
        critical=frozenset(pass_levels),
        pass_levels=pass_levels,
        gap=thresholds.gap,
        total_tolerance=definition.highest * thresholds.tolerance,
        sem=definition.sem if thresholds.sem is None else thresholds.sem,
        border_z=thresholds.border_z,
        weights=tuple(one.weight for one in definition.criteria),
    )


def reconcile_sheets(
    definition: RubricDefinition, sheets: Mapping[Turn, Ratings], settings: ReconciliationSettings
) -> ReconciledResult | None:
    """What the sealed sheets come to, whatever their order; nothing until both of the pair are there."""
    if Turn.FIRST not in sheets or Turn.SECOND not in sheets:
        return None
    levels = {turn: [ratings[code] for code in definition.codes] for turn, ratings in sheets.items()}
    return reconcile(levels[Turn.FIRST], levels[Turn.SECOND], levels.get(Turn.THIRD), settings)


def result_as_data(
    definition: RubricDefinition, result: ReconciledResult, settings: ReconciliationSettings
) -> dict[str, Any]:
    """The result as it is kept: exact numbers as texts, criteria by their codes."""
    return {
        "status": result.status,
        "differences": [plain(one) for one in result.differences],
        "totals": [plain(one) for one in result.totals],
        "triggers": list(result.triggers),
        "criteria": None
        if result.criteria is None
        else {code: plain(one) for code, one in zip(definition.codes, result.criteria, strict=True)},
        "panel_criteria": [definition.codes[place] for place in result.panel_criteria],
        "total": None if result.total is None else plain(result.total),
        "critical_ok": result.critical_ok,
        "passed": result.passed,
        "within_1_sem": result.within_1_sem,
        "settings": {
            "cut": plain(settings.cut),
            "gap": settings.gap,
            "tolerance": plain(settings.tolerance),
            "sem": plain(settings.sem),
            "border_z": plain(settings.border_z),
        },
    }


def result_from_data(definition: RubricDefinition, data: Mapping[str, Any]) -> ReconciledResult:
    """The result that was kept."""
    criteria = data["criteria"]
    return ReconciledResult(
        status=ReconciliationStatus(data["status"]),
        differences=tuple(map(exact, data["differences"])),
        totals=tuple(map(exact, data["totals"])),
        triggers=tuple(map(ReconciliationTrigger, data["triggers"])),
        criteria=None if criteria is None else tuple(exact(criteria[code]) for code in definition.codes),
        panel_criteria=tuple(definition.codes.index(code) for code in data["panel_criteria"]),
        total=None if data["total"] is None else exact(data["total"]),
        critical_ok=data["critical_ok"],
        passed=data["passed"],
        within_1_sem=data["within_1_sem"],
    )
