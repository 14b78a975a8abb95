"""Sheets of paper that were keyed in and wait for a second person, found."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.learning.queries.runs import taken_in_group
from courses.learning.rules.progress import GroupRef
from courses.surveys.models import SurveyPaper
from courses.surveys.queries.forms import OpenedForm, code_called
from courses.surveys.rules.codes import normal_code
from lms.errors import NotFound


def code_on_paper(session: Session, code: str) -> OpenedForm:
    """The form whose code stands on a sheet; whoever checks it has the sheet, and need not run the form."""
    opened = code_called(session, normal_code(code))
    if opened is None:
        raise NotFound
    return opened


def papers_waiting(session: Session, code_id: int) -> list[SurveyPaper]:
    """The sheets of a code that wait, in the order of their numbers."""
    waiting = select(SurveyPaper).where(SurveyPaper.code_id == code_id, SurveyPaper.outcome.is_(None))
    return list(session.scalars(waiting.order_by(SurveyPaper.no)))


def paper_waiting(session: Session, code_id: int, no: int) -> SurveyPaper:
    """One of them, which nobody else changes until the commit; any other is not found."""
    wanted = select(SurveyPaper).where(
        SurveyPaper.code_id == code_id, SurveyPaper.no == no, SurveyPaper.outcome.is_(None)
    )
    found = session.scalars(wanted.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found


def sits_in(session: Session, opened: OpenedForm, person_id: int) -> bool:
    """Whether somebody takes or took the course with the group that answers this form."""
    row = opened.row
    if row.group_kind is None or row.group_id is None:
        return False
    return taken_in_group(session, GroupRef(row.group_kind, row.group_id), person_id)
