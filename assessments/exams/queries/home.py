"""What home asks of exams first: open attempts, and what waits for those who run and decide exams."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from assessments.exams.models import CutProposal
from assessments.exams.policy import managed_by, may_decide_content
from assessments.exams.queries.attempts import attempts_under_way
from assessments.exams.queries.late import count_late
from assessments.exams.queries.withdrawn import any_for_second
from assessments.exams.rules.cuts import ProposalState
from assessments.permissions import ExamPermission
from lms.access import Viewer
from lms.i18n import language
from lms.people.api import circle_asked
from lms.rows import rows_of


def attempts_first(person: Viewer, now: datetime) -> list[ColumnElement[Any]]:
    """The attempts that somebody sits at a screen."""
    return [rows_of(attempts_under_way(person.id, language()))]


def late_first(person: Viewer, now: datetime) -> list[ColumnElement[int]]:
    """How many attempts have late answers that wait for who runs exams."""
    return [count_late(managed_by(person))] if person.may(ExamPermission.EXAM_RUN) else []


def withdrawals_first(person: Viewer, now: datetime) -> list[ColumnElement[Any]]:
    """Whether a withdrawn question may wait for a second person, for who decides what exams ask.

    And with that, as for pass marks, from whom their rights come and whose come from them: none of these is a second.
    """
    return [any_for_second(now), *circle_asked(person.id)] if may_decide_content(person) else []


def cuts_first(person: Viewer, now: datetime) -> list[ColumnElement[Any]]:
    """Whether somebody proposed a pass mark, for who decides what exams demand."""
    waits = select(CutProposal.id).where(CutProposal.state == ProposalState.OPEN)
    return [waits.exists(), *circle_asked(person.id)] if may_decide_content(person) else []
