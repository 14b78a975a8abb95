"""Ids that tell nothing: which part of an item they name is drawn by lots, the same in every language."""

from collections.abc import Sequence
from hashlib import sha256

from assessments.items.parsing.entry import Entry


def neutral_ids(entry: Entry, count: int, letter: str = "c") -> tuple[str, ...]:
    """An id for each of so many parts, in the order in which the file has them; never rising in that order.

    A file has parts in the order that is easy to write: steps as they are done, answers beside what they answer.
    """
    salt = entry.data.get("id", "")

    def lot(place: int) -> bytes:
        return sha256(f"{salt}\0{place}".encode()).digest()

    drawn = sorted(range(count), key=lot)
    if count > 1 and drawn == sorted(drawn):
        drawn = [*drawn[1:], drawn[0]]
    names = {place: f"{letter}{rank}" for rank, place in enumerate(drawn, 1)}
    return tuple(names[place] for place in range(count))


def by_id(ids: Sequence[str]) -> list[int]:
    """The places of the parts in the order of their ids: the order in which a body holds them."""
    return sorted(range(len(ids)), key=lambda place: (len(ids[place]), ids[place]))
