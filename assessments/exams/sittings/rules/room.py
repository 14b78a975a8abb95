"""Rooms: how a sitting stands, when one may begin in it, and until when its protocol is waited for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WAIT = timedelta(hours=48)  # after the room ended: so long a result waits for the protocol, and links work
DOORS = timedelta(hours=1)  # before the room begins: candidates are identified at the door
LONGEST = timedelta(hours=12)
UNHEARD = timedelta(minutes=5)  # a phone that saved nothing for so long is out of reach


class SittingState(StrEnum):
    """Where a sitting is in its life."""

    PLANNED = "planned"
    OPEN = "open"  # a code of now begins the exam
    OVER = "over"  # the protocol is waited for
    SETTLED = "settled"  # everybody signed, or the wait is over
    CANCELLED = "cancelled"


class LineKind(StrEnum):
    """What a line of a protocol says."""

    LEFT = "left"
    CAME_BACK = "came-back"
    IRREGULAR = "irregular"
    NOTE = "note"


class CandidateProgress(StrEnum):
    """How far a candidate is."""

    ABSENT = "absent"  # has not begun
    WRITING = "writing"
    UNHEARD = "unheard"  # writes, and the phone has sent nothing for some minutes
    SUBMITTED = "submitted"


@dataclass(frozen=True)
class RoomTimes:
    """When a room begins and ends, and when it was cancelled, if it was."""

    begins_at: datetime
    ends_at: datetime
    cancelled_at: datetime | None = None

    @property
    def waits_until(self) -> datetime:
        """Until when its protocol is waited for, and its links work."""
        return self.ends_at + WAIT

    def takes_ticks(self, now: datetime) -> bool:
        """Whether candidates are ticked now: from the doors on, until the wait is over."""
        return self.cancelled_at is None and self.begins_at - DOORS <= now < self.waits_until


def sitting_state(times: RoomTimes, now: datetime, *, all_signed: bool) -> SittingState:
    """How a sitting stands; the last moment of the room no longer belongs to it."""
    if times.cancelled_at is not None:
        return SittingState.CANCELLED
    if now < times.begins_at:
        return SittingState.PLANNED
    if now < times.ends_at:
        return SittingState.OPEN
    return SittingState.SETTLED if all_signed or now >= times.waits_until else SittingState.OVER


def is_due(times: RoomTimes, now: datetime, *, all_signed: bool) -> bool:
    """Whether results are released: everybody has signed, or the wait is over."""
    return all_signed or now >= times.waits_until


def progress_of(
    begun_at: datetime | None, closed_at: datetime | None, heard_at: datetime | None, now: datetime
) -> CandidateProgress:
    """How far a candidate is; whoever has just begun was heard then."""
    if begun_at is None:
        return CandidateProgress.ABSENT
    if closed_at is not None:
        return CandidateProgress.SUBMITTED
    last = max(begun_at, heard_at) if heard_at else begun_at
    return CandidateProgress.UNHEARD if now - last > UNHEARD else CandidateProgress.WRITING
