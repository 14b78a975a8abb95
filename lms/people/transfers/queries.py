"""Moves between administrations, found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from lms.access import Viewer
from lms.errors import NotFound
from lms.people import policy as people_policy
from lms.people.models import Administration, Person
from lms.people.transfers import policy
from lms.people.transfers.models import Transfer, TransferAnswer

DECIDED_SHOWN = 200
FROM, TO, ANSWERER = aliased(Administration), aliased(Administration), aliased(Person)


@dataclass(frozen=True)
class TransferFacts:
    """A move with the names of what it names, and its answer, if there is one."""

    row: Transfer
    person: Person
    sending: Administration
    receiving: Administration
    answer: TransferAnswer | None
    answered_by: str | None


def _facts() -> Select[Transfer, Person, Administration, Administration, TransferAnswer, str]:
    return (
        select(Transfer, Person, FROM, TO, TransferAnswer, ANSWERER.name)
        .join(Person, Person.id == Transfer.person_id)
        .join(FROM, FROM.id == Transfer.from_administration_id)
        .join(TO, TO.id == Transfer.to_administration_id)
        .outerjoin(TransferAnswer, TransferAnswer.transfer_id == Transfer.id)
        .outerjoin(ANSWERER, ANSWERER.id == TransferAnswer.by_id)
    )


def _is_open() -> ColumnElement[bool]:
    """As a filter on `Transfer`: nobody has answered."""
    return Transfer.id.not_in(select(TransferAnswer.transfer_id).correlate(None))


def waiting(session: Session, viewer: Viewer) -> list[TransferFacts]:
    """What waits for this viewer as the receiving side, oldest first."""
    rows = session.execute(_facts().where(_is_open(), policy.answered_by(viewer)).order_by(Transfer.id))
    return [TransferFacts(*row) for row in rows]


def answered(session: Session, viewer: Viewer) -> list[TransferFacts]:
    """What was accepted or refused for the administrations that the viewer manages, newest first."""
    wanted = _facts().where(TransferAnswer.id.is_not(None), policy.answered_by(viewer))
    rows = session.execute(wanted.order_by(TransferAnswer.id.desc()).limit(DECIDED_SHOWN))
    return [TransferFacts(*row) for row in rows]


def standing(viewer: Viewer | None) -> Select[int, datetime | None]:
    """As SQL: how many wait, and since when the oldest."""
    return select(func.count(), func.min(Transfer.asked_at)).where(_is_open(), policy.answered_by(viewer))


def transfer_to_answer(session: Session, viewer: Viewer, uuid: str) -> Transfer:
    """This move, if the viewer answers for the receiving side; who else answers waits until this is done."""
    wanted = select(Transfer).where(Transfer.uuid == uuid, policy.answered_by(viewer)).with_for_update()
    row = session.scalars(wanted).one_or_none()
    if row is None:
        raise NotFound
    return row


def answer_of(session: Session, transfer_id: int) -> TransferAnswer | None:
    """The answer, if there is one."""
    return session.scalars(select(TransferAnswer).where(TransferAnswer.transfer_id == transfer_id)).one_or_none()


def newest_of(session: Session, person_id: int) -> TransferFacts | None:
    """The newest move of a person that was asked for, answered or not."""
    row = session.execute(
        _facts().where(Transfer.person_id == person_id).order_by(Transfer.id.desc()).limit(1)
    ).one_or_none()
    return TransferFacts(*row) if row else None


def open_of(session: Session, person_ids: Collection[int]) -> set[int]:
    """Which of these people have a move that nobody has answered."""
    return set(session.scalars(select(Transfer.person_id).where(Transfer.person_id.in_(person_ids), _is_open())))


def officers_ticked(session: Session, viewer: Viewer, uuids: Collection[str]) -> list[Person]:
    """Those of these people whom the viewer may move, locked until it is done."""
    wanted = select(Person).where(Person.uuid.in_(uuids), people_policy.officers_of(viewer))
    return list(session.scalars(wanted.order_by(Person.id).with_for_update()))
