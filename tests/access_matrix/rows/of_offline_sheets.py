"""Rows of sheets without a network: whoever rates anywhere has a day of their own, and nobody another's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import ASSESSOR, CLERK, MODERATOR, RUNNER, held
from tests.access_matrix.table import NONE, Row
from tests.access_matrix.things import Things

RATES = held(ASSESSOR)
RUNS, MODERATES = frozenset({RUNNER}), frozenset({MODERATOR})


def handed_over(_things: Things) -> Mapping[str, Any]:
    """A file with a sheet that nobody can open."""
    text = b'{"format": "spoor-sealed-sheets", "version": 1, "entries": [{"body": "a.b.c.d.e"}]}'
    return {"file": text}


ROWS = {
    "GET offline_sheets.day": Row(RATES),
    "GET offline_sheets.plan": Row(RATES),
    "GET offline_sheets.kept": Row(RATES),
    "GET offline_sheets.key": Row(NONE),
    "GET offline_sheets.files": Row(RUNS | {CLERK}),
    "POST offline_sheets.take": Row(RUNS | {CLERK}, send=handed_over, form="offline_sheets.files", answers=200),
    "GET offline_sheets.devices": Row(MODERATES),
    "GET offline_sheets.export_devices": Row(MODERATES, lambda _t: {"form": "csv"}, changes="audit_entry"),
}
