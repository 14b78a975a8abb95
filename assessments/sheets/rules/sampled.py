"""The sampling plan of a workshop as it is kept, and what it has to know of a performance."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessments.items.parsing.exact import exact, plain
from assessments.statistics.sampling import (
    SampledPerformance,
    SamplingCoverage,
    SamplingPlan,
    SamplingReason,
    coverage,
)


@dataclass(frozen=True)
class LookedAt:
    """A performance as the sample sees it: what it came to, by whom it was rated, whether its result was looked at."""

    uuid: str
    exercise: str  # any lasting name of it
    outcome: Mapping[str, Any] | None  # of the newest result; none: not both have sealed
    final: bool = False  # that result stands
    new_assessor: bool = False
    outlier: bool = False
    agrees: bool | None = None  # of who looked at this result; none: nobody did


@dataclass(frozen=True)
class SampleStanding:
    """How far the plan is: what is in the sample and why, what can be looked at now, what is not sealed yet."""

    reasons: Mapping[str, tuple[SamplingReason, ...]]  # by the uuid of the performance
    to_look_at: tuple[str, ...]
    not_ready: tuple[str, ...]
    disagreed: tuple[str, ...]  # also outside the sample
    done: int

    @property
    def complete(self) -> bool:
        """Whether all of the sample was looked at; nothing of a workshop without performances is."""
        return bool(self.reasons) and not self.to_look_at and not self.not_ready


def plan_as_data(plan: SamplingPlan) -> dict[str, Any]:
    """The plan as it is kept: exact numbers as texts."""
    return {
        "share": plain(plan.share),
        "least": plan.least,
        "near_cut": None if plan.near_cut is None else plain(plan.near_cut),
        "critical": plan.critical,
        "new_assessors": plan.new_assessors,
        "outliers": plan.outliers,
    }


def plan_from_data(data: Mapping[str, Any]) -> SamplingPlan:
    """The plan that was kept."""
    return SamplingPlan(
        share=exact(data["share"]),
        least=data["least"],
        near_cut=None if data["near_cut"] is None else exact(data["near_cut"]),
        critical=data["critical"],
        new_assessors=data["new_assessors"],
        outliers=data["outliers"],
    )


def margin_of(outcome: Mapping[str, Any] | None) -> Fraction | None:
    """How far a total is from the cut, in standard errors of measurement; none without a total or without an error."""
    if outcome is None or outcome.get("total") is None:
        return None
    settings = outcome["settings"]
    sem = exact(settings["sem"])
    return None if sem == 0 else (exact(outcome["total"]) - exact(settings["cut"])) / sem


def as_sampled(one: LookedAt) -> SampledPerformance:
    """The performance as the plan asks for it."""
    return SampledPerformance(
        performance=one.uuid,
        exercise=one.exercise,
        margin=margin_of(one.outcome),
        critical_failure=one.outcome is not None and one.outcome.get("critical_ok") is False,
        new_assessor=one.new_assessor,
        outlier=one.outlier,
        moderated=one.agrees is not None,
    )


def sample_standing(performances: list[LookedAt], plan: SamplingPlan, *, seed: str) -> SampleStanding:
    """The plan against what there is; the order in which performances come never matters."""
    known = {one.uuid: one for one in sorted(performances, key=lambda one: one.uuid)}
    found: SamplingCoverage = coverage(map(as_sampled, known.values()), plan, seed=seed)
    missing = sorted(found.missing)
    return SampleStanding(
        reasons=found.wanted,
        to_look_at=tuple(one for one in missing if known[one].final),
        not_ready=tuple(one for one in missing if not known[one].final),
        disagreed=tuple(one.uuid for one in known.values() if one.agrees is False),
        done=len(found.wanted) - len(missing),
    )
