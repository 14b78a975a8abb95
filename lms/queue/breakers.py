"""Circuit breakers of the lanes: while what a lane needs is out of reach, one job tries now and then for all."""

from datetime import datetime

from sqlalchemy import BindParameter, Select, delete, select
from sqlalchemy.orm import Session

from lms.inserts import insert_missing
from lms.queue.models import LaneClosure
from lms.queue.rules import closed_for


def closed_lanes(now: datetime | BindParameter[datetime]) -> Select[str]:
    """The lanes of which nothing is tried now."""
    return select(LaneClosure.lane).where(LaneClosure.until > now)


def close_lane(session: Session, lane: str, error: str, *, now: datetime) -> None:
    """Close a lane for a while, longer each time; a second worker that failed at the same moment changes nothing."""
    closed = {"closed_at": now, "until": now + closed_for(1), "failures": 1, "error": error}
    if insert_missing(session, LaneClosure, lane=lane, **closed):
        return
    row = session.scalars(
        select(LaneClosure).where(LaneClosure.lane == lane, LaneClosure.until <= now).with_for_update()
    ).one_or_none()
    if row is not None:
        row.failures, row.error = row.failures + 1, error
        row.until = now + closed_for(row.failures)
        session.flush()


def open_lane(session: Session, lane: str) -> None:
    """Open a lane again, whatever was the matter."""
    session.execute(delete(LaneClosure).where(LaneClosure.lane == lane))


def closure_of(session: Session, lane: str) -> LaneClosure | None:
    """Since when a lane is closed, and why; nothing while it is open."""
    return session.scalars(
        select(LaneClosure).where(LaneClosure.lane == lane).execution_options(populate_existing=True)
    ).one_or_none()
