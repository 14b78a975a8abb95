"""Calendar addresses: made, renewed, taken away; and how often one is answered."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms import ids
from lms.calendar_feeds.models import CalendarFeed
from lms.errors import TooMany
from lms.i18n import _
from lms.rate_limits import RateLimit, bucket, count_try, seconds_to_wait

TOKEN_SIZE = 32  # bytes: nobody guesses one
BY_ADDRESS = 30  # answers of one address within the window: programs ask each hour, people press a button
UNKNOWN = 60  # addresses that nobody has, asked for from one network


def renew_address(session: Session, person_id: int, *, now: datetime) -> str:
    """Give a person a new address and answer its token, which is told this once; the older address ends."""
    token = ids.new_token(TOKEN_SIZE)
    end_address(session, person_id)
    session.add(CalendarFeed(person_id=person_id, token_hash=ids.digest(token), made_at=now))
    session.flush()
    return token


def end_address(session: Session, person_id: int) -> None:
    """Take the address away: whoever has it gets nothing any more."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person_id))


def count_fetch(session: Session, token: str, *, known: bool, network: str, now: datetime) -> None:
    """Count that an address was asked for, or refuse it: a known one by itself, unknown ones by who asks."""
    limit = (
        RateLimit(bucket("calendar", token), BY_ADDRESS)
        if known
        else RateLimit(bucket("unknown calendar", network), UNKNOWN)
    )
    seconds = seconds_to_wait(session, [limit], now=now)
    if seconds is not None:
        raise TooMany(_("Your calendar program asks too often. Once an hour is enough."), seconds)
    count_try(session, [limit.bucket], now=now)
