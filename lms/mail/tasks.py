"""Job that hands letters to the mail server, in a lane of its own."""

import smtplib
from typing import Any

from flask import current_app

from lms import clock
from lms.calendars import CalendarMethod, Invitation
from lms.db import end_read_session, read_session, transaction
from lms.errors import RuleBroken
from lms.mail import folder, transport
from lms.mail.composing import compose, sender
from lms.mail.queries import LANE_NAME, refusal_of
from lms.mail.rules import PATIENT, is_about_address
from lms.mail.services import KIND, forget_refusal, note_refusal
from lms.queue.jobs import Unavailable
from lms.queue.kinds import Lane, Progress, job

LANE = Lane(LANE_NAME, threads=1, around=transport.one_connection)


class AddressRefused(RuleBroken):
    """The mail server refused the address for good; no other try can change that."""


@job(KIND, forget_payload=True, lane=LANE, retry=PATIENT)
def deliver(payload: dict[str, Any], _progress: Progress) -> None:
    """Hand one letter to the mail server, or put it in the folder; done twice, the letter keeps its number."""
    asked = payload.get("invitation")
    letter = compose(
        to=payload["to"],
        subject=payload["subject"],
        text=payload["text"],
        number=payload["id"],
        invitation=Invitation(CalendarMethod(asked["method"]), asked["text"]) if asked else None,
    )
    hand_over(payload["to"], lambda: letter)


def hand_over(to: str, make: transport.Make) -> None:
    """Have a letter taken to this address; it is made when the server has taken the address, not before."""
    server = current_app.config["MAIL_URL"]
    if not server:
        folder.keep(make(), clock.now())
        return
    was_refused = refusal_of(read_session(), to) is not None
    end_read_session()  # what follows is slow
    try:
        transport.send(server, sender(), to, make)
    except transport.ServerAway as fault:
        raise Unavailable(str(fault)) from fault
    except smtplib.SMTPSenderRefused as fault:  # it would say the same of every letter
        raise Unavailable(f"{fault.smtp_code} {said(fault.smtp_error)}", counted=True) from fault
    except smtplib.SMTPRecipientsRefused as fault:
        code, words = fault.recipients[to]
        if not is_about_address(code, said(words)):
            raise
        refuse(to, f"{code} {said(words)}")
        raise AddressRefused(f"{code} {said(words)}") from fault
    if was_refused:
        with transaction() as session:
            forget_refusal(session, to)


def refuse(address: str, words: str) -> None:
    """Remember what the server said of this address."""
    with transaction() as session:
        note_refusal(session, address, words, now=clock.now())


def said(words: bytes | str) -> str:
    """What a server said, as text on one line."""
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join(text.split())
