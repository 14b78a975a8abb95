"""What comes round for accounts: forget what has done its work."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from lms import rate_limits
from lms.db import transaction
from lms.people.applications.services import forget_unconfirmed
from lms.people.models import OneTimeSecret, UserSession
from lms.people.rules import KEPT_AFTERWARDS, SESSION_IDLE
from lms.queue.kinds import periodic


@periodic("people-cleanup", every=timedelta(minutes=15))
def clean_up(now: datetime) -> None:
    """Tries to sign in that no longer count, sessions and secrets long over, applications that nobody confirmed."""
    with transaction() as session:
        forget(session, now)


def forget(session: Session, now: datetime) -> None:
    """Delete what has done its work; the audit chain keeps that it happened."""
    rate_limits.forget(session, now)
    forget_unconfirmed(session, now)
    long_ago = now - KEPT_AFTERWARDS
    session.execute(
        delete(UserSession).where(
            or_(
                UserSession.ended_at < long_ago,
                UserSession.ends_at < long_ago,
                UserSession.seen_at < long_ago - SESSION_IDLE,
            )
        )
    )
    session.execute(
        delete(OneTimeSecret).where(
            or_(
                OneTimeSecret.used_at < long_ago,
                OneTimeSecret.ended_at < long_ago,
                OneTimeSecret.expires_at < long_ago,
            )
        )
    )
