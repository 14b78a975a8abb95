"""Rate limiter: tries are counted before they are judged, and taken back when they were right.

Each try leaves a row in every bucket that it counts in; a bucket is a hash, so the table tells nothing of people.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import Index, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms import ids
from lms.db import Base

WINDOW = timedelta(minutes=15)


class RateLimitTry(Base):
    """One try in one bucket, kept for a quarter of an hour."""

    __tablename__ = "rate_limit_try"
    __table_args__ = (Index("ix_rate_limit_try_bucket", "bucket", "at"), Index("ix_rate_limit_try_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), index=True)  # the same in all buckets of one try
    bucket: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


@dataclass(frozen=True)
class RateLimit:
    """At most so many tries within the window in one bucket."""

    bucket: str
    most: int


def bucket(kind: str, *what: str) -> str:
    """The bucket of what is counted, such as a kind of try and an address: a hash of both."""
    return ids.digest("\0".join((kind, *what)))


def keyed(whom: str, key: str) -> str:
    """Who tries, as a hash that nobody turns back without this key, such as the secret of the site."""
    return hmac.new(key.encode(), whom.encode(), hashlib.sha256).hexdigest()


def wait_until(limiting: datetime | None, now: datetime) -> datetime | None:
    """When a bucket is free again that this try filled; none: it is free now."""
    if limiting is None or now - limiting >= WINDOW:
        return None
    return limiting + WINDOW


def seconds_to_wait(session: Session, limits: Sequence[RateLimit], *, now: datetime) -> int | None:
    """How many seconds until every bucket has room again, at least 1; none: there is room now."""
    free = [at for limit in limits if (at := wait_until(_limiting_try(session, limit, now), now))]
    return max(1, int((max(free) - now).total_seconds()) + 1) if free else None


def _limiting_try(session: Session, limit: RateLimit, now: datetime) -> datetime | None:
    """The moment of the try that fills the bucket."""
    return session.scalars(
        select(RateLimitTry.at)
        .where(RateLimitTry.bucket == limit.bucket, RateLimitTry.at > now - WINDOW)
        .order_by(RateLimitTry.at.desc(), RateLimitTry.id.desc())
        .offset(limit.most - 1)
        .limit(1)
    ).first()


def count_try(session: Session, buckets: Sequence[str], *, now: datetime) -> str:
    """Write a try down in these buckets; answers its name, to take it back when it was right."""
    name = ids.new_uuid()
    session.add_all([RateLimitTry(uuid=name, bucket=one, at=now) for one in buckets])
    session.flush()
    return name


def take_back(session: Session, name: str) -> None:
    """The try was right: it counts no longer."""
    session.execute(delete(RateLimitTry).where(RateLimitTry.uuid == name))


def forget(session: Session, now: datetime) -> None:
    """Delete tries that are outside the window: they limit nobody."""
    session.execute(delete(RateLimitTry).where(RateLimitTry.at <= now - WINDOW))


def network_of(address: str) -> str:
    """What counts as one address: IPv4 as it is, of IPv6 the 64 bits that one household or office is given."""
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or ip_network((known, 64), strict=False))
    return str(known)
