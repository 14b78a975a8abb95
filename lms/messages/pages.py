"""What the pages of the inbox show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.messages.models import Message
from lms.messages.queries.inbox import PAGE, authors_of, inbox_page, message_seen
from lms.messages.registry import free_words, said


@dataclass(frozen=True)
class MessageShown:
    """A message in the language of the page."""

    uuid: str
    title: str
    text: str
    words: str  # what somebody typed, as typed
    author: str  # who; empty: the site itself
    path: str
    action: str
    sent_at: datetime
    is_read: bool


@dataclass(frozen=True)
class InboxShown:
    """One page of an inbox."""

    messages: Sequence[MessageShown]
    older: str  # the message after which the next page begins; empty: there are no older ones


def inbox(session: Session, viewer: Viewer, *, unread: bool, before: str) -> InboxShown:
    """A page of one's messages, newest first; at most three queries."""
    found = inbox_page(session, viewer, unread=unread, before=before)
    shown = found[:PAGE]
    names = authors_of(session, shown)
    older = shown[-1].uuid if len(found) > PAGE else ""
    return InboxShown([_shown(one, names) for one in shown], older)


def one_message(session: Session, viewer: Viewer, uuid: str) -> MessageShown:
    """One of one's own messages."""
    found = message_seen(session, viewer, uuid)
    return _shown(found, authors_of(session, [found]))


def _shown(message: Message, names: dict[int, str]) -> MessageShown:
    words = said(message.kind, message.params)
    return MessageShown(
        uuid=message.uuid,
        title=words.title,
        text=words.text,
        words=free_words(message.kind, message.params),
        author=names.get(message.by_id or 0, ""),
        path=words.path,
        action=words.action,
        sent_at=message.sent_at,
        is_read=message.read_at is not None,
    )
