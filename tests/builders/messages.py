"""Messages of tests: a kind that every channel can carry, and one that cannot be switched off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms import ids
from lms.i18n import _
from lms.manifest import EXTENSION
from lms.messages.kinds import MessageKind, Params, Said
from lms.messages.models import Message, MessageChoice
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages


def said(params: Params, _language: str) -> Said:
    """A meeting that was moved; “Cancel” stands in every catalogue."""
    return Said(f"{_('Messages')}: {params['title']}", f"The meeting {params['title']} was moved.", "/learn", "Look")


NOTE = MessageKind(
    "test.note", "Notes of meetings", said, {"title": str, "words": str}, Channel.AT_ONCE, free_words="words"
)
FORMAL = MessageKind("test.formal", "Formal notes", said, {"title": str}, Channel.AT_ONCE, may_be_switched_off=False)


def add_kinds(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the application know both kinds until the end of the test."""
    found = app.extensions[EXTENSION]
    changed = replace(found, message_kinds=(*found.message_kinds, NOTE, FORMAL))
    monkeypatch.setitem(app.extensions, EXTENSION, changed)


def send(session: Session, people: Sequence[int], now: datetime, title: str = "Monday", **more: object) -> int:
    """A note to these people."""
    given: dict[str, object] = {"by_id": None, "replace_key": "", "words": ""} | more
    params = {"title": title, "words": given.pop("words")}
    return send_messages(session, NOTE, people, params, now=now, **given)  # type: ignore[arg-type]


def choose(session: Session, person_id: int, channel: Channel, kind: MessageKind = NOTE) -> None:
    """What a person chose for a kind."""
    session.merge(MessageChoice(person_id=person_id, kind=kind.name, channel=channel))
    session.flush()


def message(session: Session, person_id: int, now: datetime, **columns: object) -> Message:
    """A row of the inbox, as `send_messages` writes it."""
    row = Message(
        uuid=ids.new_uuid(),
        person_id=person_id,
        kind=NOTE.name,
        params={"title": "Monday", "words": ""},
        sent_at=now,
        **columns,
    )
    session.add(row)
    session.flush()
    return row
