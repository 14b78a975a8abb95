"""Item exposure: to see the questions of an exam with their keys is written down before they are shown."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.events import ExamKeysSeen
from assessments.exams.models import KeyView
from assessments.exams.queries.cuts import stakes_in
from assessments.exams.queries.exams import ExamInForce, exams_of_version
from assessments.exams.rules.withdrawing import WithdrawalBarrier, takes_course
from assessments.exams.services.withdrawing import barrier_words
from assessments.items.item import Use
from courses.events import CourseFilesHeld
from lms import events
from lms.access import Viewer
from lms.errors import RuleBroken
from lms.inserts import insert_missing


def look_at_keys(session: Session, exam: ExamInForce, actor: Viewer, now: datetime) -> None:
    """Write down that somebody sees the keys of this version of an exam; once, and never while they take the course."""
    if takes_course(stakes_in(session, [exam.course_id], [actor.id])[exam.course_id, actor.id]):
        raise RuleBroken(barrier_words(WithdrawalBarrier.TAKES))
    note_key_view(session, exam_id=exam.exam_id, exam_version_id=exam.version_id, person_id=actor.id, now=now)


def note_key_view(session: Session, *, exam_id: int, exam_version_id: int, person_id: int, now: datetime) -> None:
    """Write down that a person holds the keys of a version of an exam; the first time stands."""
    if insert_missing(session, KeyView, person_id=person_id, exam_version_id=exam_version_id, at=now):
        events.publish(
            session,
            ExamKeysSeen(subject=f"exam:{exam_id}", actor_id=person_id, at=now, exam_version_id=exam_version_id),
        )


def files_held(session: Session, event: CourseFilesHeld) -> None:
    """Listener: whoever holds the files of a course version has seen its exams with their keys."""
    if event.actor_id is None:
        return
    for exam in exams_of_version(session, event.course_version_id):
        if exam.use is Use.EXAM:
            note_key_view(
                session, exam_id=exam.exam_id, exam_version_id=exam.version_id, person_id=event.actor_id, now=event.at
            )
