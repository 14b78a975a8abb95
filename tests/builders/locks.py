"""Which rows a piece of work locks, read off what it asks: SQLite locks none, since it lets one at a time write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Select, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import ORMExecuteState, Session

WAYS = {" FOR UPDATE": "changes", " FOR SHARE": "holds"}
FIRST = re.compile(r"\bFROM (\w+)")


@contextmanager
def locks(session: Session) -> Iterator[list[tuple[str, str]]]:
    """Inside, what is locked on PostgreSQL: how, and the table with which the statement begins."""
    found: list[tuple[str, str]] = []

    def note(asked: ORMExecuteState) -> None:
        if isinstance(asked.statement, Select):
            words = str(asked.statement.compile(dialect=postgresql.dialect()))
            found.extend((way, FIRST.findall(words)[0]) for sign, way in WAYS.items() if sign in words)

    event.listen(session, "do_orm_execute", note)
    try:
        yield found
    finally:
        event.remove(session, "do_orm_execute", note)
