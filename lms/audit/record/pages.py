"""The record in words: what happened, to whom, by whom, and the values that the entry holds."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.audit.models import AuditEntry
from lms.audit.ports import AUDIT_SUBJECTS
from lms.audit.record.queries import RecordPage
from lms.events import known_events
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.ports import SubjectLink
from lms.tables.writing.columns import OutputColumn, OutputKind

PERSON = "person"


@dataclass(frozen=True)
class RecordLine:
    """One entry as it is shown."""

    id: int
    at: datetime
    name: str
    title: str
    subject: str
    about: SubjectLink
    actor: SubjectLink | None
    number: int | None  # in the chain; none: it waits to be sealed
    values: Sequence[tuple[str, str]]


def event_titles() -> list[tuple[str, str]]:
    """The kinds of events by name with what they are called, in the order of their titles."""
    named = ((name, str(_(kind.said))) for name, kind in known_events().items() if kind.said)
    return sorted(named, key=lambda one: one[1].casefold())


def title_of(name: str) -> str:
    """What an event is called; one that this version of the program does not know, by its name."""
    kind = known_events().get(name)
    return str(_(kind.said)) if kind and kind.said else name


def record_lines(session: Session, viewer: Viewer, page: RecordPage) -> list[RecordLine]:
    """The entries of a page; one query for each kind of thing that they tell of, however many they are."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in page.entries:
        kind, number = parted(entry.subject)
        wanted[kind] |= {number} if number is not None else set()
        wanted[PERSON] |= {entry.actor_id} if entry.actor_id is not None else set()
    found = _links(session, viewer, wanted)
    return [_line(entry, found) for entry in page.entries]


def parted(subject: str) -> tuple[str, int | None]:
    """The kind of a subject and its number, if it has one."""
    kind, _colon, number = subject.partition(":")
    return kind, int(number) if number.isascii() and number.isdigit() else None


def _links(session: Session, viewer: Viewer, wanted: Mapping[str, set[int]]) -> dict[tuple[str, int], SubjectLink]:
    """What the things are called and where they are, of those that the viewer may open."""
    return {
        (kind, number): link
        for provider in AUDIT_SUBJECTS.providers()
        for kind in provider.kinds
        if wanted.get(kind)
        for number, link in provider.links(session, viewer, kind, wanted[kind]).items()
    }


def _line(entry: AuditEntry, found: Mapping[tuple[str, int], SubjectLink]) -> RecordLine:
    kind, number = parted(entry.subject)
    about = found.get((kind, number)) if number is not None else None
    actor = None
    if entry.actor_id is not None:
        actor = found.get((PERSON, entry.actor_id)) or SubjectLink(f"{PERSON}:{entry.actor_id}")
    return RecordLine(
        entry.id,
        entry.at,
        entry.name,
        title_of(entry.name),
        entry.subject,
        about or SubjectLink(entry.subject),
        actor,
        entry.seq,
        tuple(pairs(entry.data)),
    )


def pairs(data: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, str]]:
    """The values of an entry as rows: what stands inside another by both names, such as `before.name`."""
    for name, value in data.items():
        if isinstance(value, dict) and value:
            yield from pairs(value, f"{within}{name}.")
        else:
            yield within + name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


EXPORT_COLUMNS = (
    OutputColumn("at", _l("When"), OutputKind.MOMENT),
    OutputColumn("name", _l("Kind")),
    OutputColumn("title", _l("What happened")),
    OutputColumn("subject", _l("About")),
    OutputColumn("actor", _l("By whom")),
    OutputColumn("number", _l("Number in the chain"), OutputKind.WHOLE),
    OutputColumn("data", _l("Values")),
)


def export_rows(session: Session, viewer: Viewer, entries: Sequence[AuditEntry]) -> Iterator[tuple[Any, ...]]:
    """The entries as rows of `EXPORT_COLUMNS`; actors by name where the viewer may open them."""
    names = _links(session, viewer, {PERSON: {entry.actor_id for entry in entries if entry.actor_id is not None}})
    titles = {name: title_of(name) for name in {entry.name for entry in entries}}
    for entry in entries:
        actor = names.get((PERSON, entry.actor_id)) if entry.actor_id is not None else None
        who = actor.title if actor else f"{PERSON}:{entry.actor_id}" if entry.actor_id is not None else None
        values = json.dumps(entry.data, ensure_ascii=False) if entry.data else None
        yield entry.at, entry.name, titles[entry.name], entry.subject, who, entry.seq, values
