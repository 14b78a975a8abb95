"""Exams of rooms: of which course they are."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Exam


def exam_ids(session: Session, uuids: Collection[str]) -> dict[str, tuple[int, int]]:
    """By public id, the number of an exam and of its course; one query."""
    rows = session.execute(select(Exam.uuid, Exam.id, Exam.course_id).where(Exam.uuid.in_(uuids)))
    return {uuid: (number, course) for uuid, number, course in rows}
