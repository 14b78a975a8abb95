"""Rows of figures and donor reports: coordinators read of their country, managers of all; of everything they freeze."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import (
    ABROAD,
    COORDINATOR,
    COUNTRY_OF_HOME,
    EVERYWHERE,
    MANAGER,
    held,
)
from tests.access_matrix.reported import COUNTRY
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

READ = held(MANAGER, EVERYWHERE, COUNTRY_OF_HOME, ABROAD)
FIGURES = READ | held(COORDINATOR)
OF_HOME = READ | held(COORDINATOR, COUNTRY_OF_HOME)
WHOLE = held(MANAGER, EVERYWHERE)


def fund(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.planned.fund}


def report(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.report}


def country(_things: Things) -> Mapping[str, Any]:
    return {"country": COUNTRY}


def file(_things: Things) -> Mapping[str, Any]:
    return {"form": "csv"}


ROWS = {
    "GET reporting.figures": Row(FIGURES),
    "GET reporting.export_countries": Row(FIGURES, file),
    "GET reporting.export_courses": Row(FIGURES, file),
    "GET reporting.country": Row(OF_HOME, country),
    "GET reporting.export_trainers": Row(OF_HOME, lambda t: country(t) | file(t), changes="audit_entry"),
    "GET reporting.reports": Row(READ),
    "GET reporting.export_reports": Row(READ, file),
    "GET reporting.freeze": Row(WHOLE, fund),
    "POST reporting.freeze": Row(
        WHOLE,
        fund,
        send=lambda _t: {"length": "1"},
        form="reporting.freeze",
        changes="audit_entry report report_cell",
    ),
    "GET reporting.report": Row(READ, report),
    "GET reporting.pdf": Row(READ, report),
    "GET reporting.export_report": Row(READ, lambda t: report(t) | file(t)),
}
