"""Rows of messages: the inbox, the choice of letters, and the link that stops them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import ALL, OWNER, SIGNED_IN
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things


def message(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.message.uuid}


def link(things: Things) -> Mapping[str, Any]:
    return {"token": things.stop_link}


ROWS = {
    "GET messages.inbox": Row(SIGNED_IN),
    "GET messages.one": Row(frozenset({OWNER}), message),
    "POST messages.open_one": Row(frozenset({OWNER}), message, form="messages.inbox", changes="message"),
    "POST messages.read_all": Row(
        frozenset({OWNER}), lambda t: {"uuid": t.newest_message.uuid}, form="messages.inbox", changes="message"
    ),
    "GET messages.choices": Row(SIGNED_IN),
    "POST messages.choices": Row(
        SIGNED_IN,
        send=lambda t: {"people.role-given": "daily", "quiet": "y", "quiet_begins": "22", "quiet_ends": "6"},
        form="messages.choices",
        changes="message_choice quiet_hours",
    ),
    "GET messages.unsubscribe": Row(ALL, link, is_open=True),
    "POST messages.unsubscribe": Row(ALL, link, answers=200, changes="message_choice", is_open=True),
}
