"""The inbox, single messages, the choice of letters, and the page that stops them."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.credentials.services.holder_messages import EARNED, ENDED, READY
from lms.messages.models import Message
from lms.messages.rules.unsubscribe_links import DIGEST, UnsubscribeWish, unsubscribe_token
from lms.messages.services.reading import open_message
from lms.messages.services.sending import send_messages
from lms.people.role_messages import ROLE_GIVEN
from tests.builders import people as build
from tests.pages.acts import choose, press
from tests.pages.made import World
from tests.pages.state import State

MESSAGES = [
    State("messages.inbox", "some", "reader", "/inbox"),
    State("messages.inbox", "not read", "reader", "/inbox?unread=1"),
    State("messages.inbox", "older ones", "reader", "/inbox?before={newest-message}"),
    State("messages.inbox", "all read now", "quick", "/inbox", press("Mark all as read")),
    State("messages.inbox", "everything read", "devices", "/inbox?unread=1"),
    State("messages.inbox", "none", "officer", "/inbox", empty=True),
    State("messages.one", "not read", "reader", "/inbox/{message}"),
    State("messages.one", "with words of somebody", "reader", "/inbox/{worded}"),
    State("messages.one", "opened", "reader", "/inbox?unread=1", press("Your certificate is ready")),
    State("messages.choices", "to fill", "reader", "/account/messages"),
    State("messages.choices", "saved", "reader", "/account/messages", press("Save")),
    State("messages.choices", "no hours", "reader", "/account/messages", choose("Save", quiet_begins="7"), 422),
    State("messages.unsubscribe", "of one kind", None, "/unsubscribe/{stop-kind}"),
    State("messages.unsubscribe", "of digests", None, "/unsubscribe/{stop-digest}"),
    State("messages.unsubscribe", "stopped", None, "/unsubscribe/{stop-kind}", press("Stop these e-mails")),
    State("messages.unsubscribe", "forged", None, "/unsubscribe/abc", answers=404),
]


def add(session: Session, made: World, now: datetime) -> None:
    """Somebody with a long inbox, of which a part is read."""
    row = build.person(session, "Kofi Mensah", "officer", email="kofi.mensah@example.org")
    made.people["reader"] = row.id
    scope = {"role": "trainer", "scope_kind": "country", "scope_id": "TH", "scope_title": "Thailand"}
    for ago in range(30, 0, -1):
        send_messages(session, ROLE_GIVEN, [row.id], scope, by_id=None, now=now - timedelta(days=ago))
    for one in session.scalars(select(Message).where(Message.person_id == row.id).limit(20)).all():
        open_message(session, build.viewer(session, row), one.uuid, now=now)
    ready = {"credential": made.values["passed-uuid"], "lifted": False}
    ended = {"credential": made.values["passed-uuid"], "reason": "The photograph shows somebody else. Please come by."}
    earned = {"claim": made.values["claim"], "title": "Identifying wildlife products"}
    send_messages(session, READY, [row.id], ready, by_id=None, now=now)
    send_messages(session, ENDED, [row.id], ended, by_id=made.people["manager"], now=now)
    send_messages(session, EARNED, [row.id], earned, by_id=None, now=now)
    quick = build.person(session, "Lindiwe Dube", "officer")
    made.people["quick"] = quick.id
    send_messages(session, READY, [quick.id], ready, by_id=None, now=now)
    uuids = session.scalars(select(Message.uuid).where(Message.person_id == row.id).order_by(Message.id.desc())).all()
    made.values |= {"newest-message": uuids[0], "worded": uuids[1], "message": uuids[2]}
    secret = current_app.config["SECRET_KEY"]
    made.values["stop-kind"] = unsubscribe_token(UnsubscribeWish(row.uuid, READY.name), secret)
    made.values["stop-digest"] = unsubscribe_token(UnsubscribeWish(row.uuid, DIGEST), secret)
