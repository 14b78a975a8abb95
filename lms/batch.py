"""Batch queries: what is asked for many people, or many runs, at once and answered by id; one is the case of one."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select

Ids = Sequence[int] | Select[int]  # a list for some thousands; a Select of ids for a whole scope, whatever its size
Answer = TypeVar("Answer")
Key = TypeVar("Key", bound=Hashable)
PIECE = 5000  # ids in one statement; SQLite may take as few as 32,766 values


def among(column: Any, ids: Ids) -> ColumnElement[bool]:
    """The filter that lets through the rows of these ids."""
    found: ColumnElement[bool] = column.in_(ids)
    return found


def asked(ids: Ids) -> Iterable[int]:
    """Those that were named one by one: each of them gets an answer, even an empty one. A Select names nobody."""
    return () if isinstance(ids, Select) else ids


def one(answers: Mapping[int, Answer]) -> Answer:
    """The answer where one person, or one run, was asked for."""
    (answer,) = answers.values()
    return answer


def piecewise(
    ask: Callable[[Sequence[Key]], Mapping[Key, Answer]], ids: Iterable[Key], size: int = PIECE
) -> dict[Key, Answer]:
    """What a query answers of more things than one statement can name; some thousands at a time."""
    wanted = list(ids)
    found: dict[Key, Answer] = {}
    for start in range(0, len(wanted), size):
        found.update(ask(wanted[start : start + size]))
    return found
