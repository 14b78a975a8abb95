"""Cohorts that are handed over, found."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts import policy
from courses.cohorts.models.cohort import CohortHandOver
from lms.access import Viewer
from lms.errors import NotFound


def hand_over_of(session: Session, cohort_id: int) -> CohortHandOver | None:
    """What is offered and waits for the other trainer."""
    return session.scalars(
        select(CohortHandOver).where(
            CohortHandOver.cohort_id == cohort_id, CohortHandOver.taken_at.is_(None), CohortHandOver.ended_at.is_(None)
        )
    ).one_or_none()


def hand_overs_offered(session: Session, viewer: Viewer) -> list[CohortHandOver]:
    """What is offered to the viewer, the oldest first."""
    offered = select(CohortHandOver).where(policy.offered_to(viewer))
    return list(session.scalars(offered.order_by(CohortHandOver.id)))


def hand_over_offered(session: Session, viewer: Viewer, uuid: str) -> CohortHandOver:
    """One of these."""
    found = session.scalars(
        select(CohortHandOver).where(CohortHandOver.uuid == uuid, policy.offered_to(viewer))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
