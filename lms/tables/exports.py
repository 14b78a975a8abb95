"""Exports: the list that is on the screen as a file, whole, within what its reader sees; the record is told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os import SEEK_END
from typing import IO, Any
from zoneinfo import ZoneInfo

from flask import Response

from lms import clock, events
from lms.access import viewer
from lms.db import transaction
from lms.errors import RuleBroken
from lms.i18n import _
from lms.tables.events import ListExported
from lms.tables.writing.columns import OutputColumn, OutputTable
from lms.tables.writing.formats import TableFormat, write_table
from lms.zones import zone_of_reader

MOST = 50_000  # rows of one file
PIECE = 64 * 1024  # bytes
ASKED = MOST + 1  # rows for which a query is asked, so that one too many is noticed


@dataclass(frozen=True, kw_only=True)
class ListExport:
    """A list as it is exported: the columns of its page and no other, by the query of its page without its pages."""

    name: str  # of the file, and of the list in the record
    title: Any
    columns: Sequence[OutputColumn]
    rows: Iterable[Sequence[Any]]
    names_people: bool
    filter: Mapping[str, str | int | bool | None] = field(default_factory=dict)  # for typed words, only whether any


def answer_export(listed: ListExport, form: str) -> Response:
    """The list as a file to keep; where it names people, the record says who took which list and how many rows."""
    kind = TableFormat(form)
    made = write_table(
        OutputTable(str(listed.title), listed.columns, _at_most(listed.rows)), kind, zone=ZoneInfo(zone_of_reader())
    )
    now = clock.now()
    if listed.names_people:
        narrowed = {name: value for name, value in listed.filter.items() if value}
        subject, actor = f"list:{listed.name}", viewer().id
        with transaction() as session:
            events.publish(
                session,
                ListExported(
                    subject=subject, actor_id=actor, at=now, filter=narrowed, count=made.count, format=kind.value
                ),
            )
    return _sent(made.file, kind, f"{listed.name}-{now.date().isoformat()}.{kind}")


def _sent(file: IO[bytes], kind: TableFormat, name: str) -> Response:
    """The file as an answer that no browser keeps by itself; it vanishes when it is read or given up."""
    answer = Response(_pieces(file), content_type=kind.media_type)
    answer.content_length = file.seek(0, SEEK_END)
    file.seek(0)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "no-store"
    answer.call_on_close(file.close)
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _at_most(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows; one too many is refused, since a file that ends early looks whole."""
    for number, row in enumerate(rows, start=1):
        if number > MOST:
            raise RuleBroken(
                _(
                    "This list has more than %(most)s rows. Use the filter to make it shorter, then export it.",
                    most=MOST,
                )
            )
        yield row
