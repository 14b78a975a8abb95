"""Practice in operations: what an observer recorded, and what was seen of many people."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.missions.models import OperationPractice
from courses.api import ActivityKind, FoundActivity, activities_of_kind
from lms.access import Viewer


def practice_seen(session: Session, viewer: Viewer) -> list[OperationPractice]:
    """What the viewer observed, and what was observed of them, the newest first."""
    own = (OperationPractice.observed_by_id == viewer.id) | (OperationPractice.person_id == viewer.id)
    return list(session.scalars(select(OperationPractice).where(own).order_by(OperationPractice.id.desc())))


def practice_of(session: Session, people: Collection[int]) -> list[OperationPractice]:
    """What was observed of these people, whoever asks; one query."""
    query = select(OperationPractice).where(OperationPractice.person_id.in_(people))
    return list(session.scalars(query.order_by(OperationPractice.id)))


def practice_at_operations(
    session: Session, people: Collection[int]
) -> list[tuple[OperationPractice, FoundActivity | None]]:
    """The same with the operation of each, none where the activity is no operation any more.

    Operations are asked for only where somebody was seen in one.
    """
    practice = practice_of(session, people)
    known = {one.id: one for one in activities_of_kind(session, ActivityKind.OPERATION)} if practice else {}
    return [(seen, known.get(seen.activity_id)) for seen in practice]
