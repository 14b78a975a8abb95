"""One row of the access matrix: who may ask what of an address, with which body, and what that changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.access_matrix.things import Things

Values = Callable[[Things], Mapping[str, Any]]
NONE: frozenset[str] = frozenset()


def nothing(_things: Things) -> Mapping[str, Any]:
    """An address without a part that varies."""
    return {}


@dataclass(frozen=True)
class Row:
    """Who may, with what, and what becomes of it. Whoever is named nowhere finds nothing, or is sent to sign in."""

    may: frozenset[str]
    at: Values = nothing  # the parts of the address that vary
    send: Values | None = None  # the fields that somebody fills in; what the page fills in comes from the page
    json: Callable[[Things, str], Any] | None = None  # in place of a form: what a script sends, for who asks
    form: str | None = None  # the page on which the form stands; none: its own address, or no form at all
    asks: str = ""  # what stands behind the "?" of the address
    answers: int = 0  # the status for who may; 200 of a page and 303 of a form where nothing is said
    changes: str = ""  # the tables that are then not what they were, by name
    unlike: Mapping[str, str] = field(default_factory=dict)  # the same for those of whom it does not hold
    led: frozenset[str] = NONE  # those who are led elsewhere (303), and change nothing
    refused: Mapping[int, frozenset[str]] = field(default_factory=dict)  # those who are told no, by status
    lists: frozenset[str] = NONE  # the words of which who may reads all that they may read, and no other
    names: frozenset[str] = NONE  # those to whom this page names the people whom they reach, as no other page does
    shows: frozenset[str] = NONE  # words that everybody reads who is answered there: which administrations there are
    is_open: bool = False  # shows things of people to whoever has the link or the file

    def expected(self, who: str, *, method: str) -> tuple[int, frozenset[str]]:
        """The status that this person sees, and the tables that change; 404 and none where nothing is said."""
        if who in self.may:
            tables = self.unlike.get(who, self.changes)
            return self.answers or (200 if method == "GET" else 303), frozenset(tables.split())
        if who in self.led:
            return 303, NONE
        return next((status for status, people in self.refused.items() if who in people), 404), NONE


def join(*tables: Mapping[str, Row]) -> dict[str, Row]:
    """The rows of several packages as one table; an address has one row."""
    found: dict[str, Row] = {}
    for table in tables:
        assert not (twice := found.keys() & table.keys()), f"Two rows of the access matrix speak of {sorted(twice)}."
        found |= table
    return found
