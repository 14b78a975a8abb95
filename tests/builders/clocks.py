"""A clock of the application that stands still until a test tells it to go on."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lms import clock


class Clock:
    """The moment that the application reads from its clock."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def go_on(self, **span: float) -> None:
        """Move it on by this much, as `timedelta` takes it."""
        self.now += timedelta(**span)


def standing_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Clock:
    """The application's clock, which stands at this moment."""
    standing = Clock(now)
    monkeypatch.setattr(clock, "now", lambda: standing.now)
    return standing
