"""How an attempt was watched: computed from who ticked the candidate, who signed, and who teaches them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessments.exams.rules.supervision import Supervision

MINUTE = timedelta(minutes=1)  # protocols are written in whole minutes: the last one belongs to the room


@dataclass(frozen=True)
class Written:
    """When an attempt that was begun with the code of a room was begun, and when it ended."""

    begun_at: datetime
    ended_at: datetime


@dataclass(frozen=True)
class Tick:
    """What one supervisor said of a candidate: present and identified, or that this was not so."""

    supervisor_id: int
    present: bool
    at: datetime


@dataclass(frozen=True)
class Signature:
    """Who signed the protocol: from when until when they watched, and whether they teach this candidate."""

    supervisor_id: int
    begun_at: datetime
    ended_at: datetime
    teaches: bool

    def covers(self, written: Written) -> bool:
        """Whether they watched from its beginning to its end."""
        return self.begun_at <= written.begun_at and written.ended_at < self.ended_at + MINUTE


def supervision_of(written: Written | None, ticks: Collection[Tick], signatures: Collection[Signature]) -> Supervision:
    """How an attempt was watched; none where it was not begun with the code of a room.

    Somebody who signed had ticked the candidate before the attempt ended and did not take it back, and whoever signed
    watched all of it. One of those who watched teaches the candidate not: else it was in the presence of their trainer.
    """
    if written is None:
        return Supervision.NONE
    said = {tick.supervisor_id: tick for tick in sorted(ticks, key=lambda tick: tick.at)}  # the newest of each
    vouching = any(
        one.supervisor_id in said and said[one.supervisor_id].present and said[one.supervisor_id].at <= written.ended_at
        for one in signatures
    )
    watching = [one for one in signatures if one.covers(written)]
    if not vouching or not watching:
        return Supervision.NONE
    return Supervision.TRAINER if all(one.teaches for one in watching) else Supervision.SUPERVISED
