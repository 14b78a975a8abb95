"""Rows of rolls on phones: whoever leads the cohort."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.rows.of_cohorts import LEAD, home
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things


def roll(things: Things) -> Mapping[str, Any]:
    return {**home(things), "meeting": things.classes.roll}


ROWS = {
    "GET cohorts.on_phone": Row(LEAD, roll),
    "GET cohorts.on_phone_plan": Row(LEAD, roll),
    "GET cohorts.on_phone_standing": Row(LEAD, roll),
}
