"""What sources.yaml says: each source by its code, as a mapping of what is known of it."""

import re
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from courses.catalogue.claims.references import CODE
from courses.catalogue.claims.source import CitedSource, SourceGrade, SourceKind, SourceRead
from courses.catalogue.course_folder.files import SOURCES
from courses.catalogue.course_folder.not_examined import NOT_EXAMINED
from lms.text.located_yaml import LocatedYaml
from lms.text.problems import Problem

E = TypeVar("E", bound=StrEnum)
KEYS = (
    "body", "title", "date", "place", "address", "kind", "read", "sheet", "read_on", "read_by", "grade",
    "next_reading", "newer",
)  # fmt: skip
OWN_KEYS = ("kind", "title", "body", "date")  # of what was made for the course: nobody reads it again
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+\Z")


def read_sources(document: LocatedYaml, problems: list[Problem], file: str = SOURCES) -> dict[str, CitedSource]:
    """The sources by code; whatever is wrong with one is noted, and it is left out."""
    found: dict[str, CitedSource] = {}
    for code, entry in document.value.items():
        if code == NOT_EXAMINED:
            continue
        reading = _Entry(document, str(code), code, entry, file)
        source = reading.source()
        problems.extend(reading.problems)
        if source is not None and not reading.problems:
            found[source.code] = source
    codes = {str(code) for code in document.value}
    for source in found.values():
        if source.newer and (source.newer not in codes or source.newer == source.code):
            words = f"“newer” of {source.code} names “{source.newer}”. It must be the code of another source here."
            problems.append(Problem(file, document.line(source.code, "newer"), words))
    return found


def bare_texts(document: LocatedYaml) -> dict[str, str]:
    """The sources of a file that was loaded when they were no mappings: a text by its code."""
    listed = document.value if isinstance(document.value, dict) else {}
    return {str(code): said for code, said in listed.items() if isinstance(said, str)}


class _Entry:
    """One source as it is read: every fault is noted, and reading goes on."""

    def __init__(self, document: LocatedYaml, code: str, key: Any, entry: Any, file: str) -> None:
        self.document, self.code, self.key, self.entry, self.file = document, code, key, entry, file
        self.problems: list[Problem] = []

    def note(self, message: str, *path: str) -> None:
        """Something wrong at this place of the entry."""
        self.problems.append(Problem(self.file, self.document.line(self.key, *path), message))

    def source(self) -> CitedSource | None:
        """The source; nothing where the entry is no mapping."""
        if not CODE.match(self.code):
            self.note(f"“{self.code}” is no code: letters, digits, hyphens and dots stand in it, and no spaces.")
        if not isinstance(self.entry, dict):
            self.note(
                f"The source {self.code} is a bare text. Write below its code, each on its line: “body”, “title”, "
                "“kind”, “read”, “sheet”, “grade” and “next_reading”."
            )
            return None
        kind = self.choice("kind", SourceKind)
        known = OWN_KEYS if kind is SourceKind.OWN else KEYS
        for name in self.entry:
            if name not in known:
                what = f"{self.code} of kind own" if kind is SourceKind.OWN else self.code
                self.note(f"The source {what} knows no “{name}”. It can have: {', '.join(known)}.", name)
        made = CitedSource(
            code=self.code,
            kind=kind or SourceKind.OWN,
            title=self.text("title", needed=True),
            body=self.bodies(needed=kind is not SourceKind.OWN),
            dated=self.text("date"),
            place=self.text("place"),
            address=self.address(),
            sheet=self.text("sheet"),
            read_on=self.day("read_on"),
            read_by=self.text("read_by"),
            next_reading=self.day("next_reading"),
            newer=self.text("newer"),
            line=self.document.line(self.key),
            read=None if kind is SourceKind.OWN else self.choice("read", SourceRead),
            grade=None if kind is SourceKind.OWN else self.choice("grade", SourceGrade),
        )
        if kind is not SourceKind.OWN:
            self.reading(made)
        return made

    def reading(self, made: CitedSource) -> None:
        """Nothing that was not opened says that it was."""
        if made.read is SourceRead.SOURCE:
            for name, value in (("read_on", made.read_on), ("read_by", made.read_by)):
                if not value and self.entry.get(name) is None:
                    self.note(f"{self.code} says “read: source”, so it needs “{name}”: when, and by whom.", "read")
        elif made.read is SourceRead.SHEET:
            for name in ("read_on", "read_by"):
                if self.entry.get(name) is not None:
                    self.note(
                        f"{self.code} has “{name}”, and only a source that somebody opened has it. "
                        f"Write “read: source” if they did, or take “{name}” out.",
                        name,
                    )
            if not made.sheet and self.entry.get("sheet") is None:
                self.note(f"{self.code} says “read: sheet”, so it needs “sheet”: its file and section.", "read")
        if self.entry.get("next_reading") is None:
            self.note(f"{self.code} needs “next_reading”: the day by which it is read again, such as 2027-06-30.")

    def text(self, name: str, *, needed: bool = False) -> str:
        """A text; a number or a day that stands there is taken as it is written."""
        value = self.entry.get(name)
        if isinstance(value, int | date) and not isinstance(value, bool):
            return str(value)
        if value is None and not needed:
            return ""
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.note(f"“{name}” of {self.code} is missing or not a text.", name)
        return ""

    def bodies(self, *, needed: bool) -> tuple[str, ...]:
        """Who says it: one body, or several that report independently of each other."""
        value = self.entry.get("body")
        listed = value if isinstance(value, list) else [value]
        if all(isinstance(one, str) and one.strip() for one in listed) and listed:
            return tuple(one.strip() for one in listed)
        if needed or value is not None:
            self.note(f"“body” of {self.code} is missing: who says it, as a text or a list of texts.", "body")
        return ()

    def choice(self, name: str, choices: type[E]) -> E | None:
        """One of the named choices; another one, or none, is noted."""
        value = self.entry.get(name)
        if isinstance(value, str) and value in list(choices):
            return choices(value)
        given = "missing" if value is None else f"“{value}”"
        self.note(f"“{name}” of {self.code} is {given}. It must be one of: {', '.join(choices)}.", name)
        return None

    def day(self, name: str) -> date | None:
        """A day of the calendar, or nothing."""
        value = self.entry.get(name)
        try:
            value = date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            value = False
        if value is None or type(value) is date:
            return value
        self.note(f"“{name}” of {self.code} must be a day of the calendar, such as 2027-06-30.", name)
        return None

    def address(self) -> str:
        """An address in the web, or nothing."""
        value = self.text("address")
        if value and not ADDRESS.match(value):
            self.note(f"“address” of {self.code} must be a whole address, such as https://cites.org/eng/disc/text.php.",
                      "address")  # fmt: skip
            return ""
        return value
