"""Rate limit for searches of the roster: what one body asks within a quarter of an hour, and within a day."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from certificates.roster.queries.searches import searches_since
from lms.errors import TooMany
from lms.i18n import _, ngettext
from lms.rate_limits import RateLimit, bucket, count_try, seconds_to_wait

WITHIN_WINDOW = 12  # searches of one body in a quarter of an hour
WITHIN_DAY = 40
DAY = timedelta(days=1)


def count_search(session: Session, *, person_id: int, now: datetime) -> None:
    """Count a search before it is made, or refuse it unread."""
    limit = RateLimit(bucket("roster", str(person_id)), WITHIN_WINDOW)
    seconds = seconds_to_wait(session, [limit], now=now)
    if seconds is not None:
        text = ngettext(
            "You have searched often within a short time. Wait %(num)s minute.",
            "You have searched often within a short time. Wait %(num)s minutes.",
            -(-seconds // 60),
        )
        raise TooMany(text, seconds)
    if searches_since(session, person_id, now - DAY) >= WITHIN_DAY:
        raise TooMany(_("You have searched %(most)s times in one day. Continue tomorrow.", most=WITHIN_DAY), 3600)
    count_try(session, [limit.bucket], now=now)
