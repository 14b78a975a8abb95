"""Messages written to many people at once, and taken back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete
from sqlalchemy.orm import Session

from lms import ids
from lms.batch import Ids, among
from lms.inserts import insert_many
from lms.messages.kinds import MessageKind, Params, PerPerson
from lms.messages.models import Message
from lms.messages.queries.readers import Wishes, wishes_of
from lms.messages.rules.delivery import DIGESTS, SETTLES, Channel, letter_at
from lms.people.api import Addressee, addressees
from lms.queue.jobs import enqueue_many

LETTER = "message-letter"


def send_messages(
    session: Session,
    kind: MessageKind,
    recipients: Sequence[int] | Select[int],
    params: Params | PerPerson,
    *,
    by_id: int | None,
    now: datetime,
    replace_key: str = "",
) -> int:
    """Put a message into the inbox of each of these people, and have letters sent as each of them chose.

    It takes a constant number of statements. Closed accounts are left out; the answer is how many were told. A message
    with a key takes the place of one with the same key that its reader has not opened yet; its letter waits five
    minutes for that.
    """
    people = addressees(session, recipients)
    values = dict(_values(kind, people, params))
    if not values:
        return 0
    if replace_key:
        take_back(session, replace_key, list(values))
    wishes = wishes_of(session, recipients, kind)
    moment = now + SETTLES if replace_key else now
    rows, letters = [], []
    for uuid, (person_id, said) in zip(ids.new_uuids(len(values)), values.items(), strict=True):
        wish = wishes.of(person_id)
        due_at = _due_at(people[person_id], wish, moment)
        if due_at is not None and wish.channel is Channel.AT_ONCE:
            letters.append(({"message": uuid}, due_at))
        rows.append(
            {
                "uuid": uuid,
                "person_id": person_id,
                "kind": kind.name,
                "params": dict(said),
                "by_id": by_id,
                "sent_at": now,
                "read_at": None,
                "replace_key": replace_key or None,
                "due_at": due_at if wish.channel in DIGESTS else None,
                "digest_id": None,
            }
        )
    insert_many(session, Message, rows)
    enqueue_many(session, LETTER, letters, now=now)
    return len(rows)


def take_back(session: Session, replace_key: str, recipients: Ids | None = None) -> None:
    """Take back what was sent with this key and not opened yet, of these people or of all; its letters do not go."""
    gone = delete(Message).where(Message.replace_key == replace_key, Message.read_at.is_(None))
    if recipients is not None:
        gone = gone.where(among(Message.person_id, recipients))
    session.execute(gone.execution_options(synchronize_session=False))


def _due_at(person: Addressee, wish: Wishes, moment: datetime) -> datetime | None:
    """When the letter to this person may go; none: the inbox alone."""
    if person.email is None:
        return None
    return letter_at(wish.channel, moment, wish.quiet, wish.zone)


def _values(
    kind: MessageKind, people: Mapping[int, Addressee], params: Params | PerPerson
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """What each of them is told, checked; of those with values of their own only whoever has some."""
    if not isinstance(params, PerPerson):
        kind.demand(params)
        yield from ((person_id, params) for person_id in people)
        return
    for person_id in people.keys() & params.of.keys():
        kind.demand(params.of[person_id])
        yield person_id, params.of[person_id]
