"""Rows that the audit trail is compared with, where one table says all of them: subject after subject, in batches."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from lms.ports import AuditedRecord

BATCH = 400  # subjects at a time


def next_of(column: InstrumentedAttribute[Any], after: int, *where: ColumnElement[bool]) -> Select[Any]:
    """The next subjects behind one for which this holds, each once."""
    return select(column).where(column > after, *where).group_by(column).order_by(column).limit(BATCH)


def rows_of(
    kind: str,
    place: InstrumentedAttribute[Any],
    order: InstrumentedAttribute[int],
    *where: ColumnElement[bool],
    **said: InstrumentedAttribute[Any],
) -> Callable[[Session, int], list[AuditedRecord]]:
    """The rows of one table for which this holds, by what they are about, in order, with what these columns say."""

    def found(session: Session, after: int) -> list[AuditedRecord]:
        some = next_of(place, after, *where)
        rows = session.execute(select(place, *said.values()).where(place.in_(some), *where).order_by(place, order))
        return [AuditedRecord(key, f"{kind}:{key}", dict(zip(said, each, strict=True))) for key, *each in rows]

    return found
