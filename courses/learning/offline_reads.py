"""Marks that were made on a phone without a connection: taken once each, with a receipt that is told again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courses.learning import queries, services
from courses.learning.models import MarkReceipt
from courses.learning.rules.progress import Mark, Verdict, Why


def receipt_of(session: Session, person_id: int, key: str) -> MarkReceipt | None:
    """What this person was told about the mark with this key."""
    return session.scalars(
        select(MarkReceipt).where(MarkReceipt.person_id == person_id, MarkReceipt.key == key)
    ).one_or_none()


def take_mark(session: Session, person_id: int, mark: Mark, *, now: datetime) -> MarkReceipt:
    """Note what a phone says was read; a mark that comes again gets the receipt of the first time."""
    known = receipt_of(session, person_id, mark.key)
    if known is not None:
        return known
    made = MarkReceipt(
        person_id=person_id, key=mark.key, course_id=None, lesson=mark.lesson, verdict=Verdict.REFUSED,
        why=Why.NOT_TAKEN, said_at=mark.said_at, at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # the same mark came twice at once: the other request was faster
        known = receipt_of(session, person_id, mark.key)
        if known is None:
            raise
        return known
    _judge(session, made, mark, now)
    session.flush()
    return made


def _judge(session: Session, made: MarkReceipt, mark: Mark, now: datetime) -> None:
    """Count the lesson as read if it stands in the course as the person takes it now."""
    taken = queries.course_taken(session, made.person_id, mark.course)
    if taken is None or taken.run is None or not taken.run.is_open:
        return
    made.course_id = taken.course_id
    if mark.lesson not in queries.all_lessons(session, taken.version_id):
        made.why = Why.GONE
        return
    new = services.record_read(session, made.person_id, taken.course_id, mark.lesson, now=now)
    made.verdict = Verdict.TAKEN if new else Verdict.ALREADY
    made.why = Why.NOTHING if mark.version == taken.version_uuid else Why.RENEWED
