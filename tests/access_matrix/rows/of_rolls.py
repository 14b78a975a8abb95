"""Rows of rolls on phones and of confirmations: whoever leads the cohort, and who is in it for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certificates.documents.attendance.links import attendance_token
from tests.access_matrix.persons import ALL
from tests.access_matrix.rows.of_cohorts import LEAD, OWN, home, second
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things


def roll(things: Things) -> Mapping[str, Any]:
    return {**home(things), "meeting": things.classes.held.quiet}


def paper(things: Things) -> Mapping[str, Any]:
    return {"token": attendance_token(things.classes.attended.uuid)}


ROWS = {
    "GET cohorts.on_phone": Row(LEAD, roll),
    "GET cohorts.on_phone_plan": Row(LEAD, roll),
    "GET cohorts.on_phone_standing": Row(LEAD, roll),
    "GET cohorts.confirmations": Row(LEAD, home),
    "GET attendance.of_cohort": Row(LEAD, second),
    "GET attendance.own": Row(OWN, second),
    "GET attendance.check": Row(ALL, paper, is_open=True),
}
