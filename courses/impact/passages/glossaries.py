"""The passages of a glossary: each cell in the language of its column."""

import csv
import io
from collections.abc import Iterator

from courses.impact.passages.text import listed, passage
from courses.impact.rules.places import Passage, PassageKind

READ = ("term_", "definition_")
SOURCES = "sources"


def glossary_passages(file: str, text: str) -> Iterator[Passage]:
    """Every term and definition, and the codes of its sources; what comes after a fault of the table is left out."""
    rows = csv.reader(io.StringIO(text), strict=True)
    try:
        head = next(rows, [])
        before = rows.line_num
        for row in rows:
            line, before = before + 1, rows.line_num
            for column, cell in zip(head, row, strict=False):
                kind, _, language = column.partition("_")
                if cell and f"{kind}_" in READ and language:
                    yield passage(PassageKind.WORD, row[0], language, file, [(line, cell)])
                elif cell and column == SOURCES:
                    yield listed(PassageKind.WORD, row[0], "en", file, [(line, cell)])
    except csv.Error:
        return
