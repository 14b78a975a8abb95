"""What was made to be looked at, by the names under which the table of pages knows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import Session

from lms.people.models import Person

T = TypeVar("T")


class Named(dict[str, T]):
    """A table in which a name is given once: whoever takes one that is taken is told at once."""

    def __setitem__(self, name: str, value: T) -> None:
        if self.get(name, value) != value:
            raise ValueError(f"“{name}” is taken already.")
        super().__setitem__(name, value)

    def __ior__(self, more: Mapping[str, T]) -> "Named[T]":  # type: ignore[override]  # of mappings alone
        for name, value in more.items():
            self[name] = value
        return self


@dataclass
class World:
    """Ids of people by what they are here, what fills the addresses, and files to be checked."""

    people: Named[int] = field(default_factory=Named)
    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def person(self, session: Session, who: str) -> Person:
        """The row of somebody."""
        return session.get_one(Person, self.people[who])
