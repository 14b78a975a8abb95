"""JSON: a list of objects, one a line, with the keys of the columns; days and moments as ISO 8601 with their zone."""

import io
import json
from collections.abc import Callable
from datetime import tzinfo
from typing import IO, Any

from lms.tables.writing.columns import OutputKind, OutputTable


def write_json(table: OutputTable, file: IO[bytes], zone: tzinfo) -> None:
    """The rows as objects; keys and yes and no are the same in every language."""
    keys = [column.key for column in table.columns]
    values = [_value_of(column.kind, zone) for column in table.columns]
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    before = "[\n"
    for row in table.rows:
        made = (None if value is None else turn(value) for turn, value in zip(values, row, strict=True))
        text.write(before + json.dumps(dict(zip(keys, made, strict=True)), ensure_ascii=False))
        before = ",\n"
    text.write("[]\n" if before == "[\n" else "\n]\n")
    text.flush()
    text.detach()


def _value_of(kind: OutputKind, zone: tzinfo) -> Callable[[Any], Any]:
    """How JSON has the values of a column."""
    if kind is OutputKind.TEXT:
        return str
    if kind is OutputKind.DATE:
        return lambda value: value.isoformat()
    if kind is OutputKind.MOMENT:
        return lambda value: value.astimezone(zone).isoformat()
    if kind is OutputKind.YES_NO:
        return bool
    return lambda value: value if isinstance(value, int) else round(float(value), 6)
