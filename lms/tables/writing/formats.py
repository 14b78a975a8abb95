"""A list written to a file: which forms there are, and one way to ask for any of them."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from enum import StrEnum
from typing import IO, Any

from lms.tables.writing.as_csv import write_csv
from lms.tables.writing.as_json import write_json
from lms.tables.writing.as_xlsx import write_xlsx
from lms.tables.writing.columns import OutputTable


class TableFormat(StrEnum):
    """The forms of a list, by the ending of the file."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """What a browser is told of the file."""
        return MEDIA_TYPES[self]


MEDIA_TYPES = {
    TableFormat.CSV: "text/csv; charset=utf-8",
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    TableFormat.JSON: "application/json",
}
WRITERS: dict[TableFormat, Callable[[OutputTable, IO[bytes], tzinfo], None]] = {
    TableFormat.CSV: write_csv,
    TableFormat.XLSX: write_xlsx,
    TableFormat.JSON: write_json,
}


@dataclass(frozen=True)
class WrittenTable:
    """A file that vanishes when it is closed, standing at its beginning, and how many rows it holds."""

    file: IO[bytes]
    count: int


def write_table(table: OutputTable, form: TableFormat, *, zone: tzinfo = UTC) -> WrittenTable:
    """The list as a file, row by row, so that its length costs no memory; moments in this zone."""
    counted = _Counted()
    file = tempfile.TemporaryFile()  # noqa: SIM115  # whoever asked for it closes it
    try:
        WRITERS[form](replace(table, rows=counted.through(table.rows)), file, zone)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return WrittenTable(file, counted.count)


class _Counted:
    """Counts rows while they go by."""

    count = 0

    def through(self, rows: Any) -> Iterator[Sequence[Any]]:
        for row in rows:
            self.count += 1
            yield row
