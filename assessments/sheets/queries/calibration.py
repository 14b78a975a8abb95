"""Reference performances of a workshop, and how its assessors rated them."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.rubrics.models import Rubric, RubricVersion
from assessments.rubrics.rules.definition import RubricDefinition, definition_from_data
from assessments.sheets.models import Performance, ReferenceRating
from assessments.sheets.queries.sheets import definitions_of, sheets_of_performances
from assessments.sheets.rules.qualification import (
    REFERENCES,
    AssessorQualification,
    RatedReference,
    qualification,
)
from assessments.sheets.rules.states import Occasion
from assessments.workshops.models import Exercise, WorkshopAssessor
from lms.errors import NotFound


@dataclass(frozen=True)
class FoundReference:
    """A reference performance with the newest levels that were agreed."""

    performance: Performance
    rating: ReferenceRating
    definition: RubricDefinition


@dataclass(frozen=True)
class CalibratedAssessor:
    """An assessor of a workshop: how many reference performances they sealed, and how near they were after all."""

    row: WorkshopAssessor
    sealed: int
    found: AssessorQualification | None


def references_of(session: Session, workshop_id: int) -> list[FoundReference]:
    """The reference performances of a workshop, in their order; two queries."""
    newest = select(func.max(ReferenceRating.id)).group_by(ReferenceRating.performance_id)
    rows = session.execute(
        select(Performance, ReferenceRating)
        .join(ReferenceRating, ReferenceRating.performance_id == Performance.id)
        .where(
            Performance.occasion == Occasion.CALIBRATION,
            Performance.occasion_id == workshop_id,
            ReferenceRating.id.in_(newest),
        )
        .order_by(Performance.no)
    ).all()
    definitions = definitions_of(session, [row.Performance.rubric_version_id for row in rows])
    return [
        FoundReference(row.Performance, row.ReferenceRating, definitions[row.Performance.rubric_version_id])
        for row in rows
    ]


def agreed_levels(session: Session, performance_id: int) -> dict[str, int]:
    """The newest levels that were agreed for a reference performance; nothing for any other."""
    found = session.scalars(
        select(ReferenceRating.levels)
        .where(ReferenceRating.performance_id == performance_id)
        .order_by(ReferenceRating.no.desc())
        .limit(1)
    ).one_or_none()
    return dict(found or {})


def calibrated(session: Session, workshop_id: int) -> list[CalibratedAssessor]:
    """Every assessor who has not left, by number; a constant number of queries."""
    references = references_of(session, workshop_id)
    sheets = sheets_of_performances(session, [one.performance.id for one in references])
    assessors = session.scalars(
        select(WorkshopAssessor)
        .where(WorkshopAssessor.workshop_id == workshop_id, WorkshopAssessor.ended_at.is_(None))
        .order_by(WorkshopAssessor.number)
    )
    found = []
    for row in assessors:
        rated = [
            RatedReference(one.definition, one.rating.levels, sheet.standing.content.ratings)
            for one in references
            for sheet in sheets.get(one.performance.id, [])
            if sheet.row.assessor_id == row.person_id and sheet.standing.sealed
        ]
        whole = len(rated) == len(references) >= REFERENCES
        found.append(CalibratedAssessor(row, len(rated), qualification(rated) if whole else None))
    return found


def rubrics_at(session: Session, workshop_id: int) -> dict[str, tuple[int, RubricDefinition]]:
    """The rubrics of the exercises of a workshop by slug: the version that is used there, and what it says."""
    rows = session.execute(
        select(Rubric.slug, RubricVersion.id, RubricVersion.definition)
        .join(RubricVersion, RubricVersion.rubric_id == Rubric.id)
        .where(RubricVersion.id.in_(select(Exercise.rubric_version_id).where(Exercise.workshop_id == workshop_id)))
        .order_by(Rubric.slug, RubricVersion.no)
    )
    return {slug: (number, definition_from_data(data)) for slug, number, data in rows}


def rubric_at(session: Session, workshop_id: int, slug: str) -> tuple[int, RubricDefinition]:
    """One of them; any other is not there."""
    found = rubrics_at(session, workshop_id).get(slug)
    if found is None:
        raise NotFound
    return found
