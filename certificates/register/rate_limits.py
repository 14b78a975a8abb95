"""Limits on guessing a number with its family name: a try is counted before it is judged, and taken back if right."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from certificates.register.models import NumberTry
from lms import ids
from lms.db import transaction
from lms.errors import TooMany
from lms.i18n import ngettext
from lms.jobs import every_minute

WINDOW = timedelta(minutes=15)
BY_ADDRESS = 30  # wrong tries from one network: an office behind one router may mistype
BY_NUMBER = 15  # wrong names at one number, wherever they come from


def network_of(address: str) -> str:
    """The part of an address that stays when somebody changes the rest at will."""
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    if known.version == 4:
        return str(known)
    return str(known.ipv4_mapped or ip_network((known, 64), strict=False))


def count_try(session: Session, *, address: str, number: str, now: datetime) -> int:
    """Count a try, or refuse it unread; answers the try, to take back when it was right."""
    typed = ids.digest(number)
    _refuse_if_full(session, NumberTry.address == address, limit=BY_ADDRESS, now=now)
    _refuse_if_full(session, NumberTry.number == typed, limit=BY_NUMBER, now=now)
    row = NumberTry(address=address, number=typed, at=now)
    session.add(row)
    session.flush()
    return row.id


def take_back(session: Session, try_id: int) -> None:
    """The try was right: it no longer counts."""
    session.execute(delete(NumberTry).where(NumberTry.id == try_id))


@every_minute("number-tries")
def forget(now: datetime) -> None:
    """Every quarter of an hour forget the tries that no longer limit anybody."""
    if now.minute % 15 == 0:
        with transaction() as session:
            session.execute(delete(NumberTry).where(NumberTry.at <= now - WINDOW))


def _refuse_if_full(session: Session, where: ColumnElement[bool], *, limit: int, now: datetime) -> None:
    filled = session.scalars(
        select(NumberTry.at)
        .where(where, NumberTry.at > now - WINDOW)
        .order_by(NumberTry.at.desc(), NumberTry.id.desc())
        .offset(limit - 1)
        .limit(1)
    ).first()
    if filled is None:
        return
    seconds = max(1, int((filled + WINDOW - now).total_seconds()) + 1)
    raise TooMany(
        ngettext(
            "Too many numbers did not fit. Wait %(num)s minute, or bring the file of the certificate instead.",
            "Too many numbers did not fit. Wait %(num)s minutes, or bring the file of the certificate instead.",
            -(-seconds // 60),
        ),
        seconds,
    )
