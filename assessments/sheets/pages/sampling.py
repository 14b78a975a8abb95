"""How far the sampling plan of a workshop is, for the board: what is to be looked at and why."""

from collections.abc import Hashable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.sheets.models import ModerationPlan
from assessments.sheets.queries.board import BoardPerformance
from assessments.sheets.queries.performances import results_of
from assessments.sheets.queries.samples import looks_of
from assessments.sheets.rules.aliases import candidate_code, shown_as
from assessments.sheets.rules.progress import PerformanceState
from assessments.sheets.rules.sampled import LookedAt, SampleStanding, plan_from_data, sample_standing
from assessments.statistics.sampling import SamplingReason
from lms.i18n import lazy as _l
from lms.people.api import people_named

REASONS: Mapping[SamplingReason, Any] = {
    SamplingReason.NEAR_CUT: _l("near the pass mark"),
    SamplingReason.CRITICAL: _l("a critical criterion fails"),
    SamplingReason.NEW_ASSESSOR: _l("rated by a new assessor"),
    SamplingReason.OUTLIER: _l("rated by somebody much more or much less strict than the others"),
    SamplingReason.SHARE: _l("at random"),
}


@dataclass(frozen=True)
class SampleLine:
    """A performance of the sample that a moderator has to look at, or with whose result one did not agree."""

    uuid: str
    candidate: str
    exercise: str
    why: tuple[Any, ...]


@dataclass(frozen=True)
class SampleSection:
    """The sample on the board; nothing where nobody has set a plan."""

    wanted: int
    done: int
    not_ready: int
    complete: bool
    to_look_at: tuple[SampleLine, ...]
    disagreed: tuple[SampleLine, ...]


@dataclass(frozen=True)
class LookLine:
    """What a moderator said of a result."""

    name: str
    agrees: bool
    reason: str
    at: datetime
    older: bool  # the result is another one by now


@dataclass(frozen=True)
class LooksSide:
    """Who looked at the results of a performance, the newest first, and the result that stands now."""

    result: str  # its uuid; empty: there is none
    lines: tuple[LookLine, ...]


def looks_side(session: Session, performance_id: int) -> LooksSide:
    """The looks at a performance whose viewer moderates it; three queries."""
    results, looks = results_of(session, performance_id), looks_of(session, performance_id)
    names = people_named(session, {one.by_id for one in looks})
    newest = results[0] if results else None
    return LooksSide(
        newest.uuid if newest else "",
        tuple(
            LookLine(
                names.get(one.by_id, ""), one.agrees, one.reason, one.at,
                older=newest is None or one.reconciliation_id != newest.id,
            )
            for one in looks
        ),
    )  # fmt: skip


def sample_of(
    lines: Sequence[BoardPerformance], plan: ModerationPlan, new: Set[int], outliers: Set[Hashable]
) -> SampleStanding:
    """How far the plan is over these performances."""
    known = [
        LookedAt(
            uuid=line.uuid,
            exercise=str(line.exercise_id),
            outcome=line.outcome,
            final=line.state is PerformanceState.FINAL,
            new_assessor=any(one.assessor_id in new for one in line.sheets),
            outlier=any(one.assessor_id in outliers for one in line.sheets),
            agrees=line.agrees,
        )
        for line in lines
    ]
    return sample_standing(known, plan_from_data(plan.plan), seed=plan.seed)


def section_of(standing: SampleStanding, lines: Sequence[BoardPerformance], names: Mapping[int, str]) -> SampleSection:
    """The same in words."""
    by_uuid = {one.uuid: one for one in lines}

    def told(uuids: Sequence[str]) -> tuple[SampleLine, ...]:
        found = [_line(by_uuid[uuid], standing, names) for uuid in uuids]
        return tuple(sorted(found, key=lambda one: (one.candidate, one.exercise)))

    return SampleSection(
        wanted=len(standing.reasons),
        done=standing.done,
        not_ready=len(standing.not_ready),
        complete=standing.complete,
        to_look_at=told(standing.to_look_at),
        disagreed=told(standing.disagreed),
    )


def shown_people(standing: SampleStanding, lines: Sequence[BoardPerformance]) -> set[int]:
    """Whose names the section needs; written work hides them."""
    shown = {*standing.to_look_at, *standing.disagreed}
    return {one.person_id for one in lines if one.uuid in shown and one.person_id is not None and not one.written}


def _line(line: BoardPerformance, standing: SampleStanding, names: Mapping[int, str]) -> SampleLine:
    code = "" if line.number is None else candidate_code(line.number)
    name = names.get(line.person_id or 0, "")
    who = shown_as(name, code, hidden=line.written) if code else name
    title = line.exercise if line.no == 1 else f"{line.exercise} ({line.no})"
    return SampleLine(line.uuid, who, title, tuple(REASONS[one] for one in standing.reasons.get(line.uuid, ())))
