"""Rows that a fixture of a module made, in the session of a test."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm import Session

Row = TypeVar("Row")


def again(session: Session, row: Row) -> Row:
    """The same row in this session, also where the session that made it has ended."""
    return session.get_one(type(row), inspect(row).identity)
