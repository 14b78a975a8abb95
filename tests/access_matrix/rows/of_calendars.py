"""Rows of time zones and of calendars: one's own, and the file of whoever has its address."""

from __future__ import annotations

from tests.access_matrix.persons import ALL, OWNER, SIGNED_IN
from tests.access_matrix.table import Row

ROWS = {
    "GET account.time_zone": Row(SIGNED_IN),
    "POST account.time_zone": Row(
        SIGNED_IN, send=lambda t: {"time_zone": "Nairobi"}, form="account.time_zone", changes="person"
    ),
    "GET calendar_feeds.feed": Row(ALL, lambda t: {"token": t.feed}, changes="rate_limit_try", is_open=True),
    "GET calendar_feeds.own": Row(SIGNED_IN),
    "POST calendar_feeds.renew": Row(SIGNED_IN, form="calendar_feeds.own", answers=200, changes="calendar_feed"),
    "POST calendar_feeds.end": Row(SIGNED_IN, form="calendar_feeds.own", changes="", unlike={OWNER: "calendar_feed"}),
}
