"""Rows of progress: who answers for a place of work sees how far its people are; each officer, who sees it of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import (
    ADMINISTRATOR,
    COLLEAGUES,
    COORDINATOR,
    COVERING,
    MANAGER,
    WITH_ROLE,
    held,
)
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

ANSWERABLE = held(MANAGER) | held(ADMINISTRATOR) | held(COORDINATOR)
HERE = held(MANAGER, *COVERING) | held(ADMINISTRATOR, *COVERING) | held(COORDINATOR, *COVERING)


def unit(things: Things) -> Mapping[str, Any]:
    return {"kind": "unit", "key": things.place.unit.uuid}


def file_of_unit(things: Things) -> Mapping[str, Any]:
    return {**unit(things), "form": "csv"}


def owner(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.owner.person.uuid}


ROWS: Mapping[str, Row] = {
    "GET progress.index": Row(ANSWERABLE),
    "GET progress.export_places": Row(ANSWERABLE, lambda things: {"form": "csv"}),
    "GET progress.place": Row(HERE, unit),
    "GET progress.export": Row(HERE, file_of_unit, changes="audit_entry"),
    "GET progress.person": Row(HERE, owner),
    "GET progress.who_sees": Row(WITH_ROLE, shows=frozenset({COLLEAGUES})),  # an administrator everywhere bears it
}
