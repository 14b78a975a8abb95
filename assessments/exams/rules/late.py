"""Late answers: which are still taken after an attempt was closed, and what the clocks say about those that wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TAKEN_FOR = timedelta(days=14)  # after closing


@dataclass(frozen=True)
class Closure:
    """How an attempt was closed: when, whether by its person, and by which of the open pages."""

    at: datetime
    by_person: bool
    page: str | None = None  # not known of pages without a script


class LateRefusal(StrEnum):
    """Why an answer that came after closing is not even kept."""

    HANDED_IN = "handed-in"  # given after handing in, by its page or by what its device says
    EXPIRED = "expired"


def refuse_late(closure: Closure, *, page: str, given_at: datetime | None, now: datetime) -> LateRefusal | None:
    """Why an answer that came after closing is refused; None lets it wait for a person.

    Whoever handed in had no more to say on that page. Another device may have kept an answer before: it says when.
    The clock closes nobody's mouth, so an answer that came after the time was up always waits.
    """
    if now - closure.at > TAKEN_FOR:
        return LateRefusal.EXPIRED
    if not closure.by_person:
        return None
    if page == closure.page or given_at is None or given_at > closure.at:
        return LateRefusal.HANDED_IN
    return None


class DeviceClaim(StrEnum):
    """What a device says about the moment of an answer that came after closing."""

    NOTHING = "nothing"
    BEFORE = "before"  # given before closing
    AFTER = "after"
    IMPOSSIBLE = "impossible"  # before the paper was there, or later than it came


@dataclass(frozen=True)
class LateTiming:
    """What is known about when a late answer was given."""

    since_closing: timedelta
    since_result: timedelta | None  # None: no result was shown when it came
    claim: DeviceClaim
    before_closing: timedelta | None = None  # by the device; where it says so

    @property
    def contradicted(self) -> bool:
        """Whether it came when its person could see the result, and the device says that it was given before."""
        return self.since_result is not None and self.claim is DeviceClaim.BEFORE


CLOCK_ERROR = timedelta(minutes=5)  # of an honest device


def late_timing(
    *,
    started_at: datetime,
    closed_at: datetime,
    shown_at: datetime | None,
    given_at: datetime | None,
    received_at: datetime,
) -> LateTiming:
    """Set the moments of the server beside what the device says."""
    shown = shown_at is not None and received_at >= shown_at
    claim, before = _claim(started_at, closed_at, given_at, received_at), None
    if claim is DeviceClaim.BEFORE and given_at is not None:
        before = closed_at - given_at
    return LateTiming(
        since_closing=received_at - closed_at,
        since_result=received_at - shown_at if shown and shown_at is not None else None,
        claim=claim,
        before_closing=before,
    )


def _claim(started_at: datetime, closed_at: datetime, given_at: datetime | None, received_at: datetime) -> DeviceClaim:
    if given_at is None:
        return DeviceClaim.NOTHING
    if given_at < started_at - CLOCK_ERROR or given_at > received_at + CLOCK_ERROR:
        return DeviceClaim.IMPOSSIBLE
    return DeviceClaim.BEFORE if given_at <= closed_at else DeviceClaim.AFTER
