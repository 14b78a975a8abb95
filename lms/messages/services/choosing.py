"""What people choose: how they are told of each kind of message, and their quiet hours."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.errors import BadInput
from lms.i18n import _
from lms.inserts import insert_missing
from lms.messages.kinds import MessageKind
from lms.messages.models import Message, MessageChoice, QuietHours
from lms.messages.queries.readers import choices_of, quiet_hours_of, wishes_of
from lms.messages.rules.delivery import DIGESTS, QUIET, Channel, Quiet, letter_at


def choose(
    session: Session, person_id: int, wanted: Iterable[tuple[MessageKind, Channel]], quiet: Quiet, *, now: datetime
) -> None:
    """Keep what a person chose; what waits for a digest follows the new choice."""
    if quiet != quiet_hours_of(session, [person_id]).get(person_id, QUIET):
        _keep(session, QuietHours, {"person_id": person_id}, begins=quiet.begins, ends=quiet.ends)
    before = choices_of(session, person_id)
    for kind, channel in wanted:
        if channel not in kind.channels:
            raise BadInput(kind.name, _("You cannot stop e-mails of this kind."))
        if channel is not before.get(kind.name, kind.channel):
            choose_one(session, person_id, kind, channel, now=now)


def choose_one(session: Session, person_id: int, kind: MessageKind, channel: Channel, *, now: datetime) -> None:
    """Keep the choice for one kind. What waits for a digest moves with it, or stays in the inbox alone.

    Who turns to letters at once still gets with the digest what waits for it.
    """
    _keep(session, MessageChoice, {"person_id": person_id, "kind": kind.name}, channel=channel)
    if channel is Channel.AT_ONCE:
        return
    wish = wishes_of(session, [person_id], kind).of(person_id)
    waits = (Message.person_id == person_id) & (Message.kind == kind.name) & Message.due_at.is_not(None)
    session.execute(
        update(Message)
        .where(waits, Message.digest_id.is_(None))
        .values(due_at=letter_at(channel, now, wish.quiet, wish.zone))
        .execution_options(synchronize_session=False)
    )


def unsubscribe(session: Session, person_id: int, kind: MessageKind, *, now: datetime) -> None:
    """Switch the letters of one kind off; done again, nothing changes."""
    choose_one(session, person_id, kind, Channel.INBOX, now=now)


def unsubscribe_digests(session: Session, person_id: int, kinds: tuple[MessageKind, ...], *, now: datetime) -> None:
    """Switch off the letters of every kind that comes with a digest and may be switched off."""
    chosen = choices_of(session, person_id)
    for kind in kinds:
        if kind.may_be_switched_off and chosen.get(kind.name, kind.channel) in DIGESTS:
            unsubscribe(session, person_id, kind, now=now)


def _keep(session: Session, model: type[MessageChoice | QuietHours], key: Mapping[str, Any], **values: Any) -> None:
    """Write the one row of this key, also where somebody presses twice at the same moment."""
    if not insert_missing(session, model, **key, **values):
        session.execute(update(model).filter_by(**key).values(**values))
