"""Rows of the roster: authorised bodies alone search it, and nobody of the matrix is one; a listing is one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import WITH_ROLE
from tests.access_matrix.table import NONE, Row
from tests.access_matrix.things import Things

ASKED = {"purpose": "A mission to a port in the region.", "topic": "operations"}


def searched(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.going.searched}


def hit(things: Things) -> Mapping[str, Any]:
    return searched(things) | {"no": 1}


ROWS = {
    "GET roster.search": Row(NONE),
    "POST roster.search": Row(NONE, send=lambda _t: ASKED),
    "GET roster.found": Row(NONE, searched),
    "GET roster.write": Row(NONE, hit),
    "POST roster.write": Row(NONE, hit, send=lambda _t: {"words": "Please call."}),
    "GET roster.listing": Row(WITH_ROLE),
    "POST roster.listing": Row(
        WITH_ROLE,
        send=lambda _t: {"listed": "yes", "languages": ["en"], "when": "any"},
        form="roster.listing",
        changes="audit_entry roster_listing",
    ),
}
