"""Attempts of people in somebody's care: a list, and one with what was decided about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.decisions.pages.managed import DecisionLine, lines_of
from assessments.decisions.queries import decisions_about
from assessments.decisions.rules import DecisionState
from assessments.exams.models import Attempt, CutScore, Result
from assessments.exams.pages.exam import PastAttempt, past_attempt
from assessments.exams.pages.percentages import percent_words
from assessments.exams.queries.attempts import newest_results
from assessments.exams.queries.care import AttemptsShown, attempts_page
from assessments.exams.queries.exams import ExamInForce, exam_by_version_id
from assessments.exams.rules.states import AttemptState
from assessments.exams.services.annulling import subject_of
from assessments.items.item import Use
from lms.access import Viewer
from lms.i18n import lazy
from lms.people.api import PersonInfo, people_named, person_of

RESULTS_SHOWN = {
    AttemptsShown.ALL: lazy("All"),
    AttemptsShown.PASSED: lazy("Passed"),
    AttemptsShown.NOT_PASSED: lazy("Not passed"),
    AttemptsShown.OPEN: lazy("In progress"),
    AttemptsShown.ANNULLED: lazy("Cancelled"),
}


@dataclass(frozen=True)
class CareLine:
    """An attempt of somebody in a list."""

    person: str
    attempt: PastAttempt


@dataclass(frozen=True)
class CarePage:
    """Some attempts of a long list, and where they stand in it."""

    rows: Sequence[CareLine]
    count: int
    number: int
    pages: int


@dataclass(frozen=True)
class ManagedAttempt:
    """One attempt of somebody, with the decisions about it, the newest first."""

    attempt: Attempt
    person: PersonInfo
    exam: ExamInForce
    result: Result | None
    percent: str
    cut: str
    decisions: Sequence[DecisionLine]
    waits: bool  # a decision waits for a second person
    may_annul: bool


def care_page(
    session: Session, viewer: Viewer, exam_id: int, *, words: str, number: int, shown: AttemptsShown
) -> CarePage:
    """The attempts of others at an exam, page by page; as many queries for many as for one."""
    found = attempts_page(session, viewer, exam_id, words=words, number=number, shown=shown)
    names = people_named(session, {attempt.person_id for attempt, _result in found.rows})
    rows = [CareLine(names[attempt.person_id], past_attempt(attempt, result)) for attempt, result in found.rows]
    return CarePage(rows, found.count, found.number, found.pages)


def managed_attempt_page(session: Session, attempt: Attempt, now: datetime) -> ManagedAttempt:
    """How an attempt of somebody stands, and whether its annulment may be proposed."""
    subject = subject_of(attempt.id)
    decisions = lines_of(session, decisions_about(session, [subject])[subject], now)
    waits = any(one.facts.state is DecisionState.PROPOSED for one in decisions)
    result = newest_results(session, [attempt.id]).get(attempt.id)
    exam = exam_by_version_id(session, attempt.exam_version_id)
    return ManagedAttempt(
        attempt=attempt,
        person=person_of(session, attempt.person_id),
        exam=exam,
        result=result,
        percent=percent_words(result.percent) if result else "",
        cut=percent_words(session.get_one(CutScore, attempt.cut_score_id).percent),
        decisions=decisions,
        waits=waits,
        may_annul=attempt.state == AttemptState.PUBLISHED and exam.use is Use.EXAM and not waits,
    )
