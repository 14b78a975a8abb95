"""Sources of a course, as its file says them and as they are read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from courses.catalogue.claims.source import CitedSource, SourceGrade, SourceKind, SourceRead

LATER = "2099-12-31"
USUAL = {
    "body": "A body", "title": "A title", "kind": "law", "read": "sheet", "sheet": '"legal.md, 1"', "grade": "A",
    "next_reading": LATER,
}  # fmt: skip


def entry(code: str, *, leaving_out: Iterable[str] = (), **said: str) -> str:
    """One line of sources.yaml: a whole entry, with other values, and without some of its names."""
    values = {name: value for name, value in (USUAL | said).items() if name not in leaving_out}
    return f"{code}: {{{', '.join(f'{name}: {value}' for name, value in values.items())}}}\n"


def source(code: str, grade: str = "A", body: Iterable[str] = ("A body",), **said: object) -> CitedSource:
    """A source that was taken from a sheet."""
    usual = {"sheet": "legal.md, 1", "next_reading": date(2099, 12, 31), "read": SourceRead.SHEET, "title": "A title"}
    return CitedSource(code, SourceKind.LAW, body=tuple(body), grade=SourceGrade(grade), **(usual | said))  # type: ignore[arg-type]


def own(code: str = "T") -> CitedSource:
    """What was made for the course."""
    return CitedSource(code, SourceKind.OWN, "Made for this course")


def sources(*codes: str) -> dict[str, CitedSource]:
    """Sources that carry whatever is said, by code."""
    return {code: source(code) for code in codes}
