"""How far a performance is, from its sheets, what differs and its newest result: what a moderator has to do next."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from assessments.sheets.rules.reconciliation import ReconciliationStatus
from assessments.sheets.rules.states import Turn


class PerformanceState(StrEnum):
    """What a performance waits for, the most urgent first."""

    DIFFERS = "differs"  # a sheet came twice
    REVIEW = "review"  # something came late
    THIRD_WANTED = "third-wanted"
    PANEL_WANTED = "panel-wanted"
    THIRD_NAMED = "third-named"
    MARKING = "marking"
    PLANNED = "planned"  # nobody has sealed
    FINAL = "final"
    REPLACED = "replaced"  # by a fresh exercise


WAITS = frozenset(
    {PerformanceState.DIFFERS, PerformanceState.REVIEW, PerformanceState.THIRD_WANTED, PerformanceState.PANEL_WANTED}
)  # for the moderator
ENDED = frozenset({PerformanceState.FINAL, PerformanceState.REPLACED})


@dataclass(frozen=True)
class PerformanceFacts:
    """What is known of a performance."""

    turns: Collection[Turn]  # that were named
    sealed: Collection[Turn]
    status: ReconciliationStatus | None  # of the newest result
    differs: bool = False
    review: bool = False
    replaced: bool = False


def performance_state(facts: PerformanceFacts) -> PerformanceState:
    """What it waits for."""
    if facts.differs:
        return PerformanceState.DIFFERS
    if facts.review:
        return PerformanceState.REVIEW
    if facts.replaced:
        return PerformanceState.REPLACED
    if facts.status is ReconciliationStatus.THIRD_WANTED:
        named = Turn.THIRD in facts.turns
        return PerformanceState.THIRD_NAMED if named else PerformanceState.THIRD_WANTED
    if facts.status is ReconciliationStatus.PANEL_WANTED:
        return PerformanceState.PANEL_WANTED
    if facts.status is not None:
        return PerformanceState.FINAL
    return PerformanceState.MARKING if facts.sealed else PerformanceState.PLANNED
