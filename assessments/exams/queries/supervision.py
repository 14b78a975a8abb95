"""How attempts were watched, and which of them wait for the protocol of their room."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, AttemptSupervision
from assessments.exams.rules.supervision import Supervision


def supervision_decided(session: Session, attempt_id: int) -> Supervision | None:
    """How an attempt was watched; none where that is not decided, as of attempts outside any room."""
    wanted = select(AttemptSupervision.supervision).where(AttemptSupervision.attempt_id == attempt_id)
    found = session.scalars(wanted).one_or_none()
    return None if found is None else Supervision(found)


def waits_for_protocol(session: Session, attempt: Attempt) -> bool:
    """Whether an attempt was begun in a room whose protocol says nothing yet."""
    return attempt.sitting_id is not None and supervision_decided(session, attempt.id) is None


def supervision_of(attempt: Attempt, decided: str | None) -> Supervision:
    """How an attempt was watched; of those from before there were rooms, the attempt itself says it."""
    if decided is not None:
        return Supervision(decided)
    return Supervision.SUPERVISED if attempt.supervised else Supervision.NONE
