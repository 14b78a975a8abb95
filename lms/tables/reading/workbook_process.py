"""The process that opens a workbook for another: limited in memory and time, since a small file can ask for both.

It is run by its path and knows nothing of the product. It is given the bytes and answers with one JSON document: the
visible sheets, or what is wrong. A cell that JSON has no form for is a pair of its kind and its text.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY = 1_500_000_000  # bytes
SECONDS = 20  # of computing


def main(most_rows: int, most_columns: int) -> None:
    """Read standard input, write standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        answer: dict[str, Any] = {"sheets": sheets_of(sys.stdin.buffer.read(), most_rows, most_columns)}
    except PasswordError:
        answer = {"fault": "password"}
    except (CalamineError, MemoryError, ValueError):
        answer = {"fault": "broken"}
    json.dump(answer, sys.stdout)


def sheets_of(content: bytes, most_rows: int, most_columns: int) -> list[dict[str, Any]]:
    """The visible sheets in their order, each from its first row and column on, up to the limits."""
    found = []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for place, sheet in enumerate(book.sheets_metadata):
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible:
                found.append(read_sheet(book, place, most_rows, most_columns))
    return found


def read_sheet(book: CalamineWorkbook, place: int, most_rows: int, most_columns: int) -> dict[str, Any]:
    """One sheet: its name, its extent, and its rows with blank ones at the top, so that they keep their numbers."""
    sheet = book.get_sheet_by_index(place)
    made: dict[str, Any] = {"name": sheet.name, "rows": [], "last_row": 0, "columns": 0}
    if sheet.start is None or sheet.end is None:
        return made
    made["last_row"], made["columns"] = sheet.end[0] + 1, sheet.end[1] + 1
    above: list[Any] = [[] for _ in range(min(sheet.start[0], most_rows))]
    left: list[Any] = [None] * min(sheet.start[1], most_columns)
    rows = sheet.to_python(skip_empty_area=True, nrows=max(most_rows - len(above), 1))
    made["rows"] = above + [left + [as_json(cell) for cell in row[:most_columns]] for row in rows]
    return made


def as_json(cell: Any) -> Any:
    """A cell as JSON has it."""
    if isinstance(cell, datetime):
        return ["datetime", cell.isoformat()]
    if isinstance(cell, date):
        return ["date", cell.isoformat()]
    if isinstance(cell, time):
        return ["time", cell.isoformat()]
    if isinstance(cell, str | int | float | bool) or cell is None:
        return cell or None if isinstance(cell, str) else cell
    return str(cell)  # a length of time


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
