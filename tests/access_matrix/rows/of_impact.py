"""Rows of the official Appendices: whoever is administrator everywhere loads and compares them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import ADMINISTRATOR, EVERYWHERE, held
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things
from tests.builders.appendices import as_csv, row

WHOLE = held(ADMINISTRATOR, EVERYWHERE)


def loaded(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.appendices}


def another_list(_things: Things) -> Mapping[str, Any]:
    content = as_csv(row("Panthera onca", "I")).encode()
    return {"file": content, "valid_on": "2026-03-06"}


ROWS = {
    "GET impact.appendices": Row(WHOLE),
    "POST impact.appendices": Row(
        WHOLE, send=another_list, form="impact.appendices", changes="audit_entry kept_appendices"
    ),
    "GET impact.export_appendices": Row(WHOLE, lambda _t: {"form": "csv"}, changes="audit_entry"),
    "GET impact.comparison": Row(WHOLE, loaded),
    "GET impact.export_comparison": Row(WHOLE, lambda t: {**loaded(t), "form": "csv"}),
}
