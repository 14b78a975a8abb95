"""Entries of a set-up, read value by value; what is wrong is noted with its file and line, and reading goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from lms.people.api import is_country
from lms.text.located_yaml import LocatedDict, LocatedList
from lms.text.problems import Problem

Named = TypeVar("Named", bound=StrEnum)


@dataclass
class Notes:
    """What is wrong in one file."""

    file: str
    problems: list[Problem]

    def add(self, line: int, message: str) -> None:
        """Something to mend on this line."""
        self.problems.append(Problem(self.file, line, message))


@dataclass
class SetUpEntry:
    """One mapping of a file, whose values are asked for by name."""

    values: LocatedDict
    notes: Notes

    @classmethod
    def of(cls, value: object, line: int, notes: Notes) -> "SetUpEntry":
        """The mapping in this place; anything else is noted, and is read as an empty one."""
        if isinstance(value, LocatedDict):
            return cls(value, notes)
        notes.add(line, "Here a list of names with values is expected, such as “name: Mekong”.")
        return cls(LocatedDict(), notes)

    def line(self, name: str) -> int:
        """Where a value stands; else where the entry begins."""
        return self.values.lines.get(name, self.values.line or 1)

    def fault(self, name: str, message: str) -> None:
        """Something to mend in this value."""
        self.notes.add(self.line(name), message)

    def demand_known(self, names: Sequence[str]) -> None:
        """Names that nobody reads would be lost without a word."""
        for name in self.values:
            if name not in names:
                self.fault(name, f"“{name}” is not known here. Known are: {', '.join(names)}.")

    def text(self, name: str, most: int, *, needed: bool = True) -> str:
        """One value in words."""
        value = self.values.get(name)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.fault(name, f"“{name}” must be some words.")
            return ""
        if len(value) > most:
            self.fault(name, f"“{name}” has more than {most} characters.")
        return value

    def choice(self, name: str, known: type[Named], *, needed: bool = True) -> Named | None:
        """One of the values that there are."""
        value = self.values.get(name)
        if value is None and not needed:
            return None
        found = next((one for one in known if one == value), None)
        if found is None:
            self.fault(name, f"“{name}” must be one of: {', '.join(known)}.")
        return found

    def country(self, name: str) -> str | None:
        """A country by its two letters; none if nothing is said."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not is_country(value):
            self.fault(name, f"“{name}” must be the two letters of a country, such as LA.")
            return None
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of words; nothing said is an empty one."""
        value = self.values.get(name)
        if value is None:
            return ()
        if not isinstance(value, LocatedList) or not all(isinstance(one, str) and one for one in value):
            self.fault(name, f"“{name}” must be a list of words.")
            return ()
        return tuple(value)
