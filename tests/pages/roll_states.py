"""Rolls on a trainer's phone."""

from __future__ import annotations

from tests.pages.state import State

ONE = "/cohorts/{class-shared}/meetings/{roll}/phone"
ROLLS = [
    State("cohorts.on_phone", "with officers", "trainer", ONE),
    State("cohorts.on_phone", "nobody joined", "trainer", "/cohorts/{class-empty}/meetings/{roll-empty}/phone"),
]
