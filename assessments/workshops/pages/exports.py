"""Lists of workshops as they are exported."""

from collections.abc import Iterable, Iterator
from typing import Any

from assessments.workshops.labels import PARTS
from assessments.workshops.pages.participants import WorkshopParticipantLine
from assessments.workshops.pages.workshop import WorkshopLine
from assessments.workshops.queries.plans import PlannedPerformance
from lms.i18n import lazy as _l
from lms.tables.writing.columns import OutputColumn, OutputKind

Row = tuple[Any, ...]
WORKSHOP_COLUMNS = (
    OutputColumn("title", _l("Title")),
    OutputColumn("scheme", _l("Scheme")),
    OutputColumn("place", _l("Place")),
    OutputColumn("country", _l("Country")),
    OutputColumn("first", _l("First day"), OutputKind.DATE),
    OutputColumn("last", _l("Last day"), OutputKind.DATE),
)
PERSON_COLUMNS = (
    OutputColumn("part", _l("Part")),
    OutputColumn("code", _l("Code or letter")),
    OutputColumn("name", _l("Name")),
    OutputColumn("administration", _l("Administration")),
    OutputColumn("languages", _l("Languages")),
    OutputColumn("notes", _l("Notes")),
)
ROTATION_COLUMNS = (
    OutputColumn("begins", _l("Starts at"), OutputKind.MOMENT),
    OutputColumn("ends", _l("Ends at"), OutputKind.MOMENT),
    OutputColumn("room", _l("Room")),
    OutputColumn("exercise", _l("Exercise")),
    OutputColumn("code", _l("Code")),
    OutputColumn("candidate", _l("Candidate")),
    OutputColumn("letters", _l("Letters")),
    OutputColumn("assessors", _l("Assessors")),
    OutputColumn("interpreters", _l("Interpreters")),
)


def workshop_rows(lines: Iterable[WorkshopLine]) -> Iterator[Row]:
    """The workshops of a list."""
    for one in lines:
        yield one.title, one.scheme, one.venue, one.country, one.starts_on, one.ends_on


def person_rows(lines: Iterable[WorkshopParticipantLine]) -> Iterator[Row]:
    """Everybody who takes part."""
    for one in lines:
        yield str(PARTS[one.part]), one.alias, one.name, one.administration, one.languages, one.notes


def rotation_rows(performances: Iterable[PlannedPerformance]) -> Iterator[Row]:
    """The performances of a rotation; of written work the code alone."""
    for one in performances:
        yield (
            one.begins_at, one.ends_at, one.room, one.exercise, one.code, one.shown_name, " ".join(one.letters),
            ", ".join(one.assessors), ", ".join(one.interpreters),
        )  # fmt: skip
