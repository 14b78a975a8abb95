"""Practice in operations: what an observer recorded, and what was seen of many people."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.missions.models import OperationPractice
from lms.access import Viewer


def practice_seen(session: Session, viewer: Viewer) -> list[OperationPractice]:
    """What the viewer observed, and what was observed of them, the newest first."""
    own = (OperationPractice.observed_by_id == viewer.id) | (OperationPractice.person_id == viewer.id)
    return list(session.scalars(select(OperationPractice).where(own).order_by(OperationPractice.id.desc())))


def practice_of(session: Session, people: Collection[int]) -> list[OperationPractice]:
    """What was observed of these people, whoever asks; one query."""
    query = select(OperationPractice).where(OperationPractice.person_id.in_(people))
    return list(session.scalars(query.order_by(OperationPractice.id)))
