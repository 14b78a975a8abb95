"""Rows of meetings: the trainers of the cohort and the managers of its place; who is in it types a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.rows.of_cohorts import LEAD, OWN, REASON, home
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

PLAN = {"title": "Visit", "day": "2099-01-12", "at": "09:00", "minutes": "90", "repeat": "once", "save": "1"}
MENDED = PLAN | {"day": "2026-11-25", "at": "08:50", "place": "Hall 7"}  # it has begun, so it stays at its time


def disputed(things: Things) -> Mapping[str, Any]:
    return {**home(things), "meeting": things.classes.held.disputed}


def quiet(things: Things) -> Mapping[str, Any]:
    return {**home(things), "meeting": things.classes.held.quiet}


def about_owner(things: Things) -> Mapping[str, Any]:
    return {**disputed(things), "person": things.owner.person.uuid}


def listed(things: Things) -> Mapping[str, Any]:
    return {f"presence-{things.owner.person.uuid}": "late"}


ROLL = "audit_entry meeting_roll_line roll_taking"
ROWS = {
    "GET cohorts.meetings": Row(LEAD, home),
    "GET cohorts.export_meetings": Row(LEAD, lambda t: {**home(t), "form": "csv"}),
    "GET cohorts.new_meeting": Row(LEAD, home),
    "POST cohorts.new_meeting": Row(
        LEAD, home, send=lambda t: PLAN, changes="audit_entry job meeting meeting_change message"
    ),
    "GET cohorts.meeting": Row(LEAD, disputed),
    "GET cohorts.change_meeting": Row(LEAD, disputed),
    "POST cohorts.change_meeting": Row(
        LEAD,
        disputed,
        send=lambda t: MENDED,
        changes="audit_entry job meeting_change message",
    ),
    "GET cohorts.cancel_meeting": Row(LEAD, disputed),
    "POST cohorts.cancel_meeting": Row(
        LEAD,
        disputed,
        send=lambda t: {"reason": REASON},
        form="cohorts.cancel_meeting",
        changes="audit_entry job meeting_change message",
    ),
    "GET cohorts.roll": Row(LEAD, disputed),
    "POST cohorts.roll": Row(LEAD, disputed, send=listed, changes=ROLL),
    "POST cohorts.decide_presence": Row(
        LEAD, about_owner, send=lambda t: {"presence": "late"}, form="cohorts.meeting", changes=ROLL
    ),
    "GET cohorts.export_roll": Row(LEAD, lambda t: {**disputed(t), "form": "csv"}, changes="audit_entry"),
    "GET cohorts.meeting_code": Row(LEAD, quiet),
    "GET cohorts.roll_sheet": Row(LEAD, disputed),
    "GET cohorts.here": Row(OWN, quiet),
    "POST cohorts.here": Row(
        OWN, quiet, send=lambda t: {"code": t.classes.held.code}, form="cohorts.here", changes=ROLL
    ),
}
