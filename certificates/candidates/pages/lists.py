"""Lists of candidates: for who keeps files, for who nominates, and one's own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from certificates.candidates.labels import state_said
from certificates.candidates.policy import by_person
from certificates.candidates.queries.found import CandidateFound, moved_at
from certificates.candidates.rules.days import act_by
from certificates.schemes.rules.definition import words
from lms.access import Viewer
from lms.i18n import language
from lms.i18n import lazy as _l
from lms.people.api import people_info
from lms.tables.writing.columns import OutputColumn, OutputKind

COLUMNS = (
    OutputColumn("name", _l("Name")),
    OutputColumn("administration", _l("Administration")),
    OutputColumn("scheme", _l("Scheme")),
    OutputColumn("state", _l("Status")),
    OutputColumn("since", _l("Since"), OutputKind.MOMENT),
    OutputColumn("act_by", _l("To do by"), OutputKind.DATE),
)
OWN_COLUMNS = COLUMNS[2:]


@dataclass(frozen=True)
class CandidateLine:
    """A candidate in a list."""

    found: CandidateFound
    name: str
    administration: str
    scheme: str
    state: str
    since: datetime
    act_by: date | None
    is_late: bool


def lines_of(session: Session, found: Sequence[CandidateFound], today: date) -> list[CandidateLine]:
    """These candidates as lines; two queries, however many."""
    people = people_info(session, sorted({one.row.person_id for one in found}))
    moved = moved_at(session, [one.row.id for one in found])
    lines = []
    for one in found:
        person, since = people[one.row.person_id], moved.get(one.row.id, one.row.began_at)
        due = None if one.row.closed_at else act_by(one.definition, one.row.state, since)
        lines.append(
            CandidateLine(
                one,
                person.name,
                person.administration or "",
                words(one.definition.title, language()),
                state_said(one.row.state, one.definition),
                since,
                due,
                due is not None and due < today,
            )
        )
    return lines


def export_rows(lines: Iterable[CandidateLine]) -> Iterator[tuple[Any, ...]]:
    """Rows of `COLUMNS`."""
    for one in lines:
        yield one.name, one.administration, one.scheme, one.state, one.since, one.act_by


def own_rows(lines: Iterable[CandidateLine]) -> Iterator[tuple[Any, ...]]:
    """Rows of `OWN_COLUMNS`."""
    for row in export_rows(lines):
        yield row[2:]


def choices_of(lines: Iterable[CandidateLine]) -> tuple[dict[str, str], dict[str, str]]:
    """The schemes and the states that the filter of a list offers, by their names inside."""
    every = list(lines)
    schemes = {one.found.version.slug: one.scheme for one in every}
    states = {one.found.row.state: one.state for one in every}
    return dict(sorted(schemes.items())), dict(sorted(states.items(), key=lambda one: one[1]))


@dataclass(frozen=True)
class MovableLine:
    """A candidate who waits for a step of the viewer, with what these steps are called."""

    line: CandidateLine
    steps: tuple[str, ...]


def movable_lines(session: Session, viewer: Viewer, found: Sequence[CandidateFound], today: date) -> list[MovableLine]:
    """Who waits longest comes first; two queries, however many."""
    lines = sorted(lines_of(session, found, today), key=lambda one: (one.since, one.found.row.id))
    return [
        MovableLine(
            one,
            tuple(
                words(step.title, language())
                for step in one.found.definition.steps_from(one.found.row.state)
                if step.mover in by_person(one.found.definition, one.found.row.state) and viewer.may(step.mover)
            ),
        )
        for one in lines
    ]


def narrowed(lines: Iterable[CandidateLine], scheme: str, state: str, late: bool) -> list[CandidateLine]:
    """Those of one scheme, in one state, or late, where that was asked."""
    return [
        one
        for one in lines
        if (not scheme or one.found.version.slug == scheme)
        and (not state or one.found.row.state == state)
        and (not late or one.is_late)
    ]
