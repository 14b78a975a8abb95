"""The quizzes and exams of one person as a part of their page: how each stands, when it was tried last, how often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.pages.outline_steps import step_state
from assessments.exams.queries.care import TriedAttempt, attempts_tried
from assessments.exams.rules.states import AttemptState
from assessments.permissions import ExamPermission
from courses.api import CoursePermission
from lms.access import Viewer
from lms.i18n import language
from lms.people.api import PersonAsked, PersonPart, PersonPartSource


@dataclass(frozen=True)
class ExamTried:
    """A quiz or exam that somebody has tried, with the attempt that counts."""

    title: str
    attempts: int
    at: datetime  # the last attempt was handed in, else begun
    words: str
    tone: str
    uuid: str  # of the attempt that counts, for who decides about it; else empty


def exams_part(session: Session, viewer: Viewer, person: PersonAsked) -> PersonPart:
    """What a person has tried, the latest first; never what they answered."""
    by_exam: dict[int, list[TriedAttempt]] = {}
    for one in attempts_tried(session, viewer, person.id, language()):
        by_exam.setdefault(one.exam_id, []).append(one)
    return PersonPart("exams/_person.html", [_line(each) for each in by_exam.values()])


def _line(newest_first: Sequence[TriedAttempt]) -> ExamTried:
    last, counts = newest_first[0], _counts(newest_first)
    state = step_state(counts.state, counts.percent, counts.passed)
    uuid = counts.uuid if counts.is_managed else ""
    return ExamTried(last.title, len(newest_first), last.at, state.words, state.tone, uuid)


def _counts(newest_first: Sequence[TriedAttempt]) -> TriedAttempt:
    """The attempt by which an exam stands: one that is passed, else the last that was not annulled, else the last."""
    valid = [one for one in newest_first if one.state is not AttemptState.VOIDED]
    return next((one for one in valid if one.passed), None) or next(iter(valid), newest_first[0])


EXAMS_PART = PersonPartSource(frozenset({CoursePermission.PROGRESS_SEE, ExamPermission.ATTEMPT_DECIDE}), exams_part)
