"""Time zone and calendar of one's account."""

from __future__ import annotations

from tests.pages.acts import fill, press
from tests.pages.state import State

CALENDARS = [
    State("account.time_zone", "to fill", "officer", "/account/time-zone"),
    State("account.time_zone", "unknown", "officer", "/account/time-zone", fill("Save", time_zone="Atlantis"), 422),
    State("calendar_feeds.own", "no address yet", "officer", "/account/calendar"),
    State("calendar_feeds.own", "an address", "passed", "/account/calendar"),
    State("calendar_feeds.own", "just made", "half", "/account/calendar", press("Create address")),
]
