"""Rows of deadlines of cohorts: set and extended by who leads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from courses.cohorts.pages.deadlines import fingerprint
from courses.cohorts.rules.deadlines import WHOLE
from tests.access_matrix.rows.of_cohorts import LEAD, home
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things


def more_time(things: Things) -> Mapping[str, Any]:
    """Seven days for the owner, who was shown with the deadline of the cohort."""
    owner = things.owner.person.id
    shown = fingerprint([(owner, WHOLE, things.classes.due_on)], [owner])
    return {"who": things.classes.member.uuid, "shown": shown, "how": "days", "part": "next"}


ROWS = {
    "GET cohorts.deadlines": Row(LEAD, home),
    "POST cohorts.deadlines": Row(
        LEAD, home, send=lambda t: {"part_0": ""}, form="cohorts.deadlines", changes="audit_entry cohort_deadline"
    ),
    "GET cohorts.extend": Row(LEAD, home),
    "POST cohorts.extend": Row(LEAD, home, send=more_time, changes="audit_entry deadline_extension job message"),
}
