"""The sampling plan of a workshop, and what moderators said of results."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.sheets.models import ModerationPlan, SampleLook


def newest_plan(session: Session, workshop_id: int) -> ModerationPlan | None:
    """The plan that counts."""
    query = select(ModerationPlan).where(ModerationPlan.workshop_id == workshop_id)
    return session.scalars(query.order_by(ModerationPlan.no.desc()).limit(1)).one_or_none()


def looks_of(session: Session, performance_id: int) -> list[SampleLook]:
    """What moderators said of the results of a performance, the newest first."""
    query = select(SampleLook).where(SampleLook.performance_id == performance_id)
    return list(session.scalars(query.order_by(SampleLook.no.desc())))
