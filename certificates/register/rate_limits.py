"""Rate limit for certificate numbers: a try is counted before it is judged, and taken back if right."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.errors import TooMany
from lms.i18n import ngettext
from lms.rate_limits import RateLimit, bucket, count_try, seconds_to_wait

BY_ADDRESS = 30  # wrong tries from one network: an office behind one router may mistype
BY_NUMBER = 15  # wrong names at one number, wherever they come from


def count_number(session: Session, *, address: str, number: str, now: datetime) -> str:
    """Count a try, or refuse it unread; answers the try, to take back when it was right."""
    limits = (
        RateLimit(bucket("certificate address", address), BY_ADDRESS),
        RateLimit(bucket("certificate number", number), BY_NUMBER),
    )
    seconds = seconds_to_wait(session, limits, now=now)
    if seconds is not None:
        raise TooMany(
            ngettext(
                "Too many numbers did not fit. Wait %(num)s minute, or bring the file of the certificate instead.",
                "Too many numbers did not fit. Wait %(num)s minutes, or bring the file of the certificate instead.",
                -(-seconds // 60),
            ),
            seconds,
        )
    return count_try(session, [limit.bucket for limit in limits], now=now)
