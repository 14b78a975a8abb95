"""Credentials of other bodies as pages show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from certificates.recognised.labels import STATES, topics_said
from certificates.recognised.models import RecognisedCredential
from certificates.recognised.queries import state_of
from certificates.recognised.rules import RecognisedState
from lms.i18n import lazy as _l
from lms.people.api import people_info
from lms.tables.writing.columns import OutputColumn, OutputKind

COLUMNS = (
    OutputColumn("name", _l("Name")),
    OutputColumn("body", _l("Body")),
    OutputColumn("number", _l("Number")),
    OutputColumn("topics", _l("Topics")),
    OutputColumn("valid_until", _l("Valid until"), OutputKind.DATE),
    OutputColumn("state", _l("Status")),
)


@dataclass(frozen=True)
class RecognisedLine:
    """One of them, with the names of those who had a part in it."""

    row: RecognisedCredential
    name: str
    topics: str
    state: RecognisedState
    word: Any
    tone: str
    entered_by: str
    confirmed_by: str


def lines_of(session: Session, rows: Iterable[RecognisedCredential], today: date) -> list[RecognisedLine]:
    """These credentials; one query for the names."""
    every = list(rows)
    ids = {one for row in every for one in (row.person_id, row.entered_by_id, row.confirmed_by_id) if one is not None}
    names = people_info(session, sorted(ids))

    def called(person_id: int | None) -> str:
        return names[person_id].name if person_id in names else ""

    found = []
    for row in every:
        state = state_of(row, today)
        word, tone = STATES[state]
        found.append(
            RecognisedLine(
                row, called(row.person_id), topics_said(row.topics), state, word, tone,
                called(row.entered_by_id), called(row.confirmed_by_id),
            )
        )  # fmt: skip
    return found


def export_rows(lines: Iterable[RecognisedLine]) -> Iterator[tuple[Any, ...]]:
    """Rows of `COLUMNS`."""
    for one in lines:
        yield one.name, one.row.body, one.row.number, one.topics, one.row.valid_until, str(one.word)
