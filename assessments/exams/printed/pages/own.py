"""What an officer reads of an attempt on paper: where the sheet is, and who keyed it in and checked it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.exams.models import Attempt
from assessments.exams.printed.labels import LOSSES
from assessments.exams.printed.queries import FoundSheet, sheet_of_attempt
from assessments.exams.printed.rules.sheets import KeyingStep, LossReason, SheetState
from assessments.exams.queries import exams as exam_queries
from courses.api import VersionTitle, version_titles
from lms.i18n import language
from lms.people.api import people_named
from lms.text.codes import shown_code


@dataclass(frozen=True)
class CheckedBy:
    """Who keyed a sheet in, and who did so a second time."""

    first: str
    second: str


@dataclass(frozen=True)
class OwnSheet:
    """An attempt on paper that is not handed in."""

    title: str
    course: VersionTitle
    code: str
    printed_at: datetime
    printed_by: str
    state: SheetState
    loss: Any  # why it was given up, in words
    loss_words: str


def checked_by(session: Session, attempt: Attempt) -> CheckedBy:
    """Who keyed in the sheet of an attempt that was handed in."""
    sheet = sheet_of_attempt(session, attempt.id)
    first, second = _last_two(sheet)
    names = people_named(session, [first, second])
    return CheckedBy(names[first], names[second])


def _last_two(sheet: FoundSheet) -> tuple[int, int]:
    """The first, and whoever decided what counts."""
    return sheet.keyed(KeyingStep.FIRST).person_id, sheet.keyings[-1].person_id


def own_page(session: Session, attempt: Attempt) -> OwnSheet:
    """The page of an attempt on paper, while its sheet is under way or after it was given up."""
    sheet = sheet_of_attempt(session, attempt.id)
    exam = exam_queries.exam_by_version_id(session, attempt.exam_version_id)
    printer = sheet.row.printed_by_id
    loss = sheet.loss if sheet.state is SheetState.GIVEN_UP else None
    return OwnSheet(
        title=exam.title_in(language()),
        course=version_titles(session, [exam.course_version_id], language())[exam.course_version_id],
        code=shown_code(sheet.row.code),
        printed_at=sheet.row.printed_at,
        printed_by=people_named(session, [printer])[printer],
        state=sheet.state,
        loss=LOSSES[LossReason(loss.reason)] if loss else "",
        loss_words=loss.words if loss else "",
    )
