"""Exams of rooms: what they are called, and of which course they are."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.exams.models import Exam, ExamVersion
from assessments.exams.queries.exams import title_in


def exam_titles(session: Session, exams: Collection[int], language: str) -> dict[int, str]:
    """What these exams are called in their newest version; one query."""
    newest = select(func.max(ExamVersion.id)).where(ExamVersion.exam_id.in_(exams)).group_by(ExamVersion.exam_id)
    rows = session.execute(select(ExamVersion.exam_id, title_in(language)).where(ExamVersion.id.in_(newest)))
    return dict(rows.all())


def exam_ids(session: Session, uuids: Collection[str]) -> dict[str, tuple[int, int]]:
    """By public id, the number of an exam and of its course; one query."""
    rows = session.execute(select(Exam.uuid, Exam.id, Exam.course_id).where(Exam.uuid.in_(uuids)))
    return {uuid: (number, course) for uuid, number, course in rows}
