"""Rate limit for certificate numbers: a try is counted before it is judged, and taken back if right.

Only the asker is slowed, never the number: or whoever reads a number could keep others from checking it. Within a
quarter of an hour one asker has `BY_ASKER` wrong tries, 2,880 a day, and `NAMES_BY_ASKER` at one number, 1,440 a day. A
number is one of 31 ** 8: among 100,000 certificates one asker meets the first in eight years, and then lacks the name.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.errors import TooMany
from lms.i18n import ngettext
from lms.rate_limits import RateLimit, bucket, count_try, seconds_to_wait

BY_ASKER = 30  # wrong tries of one asker: an office behind one router may mistype
NAMES_BY_ASKER = 15  # wrong names of one asker at one number


def count_number(session: Session, *, asker: str, number: str, now: datetime) -> str:
    """Count a try, or refuse it unread; answers the try, to take back when it was right."""
    limits = (
        RateLimit(bucket("certificate asker", asker), BY_ASKER),
        RateLimit(bucket("certificate number", asker, number), NAMES_BY_ASKER),
    )
    seconds = seconds_to_wait(session, limits, now=now)
    if seconds is not None:
        raise TooMany(
            ngettext(
                "Too many wrong numbers. Wait %(num)s minute, or use the file of the certificate.",
                "Too many wrong numbers. Wait %(num)s minutes, or use the file of the certificate.",
                -(-seconds // 60),
            ),
            seconds,
        )
    return count_try(session, [limit.bucket for limit in limits], now=now)
