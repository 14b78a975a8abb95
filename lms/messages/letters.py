"""Letters about messages: put into words when they are sent, in their reader's language, with a way to stop them."""

from datetime import datetime
from email.message import EmailMessage
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from lms import clock
from lms.calendars import CalendarAddress
from lms.db import read_session, transaction
from lms.i18n import _, ngettext
from lms.mail.composing import compose, enclose
from lms.mail.rules import PATIENT
from lms.mail.tasks import LANE, AddressRefused, hand_over
from lms.messages.kinds import MessageKind
from lms.messages.models import Message, MessageDigest
from lms.messages.queries.inbox import authors_of
from lms.messages.queries.readers import channel_chosen
from lms.messages.queries.waiting import contents_of, message_by_uuid
from lms.messages.registry import free_words, kind_named, said
from lms.messages.rules.delivery import Channel
from lms.messages.rules.unsubscribe_links import DIGEST, UnsubscribeWish, unsubscribe_token
from lms.messages.services.digests import DIGEST_LETTER, fix_contents, give_up
from lms.messages.services.sending import LETTER
from lms.people.api import Addressee, addressees
from lms.queue.kinds import Progress, job


@job(LETTER, forget_payload=True, lane=LANE, retry=PATIENT)
def deliver_message(payload: dict[str, Any], _progress: Progress) -> None:
    """Send the letter about one message, unless it became pointless while it waited; again, it keeps its number."""
    found = _message_to_send(read_session(), payload["message"])
    if found is not None:
        address, letter = found
        hand_over(address, lambda: letter)


@job(DIGEST_LETTER, forget_payload=True, lane=LANE, retry=PATIENT)
def deliver_digest(payload: dict[str, Any], _progress: Progress) -> None:
    """Send one letter with all that is due to a person. While the mail server is away it takes in what comes due."""
    digest, now = read_session().get(MessageDigest, payload["digest"]), clock.now()
    if digest is None:
        return
    digest_id, person = digest.id, addressees(read_session(), [digest.person_id]).get(digest.person_id)
    if person is None or person.email is None or not contents_of(read_session(), digest, now):
        _end(digest_id, now)
        return
    try:
        hand_over(person.email, lambda: _made(digest_id, person))
    except AddressRefused:
        _end(digest_id, now)
        raise


def _end(digest_id: int, now: datetime) -> None:
    with transaction() as session:
        give_up(session, digest_id, now=now)


def _message_to_send(session: Session, uuid: str) -> tuple[str, EmailMessage] | None:
    """The letter about a message, with its address; nothing if it was taken back, read or stopped meanwhile."""
    message = message_by_uuid(session, uuid)
    kind = kind_named(message.kind) if message is not None else None
    if message is None or kind is None:
        return None
    if kind.may_be_switched_off and (
        message.read_at is not None or channel_chosen(session, message.person_id, kind.name) is Channel.INBOX
    ):
        return None
    person = addressees(session, [message.person_id]).get(message.person_id)
    if person is None or person.email is None:
        return None
    with force_locale(person.language or "en"):
        text = [*_words(message, authors_of(session, [message])), current_app.config["SITE_NAME"]]
        subject = said(message.kind, message.params).title
        letter = _letter(person, subject, text, kind, number=message.uuid)
        guest = CalendarAddress(person.name, person.email)
        invited = kind.invites(session, message.params, guest) if kind.invites is not None else None
        if invited is not None:
            enclose(letter, invited)
        return person.email, letter


def _made(digest_id: int, person: Addressee) -> EmailMessage:
    """The digest, its contents fixed; done when the mail server has taken the address."""
    with transaction() as session, force_locale(person.language or "en"):
        messages = fix_contents(session, digest_id, now=clock.now())
        if not messages:
            raise LookupError("all of it was read while this letter was sent")  # the next try finds nothing to say
        names, count = authors_of(session, messages), len(messages)
        parts = []
        for number, message in enumerate(messages, start=1):
            parts += [f"{number}. {said(message.kind, message.params).title}", *_words(message, names)]
        site = current_app.config["SITE_NAME"]
        subject = ngettext("%(num)s new message at %(site)s", "%(num)s new messages at %(site)s", count, site=site)
        uuid = session.get_one(MessageDigest, digest_id).uuid
        return _letter(person, subject, [*parts, site], None, number=uuid)


def _words(message: Message, names: dict[int, str]) -> list[str]:
    """What a message says: its text, what somebody typed and who, and the page that it leads to."""
    words, typed = said(message.kind, message.params), free_words(message.kind, message.params)
    who = names.get(message.by_id or 0)
    parts = [words.text, _("%(name)s wrote:", name=who) if who and typed else "", typed]
    parts.append(f"{current_app.config['SITE_URL']}{words.path}" if words.path else "")
    return [one for one in parts if one]


def _letter(
    person: Addressee, subject: str, parts: list[str], kind: MessageKind | None, *, number: str
) -> EmailMessage:
    """The whole letter; without a kind it is a digest. What cannot be switched off carries no way to do it."""
    assert person.email is not None
    stop = _unsubscribe_url(person, kind) if kind is None or kind.may_be_switched_off else ""
    choose = _("Choose what you get by e-mail: %(url)s", url=f"{current_app.config['SITE_URL']}/account/messages")
    foot = [_("Stop these e-mails: %(url)s", url=stop), choose] if stop else [choose]
    if kind is not None:
        foot.insert(0, _("This e-mail is about: %(kind)s.", kind=kind.title))
    text = "\n\n".join([_("Hello %(name)s,", name=person.name), *parts, "-- \n" + "\n".join(foot)])
    headers = unsubscribe_headers(stop) if stop else {}
    return compose(to=person.email, subject=" ".join(subject.split()), text=text, number=number, headers=headers)


def _unsubscribe_url(person: Addressee, kind: MessageKind | None) -> str:
    wish = UnsubscribeWish(person.uuid, kind.name if kind else DIGEST)
    return f"{current_app.config['SITE_URL']}/unsubscribe/{unsubscribe_token(wish, current_app.config['SECRET_KEY'])}"


def unsubscribe_headers(url: str) -> dict[str, str]:
    """List-Unsubscribe (RFC 2369), and over HTTPS with one press (RFC 8058)."""
    one_press = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if url.startswith("https://") else {}
    return {"List-Unsubscribe": f"<{url}>", **one_press}
