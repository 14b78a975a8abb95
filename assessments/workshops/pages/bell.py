"""The plan of the bell as the clock page carries it: every ring with its sign, as data for a script and as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assessments.workshops.models import Exercise
from assessments.workshops.queries.workshops import WorkshopParts
from assessments.workshops.rules.frame import BellSign, bells
from lms.i18n import _


@dataclass(frozen=True)
class BellPlan:
    """When the bell rings for an exercise, and for which exercises one may listen."""

    minutes: int
    rings: Sequence[tuple[datetime, BellSign]]
    slots: Sequence[tuple[datetime, datetime]]
    exercises: Sequence[Exercise]
    chosen: Exercise | None

    def data(self, zone: str, now: datetime) -> dict[str, Any]:
        """What the script takes: seconds since 1970, signs and the zone; `now` tells how wrong a device's clock is."""
        return {
            "now": now.timestamp(),
            "zone": zone,
            "rings": [[moment.timestamp(), sign.value] for moment, sign in self.rings],
            "slots": [[begins.timestamp(), ends.timestamp()] for begins, ends in self.slots],
        }


def bell_plan(parts: WorkshopParts, exercise_uuid: str) -> BellPlan:
    """For one exercise, or for the longest where none is chosen."""
    chosen = next((one for one in parts.live if one.uuid == exercise_uuid), None)
    minutes = chosen.minutes if chosen is not None else max((one.minutes for one in parts.live), default=0)
    rings = bells(parts.slots, minutes) if minutes else []
    slots = [(timed.begins_at, timed.begins_at + timedelta(minutes=minutes)) for timed in parts.slots]
    return BellPlan(minutes, rings, slots, parts.live, chosen)


def sign_said(sign: BellSign) -> str:
    """What a ring says."""
    return {
        BellSign.BEGIN: _("start"),
        BellSign.NEAR_END: _("two minutes left"),
        BellSign.END: _("end"),
    }[sign]
