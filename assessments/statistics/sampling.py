"""Sampling plan of moderation: which performances must be looked at, by share and by risk; complete or not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256


class SamplingReason(StrEnum):
    """Why a performance is in the sample."""

    NEAR_CUT = "near_cut"
    CRITICAL = "critical"
    NEW_ASSESSOR = "new_assessor"
    OUTLIER = "outlier"  # rated by somebody who is far stricter or more lenient than the others
    SHARE = "share"  # by lot


@dataclass(frozen=True)
class SamplingPlan:
    """How much is sampled: a share by lot, at least so many of each exercise, and what is risky."""

    share: Fraction = Fraction(1, 10)
    least: int = 1
    near_cut: Fraction | None = Fraction(1)  # standard errors of measurement; None: not looked at
    critical: bool = True
    new_assessors: bool = True
    outliers: bool = True


@dataclass(frozen=True)
class SampledPerformance:
    """What the plan asks of a performance; margin: how far its total is from the cut, in errors of measurement."""

    performance: str  # any lasting name of it
    exercise: str
    margin: Fraction | None = None  # None: no total yet
    critical_failure: bool = False
    new_assessor: bool = False
    outlier: bool = False
    moderated: bool = False


@dataclass(frozen=True)
class SamplingCoverage:
    """What is wanted by which reasons, and what is still to be done."""

    wanted: dict[str, tuple[SamplingReason, ...]]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the plan is done."""
        return not self.missing


def coverage(performances: Iterable[SampledPerformance], plan: SamplingPlan, *, seed: str) -> SamplingCoverage:
    """The plan against what there is; the lot of a performance never changes, whatever comes after it."""
    by_exercise = defaultdict(list)
    for one in performances:
        by_exercise[one.exercise].append(one)
    wanted: dict[str, tuple[SamplingReason, ...]] = {}
    missing = []
    for members in by_exercise.values():
        drawn = by_lot(members, plan, seed)
        for one in members:
            reasons = reasons_for(one, plan) + ((SamplingReason.SHARE,) if one.performance in drawn else ())
            if reasons:
                wanted[one.performance] = reasons
                missing += [] if one.moderated else [one.performance]
    return SamplingCoverage(wanted, tuple(missing))


def reasons_for(one: SampledPerformance, plan: SamplingPlan) -> tuple[SamplingReason, ...]:
    """What is risky about a performance."""
    near = plan.near_cut is not None and one.margin is not None and abs(one.margin) < plan.near_cut
    met = {
        SamplingReason.NEAR_CUT: near,
        SamplingReason.CRITICAL: plan.critical and one.critical_failure,
        SamplingReason.NEW_ASSESSOR: plan.new_assessors and one.new_assessor,
        SamplingReason.OUTLIER: plan.outliers and one.outlier,
    }
    return tuple(reason for reason in met if met[reason])


def by_lot(members: Iterable[SampledPerformance], plan: SamplingPlan, seed: str) -> set[str]:
    """The performances of an exercise whose lot lies within the share, and the lowest lots up to the least number."""
    lots = sorted((_lot(seed, one.performance), one.performance) for one in members)
    return {name for place, (lot, name) in enumerate(lots) if lot < plan.share or place < plan.least}


def _lot(seed: str, performance: str) -> Fraction:
    """A number from 0 to 1 that nobody can choose."""
    return Fraction(int.from_bytes(sha256(f"{seed}:{performance}".encode()).digest()[:8], "big"), 2**64)
