"""Moves beyond one's own scope: asked for by the sending side, answered by the receiving one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.people.models import Administration, Person
from lms.people.transfers import queries
from lms.people.transfers.events import TransferAnswered, TransferAsked
from lms.people.transfers.models import Transfer, TransferAnswer
from lms.people.transfers.rules import TransferOutcome
from lms.people.transfers.services.moves import rehome


def ask_transfers(
    session: Session, people: Sequence[Person], receiving: Administration, words: str, *, by: Viewer, now: datetime
) -> list[Transfer]:
    """Ask an administration beyond one's own scope to take these people over; nothing changes until it answers."""
    if any(person.administration_id in (None, receiving.id) for person in people):
        raise BadInput("to", _("One of these people already works there, or in no administration."))
    if waiting := queries.open_of(session, [person.id for person in people]):
        names = ", ".join(person.name for person in people if person.id in waiting)
        raise RuleBroken(_("A move was already requested, and nobody has answered: %(names)s.", names=names))
    rows = [
        Transfer(
            uuid=ids.new_uuid(),
            person_id=person.id,
            from_administration_id=person.administration_id,
            to_administration_id=receiving.id,
            words=words.strip(),
            asked_by_id=by.id,
            asked_at=now,
        )
        for person in people
    ]
    session.add_all(rows)
    session.flush()
    for row in rows:
        asked = TransferAsked(
            subject=f"person:{row.person_id}",
            actor_id=by.id,
            at=now,
            transfer_id=row.id,
            from_administration_id=row.from_administration_id,
            to_administration_id=row.to_administration_id,
        )
        events.publish(session, asked)
    return rows


def accept(session: Session, row: Transfer, *, by: Viewer, now: datetime) -> None:
    """Take the person over: the sending side does not see them any more."""
    _demand_open(session, row)
    person = session.scalars(select(Person).where(Person.id == row.person_id).with_for_update()).one()
    if person.administration_id != row.from_administration_id or person.closed_at is not None:
        raise Conflict(_("This person no longer works there, or the account was closed. Refuse the move."))
    receiving = session.get_one(Administration, row.to_administration_id)
    _answer(session, row, TransferOutcome.ACCEPTED, "", by=by, now=now)
    rehome(session, [person], receiving, by=by, now=now)


def refuse(session: Session, row: Transfer, reason: str, *, by: Viewer, now: datetime) -> None:
    """Do not take the person over, and say why."""
    _demand_open(session, row)
    if not reason.strip():
        raise BadInput("reason", _("Write the reason. The other administration and the person can read it."))
    _answer(session, row, TransferOutcome.REFUSED, reason.strip(), by=by, now=now)


def withdraw(session: Session, row: Transfer, *, by: Viewer, now: datetime) -> None:
    """The sending side takes back what it asked for."""
    _demand_open(session, row)
    if row.person_id == by.id:
        raise RuleBroken(_("You cannot move yourself. Ask a colleague."))
    _answer(session, row, TransferOutcome.WITHDRAWN, "", by=by, now=now)


def _demand_open(session: Session, row: Transfer) -> None:
    if queries.answer_of(session, row.id) is not None:
        raise Conflict(_("Somebody has already answered this move."))


def _answer(
    session: Session, row: Transfer, outcome: TransferOutcome, reason: str, *, by: Viewer, now: datetime
) -> None:
    """Write down what became of it; the record tells it too."""
    session.add(TransferAnswer(transfer_id=row.id, outcome=outcome, reason=reason, by_id=by.id, at=now))
    session.flush()
    told = TransferAnswered(
        subject=f"person:{row.person_id}", actor_id=by.id, at=now, transfer_id=row.id, outcome=outcome
    )
    events.publish(session, told)
