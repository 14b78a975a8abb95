"""A source of a course: who says it, how it was read, and how far it carries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Any


class SourceKind(StrEnum):
    """What a source is; `own` was made for the course, and is no fact about the world."""

    LAW = "law"
    GUIDANCE = "guidance"
    SCIENCE = "science"
    REPORT = "report"
    PRESS = "press"
    OWN = "own"


class SourceGrade(StrEnum):
    """How far a source carries a claim, as the fact sheets grade it."""

    OFFICIAL = "A"  # the official text was read
    TWO_REPORTS = "B"  # two independent reports, or an official text second-hand and one report
    ONE_REPORT = "C"
    MEMORY = "D"  # carries nothing
    SETTLED = "W"  # settled knowledge of the field: the reference is named, and was not opened again


class SourceRead(StrEnum):
    """Whether somebody opened the source itself, or it was taken from a fact sheet."""

    SOURCE = "source"
    SHEET = "sheet"


@dataclass(frozen=True)
class CitedSource:
    """One entry of sources.yaml; what is not known of it is empty."""

    code: str
    kind: SourceKind
    title: str
    body: tuple[str, ...] = ()  # who says it; several report independently of each other
    dated: str = ""  # version or date, as far as it is known
    place: str = ""  # article or paragraph of the whole source
    address: str = ""
    read: SourceRead | None = None
    sheet: str = ""  # file and section of the fact sheet
    read_on: date | None = None
    read_by: str = ""
    grade: SourceGrade | None = None
    next_reading: date | None = None
    newer: str = ""  # the code of a newer version
    line: int = field(default=1, compare=False)

    @property
    def is_own(self) -> bool:
        """Whether it was made for the course."""
        return self.kind is SourceKind.OWN

    def is_overdue(self, on: date) -> bool:
        """Whether its next reading has passed on this day; the day itself is still in time."""
        return self.next_reading is not None and self.next_reading < on

    @property
    def in_short(self) -> str:
        """Body, title and date on one line, each ended by one sign only."""
        return ", ".join(part for part in (", ".join(self.body), self.title, self.dated) if part)


def source_as_data(source: CitedSource) -> dict[str, Any]:
    """A source as it is stored with a lesson; what is empty is left out."""
    said: dict[str, Any] = {"code": source.code, "kind": source.kind.value, "title": source.title}
    said |= {"body": list(source.body), "date": source.dated, "place": source.place, "address": source.address}
    said |= {"read": source.read and source.read.value, "sheet": source.sheet, "read_by": source.read_by}
    said |= {"read_on": source.read_on and source.read_on.isoformat()}
    said |= {"grade": source.grade and source.grade.value, "newer": source.newer}
    said |= {"next_reading": source.next_reading and source.next_reading.isoformat()}
    return {key: value for key, value in said.items() if value}


def source_from_data(said: Mapping[str, Any]) -> CitedSource:
    """A source as it was stored."""
    return CitedSource(
        code=said["code"],
        kind=SourceKind(said["kind"]),
        title=said["title"],
        body=tuple(said.get("body", ())),
        dated=said.get("date", ""),
        place=said.get("place", ""),
        address=said.get("address", ""),
        read=SourceRead(said["read"]) if "read" in said else None,
        sheet=said.get("sheet", ""),
        read_on=date.fromisoformat(said["read_on"]) if "read_on" in said else None,
        read_by=said.get("read_by", ""),
        grade=SourceGrade(said["grade"]) if "grade" in said else None,
        next_reading=date.fromisoformat(said["next_reading"]) if "next_reading" in said else None,
        newer=said.get("newer", ""),
    )


def rests_on_one_report(sources: Iterable[CitedSource]) -> bool:
    """Whether nothing but one report carries this: what is own carries no fact, and two bodies carry each other."""
    facts = [one for one in sources if not one.is_own]
    if not facts or any(one.grade is not SourceGrade.ONE_REPORT for one in facts):
        return False
    return not any(_are_apart(one.body, two.body) for one, two in combinations(facts, 2))


def _are_apart(one: Collection[str], two: Collection[str]) -> bool:
    """Whether two sources come from different bodies."""
    return not {name.casefold() for name in one} & {name.casefold() for name in two}
