"""The page of a workshop's calibration: reference performances, and how near each assessor was."""

from dataclasses import dataclass
from fractions import Fraction

from flask_babel import format_percent
from sqlalchemy.orm import Session

from assessments.rubrics.pages.sheet_fields import points_said
from assessments.rubrics.rules.definition import in_language
from assessments.sheets.queries.calibration import calibrated, references_of, rubrics_at
from assessments.sheets.rules.aliases import assessor_letter
from assessments.sheets.rules.qualification import REFERENCES, QualificationSettings
from assessments.workshops.models import Workshop
from lms.people.api import people_named


@dataclass(frozen=True)
class ReferenceLine:
    """A reference performance with its agreed levels."""

    no: int
    title: str
    rubric: str
    levels: str


@dataclass(frozen=True)
class CalibratedLine:
    """An assessor with what came out."""

    name: str
    sealed: int
    exact: str  # the figures are empty until all are rated
    adjacent: str
    bias: str
    misses: int
    qualified: bool | None


@dataclass(frozen=True)
class CalibrationPage:
    """Everything of it."""

    uuid: str
    title: str
    wanted: int
    references: tuple[ReferenceLine, ...]
    assessors: tuple[CalibratedLine, ...]
    rubrics: tuple[tuple[str, str], ...]  # slug and title of those that may still be shown
    exact: str  # what is asked
    adjacent: str
    bias: str


def calibration_page(session: Session, workshop: Workshop, language: str) -> CalibrationPage:
    """The calibration of a workshop that the viewer moderates."""
    references, assessors = references_of(session, workshop.id), calibrated(session, workshop.id)
    names = people_named(session, [one.row.person_id for one in assessors])
    asked = QualificationSettings()
    return CalibrationPage(
        uuid=workshop.uuid,
        title=workshop.title,
        wanted=REFERENCES,
        references=tuple(
            ReferenceLine(
                one.performance.no,
                one.rating.title,
                in_language(one.definition.title, language),
                ", ".join(
                    f"{in_language(each.title, language)}: {one.rating.levels[each.code]}"
                    for each in one.definition.criteria
                ),
            )
            for one in references
        ),
        assessors=tuple(
            CalibratedLine(
                f"{assessor_letter(one.row.number)} {names.get(one.row.person_id, '')}",
                one.sealed,
                share_said(one.found.exact) if one.found else "",
                share_said(one.found.adjacent) if one.found else "",
                points_said(one.found.bias) if one.found else "",
                one.found.critical_misses if one.found else 0,
                one.found.qualified if one.found else None,
            )
            for one in assessors
        ),
        rubrics=tuple(
            (slug, in_language(definition.title, language))
            for slug, (_id, definition) in rubrics_at(session, workshop.id).items()
        )
        if len(references) < REFERENCES
        else (),
        exact=share_said(asked.exact),
        adjacent=share_said(asked.adjacent),
        bias=points_said(asked.bias),
    )


def share_said(share: Fraction) -> str:
    """A share in whole hundredths, rounded down, so that none is called enough that is not."""
    return str(format_percent(int(share * 100) / 100))
