"""Doors of a room: an account that supervises it, or a link on the device that opened it first."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.sittings.models import Sitting, SittingSupervisor
from assessments.exams.sittings.queries.sittings import FoundSitting, links, sitting_by_id, supervised_by
from lms import ids
from lms.errors import TooMany
from lms.i18n import ngettext
from lms.rate_limits import RateLimit, bucket, count_try, seconds_to_wait

UNKNOWN_NETWORK = 30  # links that do not exist, of one network within the window of the rate limiter


@dataclass(frozen=True)
class Door:
    """Where somebody stands who wants into a room."""

    sitting: FoundSitting
    row: SittingSupervisor
    works: bool  # the room is not over, nor cancelled
    is_open: bool  # for this account, or on this device
    is_taken: bool = False  # another device opened the link


def door_by_account(session: Session, uuid: str, person_id: int) -> Door | None:
    """The door of somebody with an account; none where they do not supervise this room."""
    for sitting in supervised_by(session, person_id, Sitting.uuid == uuid):
        row = next(one for one in sitting.watching if one.person_id == person_id)
        works = sitting.row.cancelled_at is None
        return Door(sitting, row, works=works, is_open=works)
    return None


def door_by_link(session: Session, token: str, devices: Mapping[str, str], *, now: datetime) -> Door | None:
    """The door of a link; none where it is no link, or one that a newer one replaced."""
    for row in links(session, token):
        sitting = sitting_by_id(session, row.sitting_id)
        works = sitting.row.cancelled_at is None and now < sitting.times.waits_until
        own = ids.digest(devices.get(row.uuid, ""))
        known = row.device_hash is not None and hmac.compare_digest(own, row.device_hash)
        taken = row.device_hash is not None and not known
        return Door(sitting, row, works=works, is_open=works and known, is_taken=taken)
    return None


def count_unknown(session: Session, network: str, *, now: datetime) -> None:
    """Rate limiter for links that do not exist, so that nobody finds one by guessing."""
    limit = RateLimit(bucket("room link", network), UNKNOWN_NETWORK)
    seconds = seconds_to_wait(session, [limit], now=now)
    if seconds is not None:
        words = ngettext(
            "There were too many tries. Wait %(num)s minute, then try again.",
            "There were too many tries. Wait %(num)s minutes, then try again.",
            -(-seconds // 60),
        )
        raise TooMany(words, seconds)
    count_try(session, [limit.bucket], now=now)
