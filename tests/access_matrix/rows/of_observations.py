"""Rows of observation sheets: the trainer who wrote them alone; the list of a meeting for its trainers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.access_matrix.persons import LEADER
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

WRITES = frozenset({LEADER})
MARKED = "audit_entry sheet sheet_event"


def sheet(name: str) -> Callable[[Things], Mapping[str, Any]]:
    """The address of one of the sheets."""
    return lambda things: {"uuid": getattr(things.observed, name)}


def quiet(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.classes.held.quiet}


def disputed(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.classes.held.disputed}


ROWS = {
    "GET observations.meeting": Row(WRITES, quiet),
    "POST observations.begin": Row(
        WRITES,
        quiet,
        send=lambda t: {"person": t.owner.person.uuid, "rubric": t.observed.offered},
        form="observations.meeting",
        changes="audit_entry performance sheet",
    ),
    "GET observations.export": Row(WRITES, lambda t: {**quiet(t), "form": "csv"}, changes="audit_entry"),
    "POST observations.release": Row(
        WRITES, disputed, form="observations.meeting", changes="audit_entry message observation_release"
    ),
    "GET observations.one": Row(WRITES, sheet("open")),
    "POST observations.fill": Row(
        WRITES, sheet("open"), send=lambda _t: {"rating-names": "1"}, form="observations.one", changes=MARKED
    ),
    "POST observations.autosave": Row(
        WRITES,
        sheet("open"),
        send=lambda _t: {"rating-names": "1", "key": "a-key"},
        answers=200,
        changes=MARKED,
    ),
    "GET observations.open_again": Row(WRITES, sheet("sealed")),
    "POST observations.open_again": Row(
        WRITES,
        sheet("sealed"),
        send=lambda _t: {"reason": "The wrong row was rated."},
        form="observations.open_again",
        changes=MARKED,
    ),
    "POST observations.remove": Row(WRITES, sheet("empty"), form="observations.one", changes="audit_entry sheet"),
}
