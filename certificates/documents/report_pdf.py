"""Reports on paper: a title, facts, tables with their heads, and what each figure counts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from certificates.documents import typesetting
from certificates.documents.certificate_pdf import HOUSE
from certificates.documents.font_coverage import printable_part


@dataclass(frozen=True)
class PrintedTable:
    """A table: the head of each column, and rows of texts; numbers stand at the end of their cells."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: bool = True  # every column but the first; else texts, which share the width


@dataclass(frozen=True)
class PrintedReport:
    """What a report says, all of it in words."""

    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    tables: Sequence[PrintedTable]
    notes: Sequence[str]
    definitions: Sequence[tuple[str, str]]
    words: Mapping[str, str]  # definitions, page
    language: str
    made_at: datetime


def report_pdf(report: PrintedReport) -> bytes:
    """The report as a PDF; the same report gives the same bytes. Signs that no font has are left out."""
    shown = _plain(asdict(report) | {"made_at": report.made_at.isoformat()})
    return typesetting.pdf(HOUSE, "report", {"report": json.dumps(shown, ensure_ascii=False)}, made_at=report.made_at)


def _plain(value: Any) -> Any:
    """The same with texts of which every sign can be printed."""
    if isinstance(value, str):
        return printable_part(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
