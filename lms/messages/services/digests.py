"""Digests: asked for when something is due, fixed when the mail server takes the address, given up with it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from lms import ids
from lms.inserts import insert_new
from lms.mail.rules import WAITS
from lms.messages.models import Message, MessageDigest
from lms.messages.queries.waiting import contents_of, people_due, ungathered
from lms.queue.jobs import enqueue_many

DIGEST_LETTER = "message-digest"
AT_A_TIME = 500  # people in one transaction


def ask_for_digests(session: Session, *, now: datetime) -> bool:
    """Open a digest for some of those to whom something is due, and have its letter sent; answers whether any was.

    However many do this at once, and however often, one person has one open digest: the database sees to it.
    """
    rows = [
        {"uuid": ids.new_uuid(), "person_id": person_id, "asked_at": now, "made_at": None}
        for person_id in people_due(session, now, AT_A_TIME)
    ]
    made = insert_new(session, MessageDigest, rows) if rows else []
    enqueue_many(session, DIGEST_LETTER, [({"digest": one}, now) for one in made], now=now)
    return bool(made)


def fix_contents(session: Session, digest_id: int, *, now: datetime) -> Sequence[Message]:
    """What the letter says, from now on the same on each try; what becomes due later is for the next digest."""
    fixing = update(MessageDigest).where(MessageDigest.id == digest_id, MessageDigest.made_at.is_(None))
    person_id = session.execute(fixing.values(made_at=now).returning(MessageDigest.person_id)).scalar()
    if person_id is not None:
        session.execute(
            update(Message)
            .where(Message.person_id == person_id, ungathered(now))
            .values(digest_id=digest_id)
            .execution_options(synchronize_session=False)
        )
    return contents_of(session, session.get_one(MessageDigest, digest_id, populate_existing=True), now)


def give_up(session: Session, digest_id: int, *, now: datetime) -> None:
    """No letter goes: there is no address, or nothing to say. What was due stays in the inbox alone."""
    _give_up(session, MessageDigest.id == digest_id, now)


def give_up_old(session: Session, *, now: datetime) -> None:
    """Give up what waited for the mail server so long that its letter was given up too."""
    _give_up(session, MessageDigest.asked_at <= now - WAITS, now)


def _give_up(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    still_open = which & MessageDigest.made_at.is_(None)
    owners = select(MessageDigest.person_id).where(still_open)
    unsaid = update(Message).where(Message.person_id.in_(owners), ungathered(now)).values(due_at=None)
    session.execute(unsaid.execution_options(synchronize_session=False))
    session.execute(delete(MessageDigest).where(still_open).execution_options(synchronize_session=False))
