"""What home asks of exams first: whether an attempt is open, and what waits for those who run and decide exams."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from assessments.exams.models import Attempt, CutProposal
from assessments.exams.policy import managed_by, may_decide_content
from assessments.exams.queries.late import any_late
from assessments.exams.queries.withdrawn import any_for_second
from assessments.exams.rules.cuts import ProposalState
from assessments.exams.rules.states import AttemptState
from assessments.permissions import ExamPermission
from lms.access import Viewer


def attempts_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Whether somebody sits at a screen."""
    own = (Attempt.person_id == person.id, Attempt.state == AttemptState.IN_PROGRESS, Attempt.on_paper.is_(False))
    return [select(Attempt.id).where(*own).exists()]


def late_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Whether late answers wait for who runs exams."""
    return [any_late(managed_by(person))] if person.may(ExamPermission.EXAM_RUN) else []


def withdrawals_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Whether a withdrawn question may wait for a second person, for who decides what exams ask."""
    return [any_for_second(now)] if may_decide_content(person) else []


def cuts_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Whether somebody proposed a pass mark, for who decides what exams demand."""
    waits = select(CutProposal.id).where(CutProposal.state == ProposalState.OPEN)
    return [waits.exists()] if may_decide_content(person) else []
