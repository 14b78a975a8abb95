"""Bulk inserts and upserts: many rows at once, and rows that may be there already; alike on both databases."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert, literal_column
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as embedded
from sqlalchemy.orm import Session

from lms.db import Base


def insert_many(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows of a table at once, without making objects of them."""
    session.flush()
    session.execute(insert(cast(Table, model.__table__)), list(rows))


def insert_new(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert those rows that no unique constraint refuses, at once; answers the ids of these."""
    session.flush()
    table = cast(Table, model.__table__)
    made = _dialect(session).insert(table).on_conflict_do_nothing().returning(table.c.id)
    return list(session.scalars(made, list(rows)))


def upsert(session: Session, model: type[Base], rows: Any, key: str, newer: str) -> Any:
    """A statement that inserts what `rows` selects; a row with this key is replaced if its `newer` is later."""
    table = cast(Table, model.__table__)
    names = [column.name for column in rows.selected_columns]
    made = _dialect(session).insert(table).from_select(names, rows)
    others = {name: made.excluded[name] for name in names if name != key}
    return made.on_conflict_do_update(index_elements=[key], set_=others, where=made.excluded[newer] > table.c[newer])


def insert_missing(session: Session, model: type[Base], **values: Any) -> bool:
    """Insert a row unless its key is taken, also when two do so at once; answers whether it was made here."""
    added = _dialect(session).insert(model).values(**values)
    return session.execute(added.on_conflict_do_nothing().returning(literal_column("1"))).first() is not None


def _dialect(session: Session) -> Any:
    """The module of the database's own INSERT."""
    return embedded if session.get_bind().dialect.name == "sqlite" else postgresql
