"""Letters and addresses, found."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.mail.models import RefusedAddress
from lms.mail.rules import WAITS
from lms.queue.breakers import closure_of
from lms.queue.models import Job, JobState

LANE_NAME = "mail"


@dataclass(frozen=True)
class Outbound:
    """How it stands with the letters."""

    waiting: int
    since: datetime | None  # when the oldest that waits was written
    given_up: int  # in the last 30 days
    away_since: datetime | None  # since when the mail server is out of reach
    fault: str | None  # why


def outbound(session: Session, now: datetime) -> Outbound:
    """How many letters wait, since when, and how many were given up of late."""
    waiting, since = session.execute(
        select(func.count(), func.min(Job.created_at)).where(
            Job.state.in_([JobState.QUEUED, JobState.RUNNING]), Job.lane == LANE_NAME
        )
    ).one()
    given_up = session.scalar(
        select(func.count()).where(
            Job.state == JobState.FAILED, Job.lane == LANE_NAME, Job.finished_at > now - timedelta(days=30)
        )
    )
    closed = closure_of(session, LANE_NAME)
    return Outbound(
        waiting, since, given_up or 0, closed.closed_at if closed else None, closed.error if closed else None
    )


def beyond_retry(session: Session, now: datetime) -> int:
    """How many letters were given up whose text is no longer kept."""
    return (
        session.scalar(
            select(func.count()).where(
                Job.state == JobState.FAILED, Job.lane == LANE_NAME, Job.created_at <= now - WAITS
            )
        )
        or 0
    )


def refusal_of(session: Session, address: str | None) -> RefusedAddress | None:
    """What the mail server said when it refused this address, if it did."""
    if address is None:
        return None
    return session.get(RefusedAddress, address)
