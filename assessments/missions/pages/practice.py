"""Practice in operations as its page and its file show it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from assessments.missions.queries.practice import practice_seen
from assessments.missions.services.practice import may_observe
from courses.api import ActivityKind, FoundActivity, activities_of_kind
from lms.access import Viewer
from lms.i18n import lazy as _l
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn, OutputKind


@dataclass(frozen=True)
class PracticeLine:
    """What one person saw of another in an operation."""

    operation: str
    person: str
    observer: str
    observed_on: date
    words: str


def practice_lines(session: Session, viewer: Viewer) -> list[PracticeLine]:
    """What the viewer observed, and what was observed of them."""
    found = practice_seen(session, viewer)
    names = people_named(session, {one for row in found for one in (row.person_id, row.observed_by_id)})
    titles = {one.id: one.row.title for one in activities_of_kind(session, ActivityKind.OPERATION)}
    return [
        PracticeLine(
            titles.get(row.activity_id, ""),
            names[row.person_id],
            names[row.observed_by_id],
            row.observed_on,
            row.words,
        )
        for row in found
    ]


def operations_observed(session: Session, viewer: Viewer) -> list[FoundActivity]:
    """The operations in which the viewer may observe somebody."""
    return [one for one in activities_of_kind(session, ActivityKind.OPERATION) if may_observe(viewer, one)]


COLUMNS = (
    OutputColumn("operation", _l("Operation")),
    OutputColumn("person", _l("Person")),
    OutputColumn("observer", _l("Observed by")),
    OutputColumn("observed_on", _l("Day"), OutputKind.DATE),
    OutputColumn("words", _l("What was seen")),
)


def practice_rows(lines: Iterable[PracticeLine]) -> Iterator[tuple[Any, ...]]:
    """The lines as rows of `COLUMNS`."""
    for one in lines:
        yield one.operation, one.person, one.observer, one.observed_on, one.words
