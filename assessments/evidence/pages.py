"""What pages of evidence show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.evidence import queries
from assessments.evidence.labels import KINDS, SHOWN, WITNESS_STATES
from assessments.evidence.models import EvidenceItem, WitnessRequest
from assessments.evidence.rules import MOST_WITNESSES, OwnEvidenceKind, PeopleShown, WitnessState, witness_state
from lms.access import Viewer
from lms.i18n import lazy as _l
from lms.people.api import person_of
from lms.tables.writing.columns import OutputColumn, OutputKind
from lms.uploads.api import ShownFile, shown_files

COLUMNS = (
    OutputColumn("day", _l("Day"), OutputKind.DATE),
    OutputColumn("kind", _l("Kind")),
    OutputColumn("title", _l("Title")),
    OutputColumn("place", _l("Place")),
    OutputColumn("competences", _l("Competences")),
    OutputColumn("files", _l("Files"), OutputKind.WHOLE),
    OutputColumn("confirmed", _l("Witnesses who confirmed"), OutputKind.WHOLE),
    OutputColumn("withdrawn", _l("Withdrawn"), OutputKind.YES_NO),
)


@dataclass(frozen=True)
class ShownWitness:
    """Somebody who was asked."""

    uuid: str
    name: str
    function: str
    state: WitnessState
    said: Any  # of the state
    tone: str
    words: str
    answered_as: str
    at: datetime


@dataclass(frozen=True)
class ShownEvidence:
    """One piece of evidence with its files and witnesses."""

    uuid: str
    kind: Any
    title: str
    day: date
    place: str
    text: str
    competences: Sequence[str]
    people_shown: Any
    added_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str
    files: Sequence[ShownFile]
    witnesses: Sequence[ShownWitness]
    person: str  # whose it is, where it is not the viewer's own
    is_own: bool

    @property
    def confirmed(self) -> int:
        """How many witnesses confirmed it."""
        return sum(one.state is WitnessState.CONFIRMED for one in self.witnesses)

    @property
    def may_ask(self) -> bool:
        """Whether a witness may still be named."""
        return self.is_own and self.withdrawn_at is None and len(self.witnesses) < MOST_WITNESSES


def my_evidence(session: Session, viewer: Viewer, now: datetime) -> list[ShownEvidence]:
    """Everything of one's own, newest day first."""
    return _shown(session, viewer, queries.own_items(session, viewer), "", now)


def one_evidence(session: Session, viewer: Viewer, uuid: str, now: datetime) -> ShownEvidence:
    """One piece that the viewer may read."""
    item = queries.item_for(session, viewer, uuid)
    person = "" if item.person_id == viewer.id else person_of(session, item.person_id).name
    return _shown(session, viewer, [item], person, now)[0]


def _shown(
    session: Session, viewer: Viewer, items: Sequence[EvidenceItem], person: str, now: datetime
) -> list[ShownEvidence]:
    files = shown_files(session, viewer, [queries.ref_of(item) for item in items])
    asked = queries.requests_of(session, [item.id for item in items])
    return [
        ShownEvidence(
            uuid=item.uuid,
            kind=KINDS[OwnEvidenceKind(item.kind)],
            title=item.title,
            day=item.day,
            place=item.place,
            text=item.text,
            competences=item.competences,
            people_shown=SHOWN[PeopleShown(item.people_shown)] if item.people_shown else "",
            added_at=item.added_at,
            withdrawn_at=item.withdrawn_at,
            withdrawn_reason=item.withdrawn_reason or "",
            files=files.get(queries.ref_of(item), ()),
            witnesses=[_witness(row, now) for row in asked.get(item.id, ())],
            person=person,
            is_own=item.person_id == viewer.id,
        )
        for item in items
    ]


def _witness(row: WitnessRequest, now: datetime) -> ShownWitness:
    state = witness_state(row.asked_at, row.ended, now)
    said, tone = WITNESS_STATES[state]
    return ShownWitness(
        uuid=row.uuid,
        name=row.name,
        function=row.function,
        state=state,
        said=said,
        tone=tone,
        words=row.words or "",
        answered_as=row.answered_as or "",
        at=row.ended_at or row.asked_at,
    )


def export_rows(shown: Sequence[ShownEvidence]) -> Iterator[Sequence[Any]]:
    """The list as a file."""
    for one in shown:
        yield (
            one.day,
            one.kind,
            one.title,
            one.place,
            " ".join(one.competences),
            len(one.files),
            one.confirmed,
            one.withdrawn_at is not None,
        )
