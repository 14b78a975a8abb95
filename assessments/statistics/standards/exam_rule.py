"""The exam rule: enough points, enough stations, no critical failure. Exact, and without numpy."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True)
class ExamRuleSettings:
    """What an exam of several stations asks for."""

    sems: Fraction = Fraction(1)  # standard errors of measurement above the sum of the cuts
    stations: Fraction = Fraction(3, 5)  # share that must be passed


@dataclass(frozen=True)
class StationScore:
    """What a candidate has at a station, where its cut is, and whether a critical criterion failed there."""

    score: Fraction
    cut: Fraction  # the cut itself passes
    critical_failure: bool = False


class ExamFault(StrEnum):
    """Why a candidate has not passed."""

    TOTAL = "total"
    STATIONS = "stations"
    CRITICAL = "critical"


@dataclass(frozen=True)
class ExamOutcome:
    """What an exam comes to."""

    total: Fraction
    needed: Fraction
    stations_passed: int
    stations_needed: int
    faults: tuple[ExamFault, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.faults


def exam_outcome(stations: Sequence[StationScore], sem: Fraction, settings: ExamRuleSettings) -> ExamOutcome:
    """The outcome over all stations; raises ValueError without a station."""
    if not stations:
        raise ValueError("An exam without a station has no outcome.")
    total = sum((one.score for one in stations), Fraction(0))
    needed = sum((one.cut for one in stations), Fraction(0)) + settings.sems * sem
    passed = sum(one.score >= one.cut for one in stations)
    wanted = -(-settings.stations * len(stations) // 1)  # rounded up: 60 % of 8 stations are 5
    met = {
        ExamFault.TOTAL: total < needed,
        ExamFault.STATIONS: passed < wanted,
        ExamFault.CRITICAL: any(one.critical_failure for one in stations),
    }
    return ExamOutcome(total, needed, passed, int(wanted), tuple(fault for fault in ExamFault if met[fault]))
