"""What performances of people came to, as evidence for whoever decides about them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.items.parsing.exact import exact
from assessments.rubrics.rules.definition import RubricDefinition, rubric_total
from assessments.sheets.models import Performance
from assessments.sheets.queries.observations import observations_of_people
from assessments.sheets.queries.performances import PerformanceLine, performance_lines
from assessments.sheets.queries.sheets import definitions_of
from assessments.sheets.rules.observing import observation_passes
from assessments.sheets.rules.progress import PerformanceState
from assessments.sheets.rules.states import Occasion
from courses.api import meetings_by_id


@dataclass(frozen=True)
class PerformanceResult:
    """One performance at a workshop: what it waits for, and what stands; points are exact."""

    performance_id: int
    uuid: str
    workshop_id: int
    exercise_id: int | None
    rubric: str  # its slug
    rubric_version_id: int
    state: PerformanceState
    sealed: int  # sheets of the pair and a third that are sealed
    assessors: tuple[int, ...]  # whose sealed sheets these are
    total: Fraction | None  # none: nothing final stands
    cut: Fraction
    highest: Fraction
    sem: Fraction  # standard error of measurement of the rubric, points
    passed: bool | None
    critical_ok: bool | None  # every critical criterion reached the level that passes
    levels: Mapping[str, Fraction]  # by criterion, those that count; empty until something final stands
    reconciliation_uuid: str | None  # of the newest result, which a decision cites
    reconciliation_no: int | None
    decided_at: datetime | None


def results_of_people(session: Session, people: Collection[int]) -> dict[int, list[PerformanceResult]]:
    """What these people performed at workshops, by person, oldest first; a constant number of queries.

    What a fresh exercise replaced is in it with its state, so that the record stays whole.
    """
    lines = performance_lines(session, Performance.person_id.in_(people), Performance.occasion == Occasion.WORKSHOP)
    definitions = definitions_of(session, [one.row.rubric_version_id for one in lines])
    found: dict[int, list[PerformanceResult]] = defaultdict(list)
    for line in lines:
        definition = definitions[line.row.rubric_version_id]
        if line.row.person_id is not None:
            found[line.row.person_id].append(_result(line, definition))
    return dict(found)


def _result(line: PerformanceLine, definition: RubricDefinition) -> PerformanceResult:
    row, result = line.row, line.result
    outcome = result.outcome if result is not None else {}
    final = outcome.get("total") is not None
    return PerformanceResult(
        performance_id=row.id,
        uuid=row.uuid,
        workshop_id=row.occasion_id,
        exercise_id=row.exercise_id,
        rubric=definition.slug,
        rubric_version_id=row.rubric_version_id,
        state=line.state,
        sealed=sum(one.standing.sealed for one in line.sheets),
        assessors=tuple(one.row.assessor_id for one in line.sheets if one.standing.sealed),
        total=exact(outcome["total"]) if final else None,
        cut=definition.cut,
        highest=definition.highest,
        sem=definition.sem,
        passed=outcome.get("passed"),
        critical_ok=outcome.get("critical_ok"),
        levels={code: exact(level) for code, level in outcome["criteria"].items()} if final else {},
        reconciliation_uuid=result.uuid if result is not None else None,
        reconciliation_no=result.no if result is not None else None,
        decided_at=result.at if result is not None else None,
    )


@dataclass(frozen=True)
class ObservationResult:
    """A sealed observation sheet about a trainee of a meeting; points are exact."""

    uuid: str  # of the sheet
    performance_id: int
    rubric: str  # its slug
    title: str  # of the meeting
    trainer_id: int
    total: Fraction
    cut: Fraction
    passed: bool
    seal: int  # number of the event that sealed it: opened and sealed again it is another
    sealed_at: datetime


def observation_results(session: Session, people: Collection[int]) -> dict[int, list[ObservationResult]]:
    """The sealed observation sheets about these people, by person, oldest first; a constant number of queries."""
    found = observations_of_people(session, people)
    meetings = meetings_by_id(session, {one.performance.occasion_id for some in found.values() for one in some})
    return {
        person_id: [
            ObservationResult(
                uuid=one.row.uuid,
                performance_id=one.performance.id,
                rubric=one.definition.slug,
                title=meetings[one.performance.occasion_id].title,
                trainer_id=one.row.assessor_id,
                total=rubric_total(one.definition, one.standing.content.ratings),
                cut=one.definition.cut,
                passed=observation_passes(one.definition, one.standing.content.ratings),
                seal=one.row.revision,
                sealed_at=one.standing.sealed_at,
            )
            for one in some
            if one.standing.sealed_at is not None
        ]
        for person_id, some in found.items()
    }


def people_of_performances(session: Session, performances: Collection[int]) -> set[int]:
    """Who performed; one query. Reference performances are nobody's."""
    query = select(Performance.person_id).where(Performance.id.in_(performances), Performance.person_id.is_not(None))
    return {one for one in session.scalars(query) if one is not None}
