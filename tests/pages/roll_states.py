"""Rolls on a trainer's phone, and confirmations of attendance."""

from __future__ import annotations

from tests.pages.state import State

ONE = "/cohorts/{class-shared}/meetings/{open-shared}/phone"
ROLLS = [
    State("cohorts.on_phone", "with officers", "trainer", ONE),
    State("cohorts.on_phone", "nobody joined", "trainer", "/cohorts/{class-empty}/meetings/{roll-empty}/phone"),
    State("cohorts.confirmations", "before the last meeting", "trainer", "/cohorts/{class-shared}/confirmations"),
    State("cohorts.confirmations", "nobody joined", "trainer", "/cohorts/{class-empty}/confirmations"),
    State("cohorts.confirmations", "one is made", "trainer", "/cohorts/{class-ended}/confirmations"),
    State("cohorts.own", "with a confirmation", "graduate", "/my-cohorts/{class-ended}"),
    State("attendance.check", "genuine", None, "/attendance/{attended-paper}"),
    State("attendance.check", "nobody's", None, "/attendance/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", answers=404),
]
