"""Reading one entry of a question file: every fault is noted with its line, and reading goes on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from assessments.items.parsing.exact import exact, is_number
from lms.text.problems import Problem

E = TypeVar("E", bound=StrEnum)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


@dataclass
class Entry:
    """A mapping to be read key by key; the faults of its parts are noted in the same list."""

    data: Mapping[str, object]
    faults: list[Problem] = field(default_factory=list)
    line: int = 0
    name: str = ""  # said in front of each message, such as "option b"
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.line = self.line or getattr(self.data, "line", 0)

    def fault(self, message: str, key: str | None = None) -> None:
        """Note what is wrong, at the line of the key where there is one."""
        lines = getattr(self.data, "lines", {})
        at = lines.get(key, self.line) if key else self.line
        self.faults.append(Problem("", at, f"{self.name}: {message}" if self.name else message))

    def has(self, key: str) -> bool:
        """Whether the key was written, with something behind it."""
        self.seen.add(key)
        return self.data.get(key) is not None

    def text(self, key: str, *, required: bool = True, longest: int = 600) -> str:
        """A text of one or more words; empty when it is missing."""
        self.seen.add(key)
        value = self.data.get(key)
        if value is None or value == "":
            if required:
                self.fault(f"“{key}” is missing.", key if key in self.data else None)
            return ""
        if isinstance(value, bool | Fraction | float) or not isinstance(value, str | int):
            self.fault(f"“{key}” must be a text; put it in quotes.", key)
            return ""
        text = str(value).strip()
        if len(text) > longest:
            self.fault(f"“{key}” is longer than {longest} characters.", key)
        return text

    def choice(self, key: str, choices: type[E], default: E) -> E:
        """One of the named choices; the default where none was written."""
        if not self.has(key):
            return default
        value = self.text(key)
        try:
            return choices(value)
        except ValueError:
            self.fault(f"“{key}” is “{value}”; it must be one of {', '.join(choices)}.", key)
            return default

    def one_of(self, key: str, names: Sequence[str]) -> str:
        """One of these names; the first where none was written."""
        value = self.text(key) if self.has(key) else names[0]
        if value in names:
            return value
        self.fault(f"“{key}” is “{value}”; it must be one of {', '.join(names)}.", key)
        return names[0]

    def flag(self, key: str) -> bool | None:
        """True, false, or None where nothing was written."""
        if not self.has(key):
            return None
        value = self.data[key]
        if not isinstance(value, bool):
            self.fault(f"“{key}” must be true or false.", key)
            return None
        return value

    def day(self, key: str) -> date | None:
        """A day as YYYY-MM-DD; None where nothing was written."""
        if not self.has(key):
            return None
        value = self.text(key)
        try:
            day = date.fromisoformat(value) if DAY.match(value) else None
        except ValueError:  # such as 2027-02-30
            day = None
        if day is None and value:
            self.fault(f"“{key}” is “{value}”; it must be a day of the calendar, such as 2027-12-31.", key)
        return day

    def number(self, key: str, *, least: int | None = None, default: Fraction | None = None) -> Fraction:
        """An exact number; the default where none was written, and a fault where there is no default."""
        if not self.has(key) and default is not None:
            return default
        value = self.data.get(key)
        if not is_number(value):
            self.fault(f"“{key}” must be a number." if self.has(key) else f"“{key}” is missing.", key)
            return Fraction(least or 0)
        number = exact(value)  # type: ignore[arg-type]  # is_number has looked
        if least is not None and number < least:
            self.fault(f"“{key}” must be at least {least}.", key)
        return number

    def whole(self, key: str, *, least: int = 0, default: int | None = None) -> int:
        """A whole number."""
        number = self.number(key, least=least, default=None if default is None else Fraction(default))
        if number.denominator != 1:
            self.fault(f"“{key}” must be a whole number.", key)
        return int(number)

    def numbers(self, key: str) -> tuple[Fraction, ...]:
        """A list of exact numbers."""
        value = self.data.get(key) if self.has(key) else None
        if not isinstance(value, list) or not all(is_number(one) for one in value):
            self.fault(f"“{key}” must be a list of numbers.", key)
            return ()
        return tuple(exact(one) for one in value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of short texts; empty where none was written."""
        if not self.has(key):
            return ()
        value = self.data[key]
        if not isinstance(value, list) or not all(isinstance(one, str | int) for one in value):
            self.fault(f"“{key}” must be a list of words.", key)
            return ()
        return tuple(str(one) for one in value)

    def part(self, key: str) -> "Entry":
        """The mapping behind a key; an empty one, with a fault, where there is none."""
        value = self.data.get(key) if self.has(key) else None
        if not isinstance(value, dict):
            self.fault(f"“{key}” is missing." if value is None else f"“{key}” must hold names and values.", key)
            value = {}
        lines = getattr(self.data, "lines", {})
        return Entry(value, self.faults, lines.get(key, self.line), self.name)

    def parts(self, key: str, word: str) -> "Iterator[Entry]":
        """The mappings of a list; a fault where it is missing or a member is no mapping."""
        value = self.data.get(key) if self.has(key) else None
        if not isinstance(value, list):
            self.fault(f"“{key}” must be a list.", key)
            return
        lines = getattr(value, "lines", ())
        for place, one in enumerate(value):
            at = lines[place] if place < len(lines) else self.line
            if isinstance(one, dict):
                yield Entry(one, self.faults, at, f"{self.name} {word} {one.get('id', place + 1)}".strip())
            else:
                self.faults.append(Problem("", at, f"{self.name}: a {word} must hold names and values.".lstrip(": ")))

    def nothing_else(self) -> None:
        """Note every key that nobody has asked for: most are misspelt."""
        for key in self.data:
            if key not in self.seen:
                self.fault(f"“{key}” is not known here.", key)
