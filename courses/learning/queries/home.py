"""What home asks of learning first: whether a person takes a course, and what they did in the last days."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from courses.learning.models import Enrolment, LessonRead, StepDone
from lms.access import Viewer


def takes_any(person: Viewer) -> ColumnElement[bool]:
    """Whether they take a course, or took one."""
    return select(Enrolment.id).where(Enrolment.person_id == person.id).exists()


def lessons_since(person: Viewer, since: datetime) -> ColumnElement[int]:
    """How many lessons they read since then, in whichever course; not what a run took over from one before."""
    own = select(func.count()).select_from(LessonRead).join(Enrolment, Enrolment.id == LessonRead.enrolment_id)
    read = (Enrolment.person_id == person.id, LessonRead.at >= since, LessonRead.read_in_id.is_(None))
    return own.where(*read).scalar_subquery()


def steps_since(person: Viewer, since: datetime) -> ColumnElement[int]:
    """How many quizzes and exams they passed since then."""
    own = select(func.count()).select_from(StepDone).join(Enrolment, Enrolment.id == StepDone.enrolment_id)
    return own.where(Enrolment.person_id == person.id, StepDone.at >= since).scalar_subquery()
