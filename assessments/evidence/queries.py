"""Evidence, found, with what witnesses said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.evidence.models import EvidenceItem, WitnessRequest
from assessments.evidence.policy import own, read_by
from assessments.evidence.rules import LINK_LIFE, WitnessEnd, WitnessWord, digest_with
from lms.access import Viewer
from lms.errors import NotFound
from lms.people.api import person_by_uuid

REF = "evidence:"
MOST = 500  # of one person on their page; nobody has as many


@dataclass(frozen=True)
class EvidenceRecord:
    """One piece of evidence as other packages take it up; another word of a witness makes another digest."""

    ref: str  # such as "evidence:UUID", to which its files are attached
    person_id: int
    kind: str
    title: str
    day: date
    place: str
    text: str
    competences: tuple[str, ...]
    digest: str
    added_at: datetime
    withdrawn_at: datetime | None
    witnesses: tuple[WitnessWord, ...]  # those who confirmed


def ref_of(item: EvidenceItem) -> str:
    """By which its files are attached."""
    return f"{REF}{item.uuid}"


def own_items(session: Session, viewer: Viewer) -> list[EvidenceItem]:
    """One's own evidence, withdrawn pieces too, newest day first."""
    query = select(EvidenceItem).where(own(viewer)).order_by(EvidenceItem.day.desc(), EvidenceItem.id.desc())
    return list(session.scalars(query.limit(MOST)))


def counting_items(session: Session, person_id: int) -> list[EvidenceItem]:
    """The evidence of a person that was not withdrawn, oldest day first."""
    query = select(EvidenceItem).where(EvidenceItem.person_id == person_id, EvidenceItem.withdrawn_at.is_(None))
    return list(session.scalars(query.order_by(EvidenceItem.day, EvidenceItem.id).limit(MOST)))


def own_item(session: Session, viewer: Viewer, uuid: str) -> EvidenceItem:
    """One piece of one's own; NotFound for all others."""
    row = session.scalars(select(EvidenceItem).where(EvidenceItem.uuid == uuid, own(viewer))).one_or_none()
    if row is None:
        raise NotFound
    return row


def item_for(session: Session, viewer: Viewer, uuid: str) -> EvidenceItem:
    """One piece that this viewer may read; NotFound for whoever may not."""
    row = session.scalars(select(EvidenceItem).where(EvidenceItem.uuid == uuid)).one_or_none()
    if row is None or not read_by(session, viewer, [row.person_id]):
        raise NotFound
    return row


def read_person(session: Session, viewer: Viewer, uuid: str) -> int:
    """Somebody else whose evidence this viewer reads, with names; NotFound for whoever may not."""
    person = person_by_uuid(session, uuid)
    if person is None or person.id == viewer.id or not read_by(session, viewer, [person.id]):
        raise NotFound
    return person.id


def readers_of_files(session: Session, viewer: Viewer, refs: Collection[str]) -> set[str]:
    """The pieces whose files this viewer may read, by their refs: the purpose of uploads asks."""
    uuids = [ref.removeprefix(REF) for ref in refs]
    owners = session.execute(select(EvidenceItem.uuid, EvidenceItem.person_id).where(EvidenceItem.uuid.in_(uuids)))
    found = [(str(uuid), int(person)) for uuid, person in owners]
    allowed = read_by(session, viewer, {person for _uuid, person in found})
    return {f"{REF}{uuid}" for uuid, person in found if person in allowed}


def requests_of(session: Session, items: Collection[int]) -> Mapping[int, Sequence[WitnessRequest]]:
    """Everybody who was asked about these pieces, in order; one query."""
    found: dict[int, list[WitnessRequest]] = {}
    rows = session.scalars(select(WitnessRequest).where(WitnessRequest.item_id.in_(items)).order_by(WitnessRequest.id))
    for row in rows:
        found.setdefault(row.item_id, []).append(row)
    return found


def request_by_uuid(session: Session, uuid: str) -> tuple[WitnessRequest, EvidenceItem] | None:
    """What a witness is asked, and about which piece: for links whose signature was checked, and for letters."""
    found = session.execute(
        select(WitnessRequest, EvidenceItem)
        .join(EvidenceItem, EvidenceItem.id == WitnessRequest.item_id)
        .where(WitnessRequest.uuid == uuid)
    ).one_or_none()
    return (found[0], found[1]) if found else None


def request_by_id(session: Session, request_id: int) -> tuple[WitnessRequest, EvidenceItem] | None:
    """The same for a job."""
    uuid = session.scalars(select(WitnessRequest.uuid).where(WitnessRequest.id == request_id)).one_or_none()
    return request_by_uuid(session, uuid) if uuid else None


def asked_since(session: Session, person_id: int, moment: datetime) -> int:
    """How many witnesses this person has named since a moment."""
    query = (
        select(func.count())
        .select_from(WitnessRequest)
        .join(EvidenceItem, EvidenceItem.id == WitnessRequest.item_id)
        .where(EvidenceItem.person_id == person_id, WitnessRequest.asked_at > moment)
    )
    return session.scalar(query) or 0


def expired_addresses(session: Session, now: datetime) -> list[WitnessRequest]:
    """Requests whose link has run out, and whose address is still known."""
    over = (WitnessRequest.asked_at <= now - LINK_LIFE) & (WitnessRequest.email != "")
    return list(session.scalars(select(WitnessRequest).where(over)))


def evidence_of(session: Session, people: Collection[int]) -> Mapping[int, Sequence[EvidenceRecord]]:
    """The evidence of each of these people, withdrawn pieces too, in the order in which it was added; two queries.

    Whoever calls has asked already whether their reader may read it.
    """
    items = session.scalars(
        select(EvidenceItem).where(EvidenceItem.person_id.in_(people)).order_by(EvidenceItem.id)
    ).all()
    asked = requests_of(session, [item.id for item in items]) if items else {}
    found: dict[int, list[EvidenceRecord]] = {}
    for item in items:
        words = [_word(row) for row in asked.get(item.id, ()) if row.ended == WitnessEnd.CONFIRMED]
        found.setdefault(item.person_id, []).append(_record(item, tuple(words)))
    return found


def _record(item: EvidenceItem, words: tuple[WitnessWord, ...]) -> EvidenceRecord:
    return EvidenceRecord(
        ref=ref_of(item),
        person_id=item.person_id,
        kind=item.kind,
        title=item.title,
        day=item.day,
        place=item.place,
        text=item.text,
        competences=tuple(item.competences),
        digest=digest_with(item.digest, words),
        added_at=item.added_at,
        withdrawn_at=item.withdrawn_at,
        witnesses=words,
    )


def _word(row: WitnessRequest) -> WitnessWord:
    at = row.ended_at.isoformat() if row.ended_at else ""
    return WitnessWord(row.answered_as or row.name, row.function, row.words or "", at)
