"""Lists of rooms, candidates and protocols as they are exported."""

from collections.abc import Iterable, Iterator
from typing import Any

from assessments.exams.sittings.pages.plan import CandidateShown, ProtocolLineShown, SittingLineShown
from lms.i18n import lazy as _l
from lms.tables.writing.columns import OutputColumn, OutputKind

Row = tuple[Any, ...]
SITTING_COLUMNS = (
    OutputColumn("title", _l("Title")),
    OutputColumn("exam", _l("Exam")),
    OutputColumn("for", _l("For whom")),
    OutputColumn("place", _l("Place")),
    OutputColumn("begins", _l("Starts at"), OutputKind.MOMENT),
    OutputColumn("state", _l("Status")),
)
CANDIDATE_COLUMNS = (
    OutputColumn("person", _l("Person")),
    OutputColumn("place", _l("Unit and administration")),
    OutputColumn("present", _l("Marked present by")),
    OutputColumn("progress", _l("Status")),
    OutputColumn("begun", _l("Started"), OutputKind.MOMENT),
    OutputColumn("submitted", _l("Submitted"), OutputKind.MOMENT),
    OutputColumn("heard", _l("Last answer"), OutputKind.MOMENT),
    OutputColumn("supervision", _l("Supervision")),
)
LINE_COLUMNS = (
    OutputColumn("at", _l("When"), OutputKind.MOMENT),
    OutputColumn("kind", _l("What happened")),
    OutputColumn("about", _l("Who")),
    OutputColumn("words", _l("In words")),
    OutputColumn("by", _l("Written by")),
)


def sitting_rows(lines: Iterable[SittingLineShown]) -> Iterator[Row]:
    """The sittings of a list."""
    for one in lines:
        yield one.title, one.exam, one.for_whom, one.place, one.begins_at, one.state[0]


def candidate_rows(found: Iterable[CandidateShown]) -> Iterator[Row]:
    """The candidates of a room."""
    for one in found:
        present = ", ".join(one.present)
        supervision = one.supervision[0] if one.supervision else ""
        yield (
            one.name, one.place, present, one.progress[0], one.begun_at, one.closed_at, one.heard_at, supervision
        )  # fmt: skip


def line_rows(lines: Iterable[ProtocolLineShown]) -> Iterator[Row]:
    """The lines of a protocol."""
    for one in lines:
        yield one.at, one.kind, one.about, one.words, one.by
