"""Rows of another question in one column, as JSON: for a statement that asks many small questions at once."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Dialect, Select, Text, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Boolean, TypeDecorator, TypeEngine

from lms.db import UtcMoment


class RowsType(TypeDecorator[list[tuple[Any, ...]]]):
    """A list of rows, each value as its own column would give it; nothing found is an empty list."""

    impl = Text
    cache_ok = True

    def __init__(self, columns: Sequence[TypeEngine[Any]] = ()) -> None:
        """The types of the columns, in their order."""
        super().__init__()
        self.columns = tuple(columns)

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[tuple[Any, ...]]:
        """Read the JSON that a database wrote."""
        rows = json.loads(value) if value else []
        return [tuple(_read(one, kind) for one, kind in zip(row, self.columns, strict=True)) for row in rows]


class RowsOf(FunctionElement[list[tuple[Any, ...]]]):
    """All rows of a subquery as one JSON list of lists."""

    inherit_cache = True
    name = "rows_of"

    def __init__(self, *columns: ColumnElement[Any]) -> None:
        """The columns of the subquery."""
        super().__init__(*columns)
        self.type = RowsType([one.type for one in columns])


@compiles(RowsOf, "sqlite")
def _in_sqlite(element: RowsOf, compiler: Any, **more: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **more)}))"


@compiles(RowsOf, "postgresql")
def _in_postgresql(element: RowsOf, compiler: Any, **more: Any) -> str:
    return f"CAST(json_agg(json_build_array({compiler.process(element.clauses, **more)})) AS TEXT)"


def rows_of(query: Select[*tuple[Any, ...]]) -> ColumnElement[list[tuple[Any, ...]]]:
    """As SQL: what a question answers, in its order, in one column: texts, numbers, days and moments."""
    return select(RowsOf(*query.subquery().c)).scalar_subquery()


def _read(value: Any, kind: TypeEngine[Any]) -> Any:
    if value is None:
        return None
    if isinstance(kind, UtcMoment):
        at = datetime.fromisoformat(value)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return bool(value) if isinstance(kind, Boolean) else value
