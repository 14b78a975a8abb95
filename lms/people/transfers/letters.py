"""Letters about a move: to the person who moves, in their language, when it is asked for and when it is answered."""

from collections.abc import Callable
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from lms.i18n import _
from lms.mail.services import send_letter
from lms.people.models import Administration, Person
from lms.people.transfers.models import Transfer
from lms.people.transfers.rules import TransferOutcome


def tell_asked(session: Session, row: Transfer, *, now: datetime) -> None:
    """Tell the person before anything happens: where to, and what becomes of their rights."""
    _tell(session, row, lambda place: _asked(place, row.words), now=now)


def tell_answered(session: Session, row: Transfer, outcome: TransferOutcome, reason: str, *, now: datetime) -> None:
    """Tell the person what became of it."""
    _tell(session, row, lambda place: _answered(place, outcome, reason), now=now)


def _tell(session: Session, row: Transfer, say: Callable[[str], list[str]], *, now: datetime) -> None:
    """Send what is said of the receiving administration, in the language of who moves."""
    person = session.get_one(Person, row.person_id)
    if person.email is None or person.closed_at is not None:
        return
    place = session.get_one(Administration, row.to_administration_id).name
    with force_locale(person.language or "en"):
        subject = _("Your move to %(administration)s", administration=place)
        text = "\n\n".join(
            [
                _("Hello %(name)s,", name=person.name),
                *say(place),
                f"{current_app.config['SITE_URL']}/account",
            ]
        )
    send_letter(session, to=person.email, subject=subject, text=text, now=now)


def _asked(place: str, words: str) -> list[str]:
    return [
        _("Your administration asks %(administration)s to take over your account.", administration=place),
        *([_("Reason: %(words)s", words=words)] if words else []),
        _("Until %(administration)s accepts, nothing changes.", administration=place),
        _("Your courses, results and certificates stay yours. Rights over other people end with the move."),
        _("Your account shows the status:"),
    ]


def _answered(place: str, outcome: TransferOutcome, reason: str) -> list[str]:
    if outcome is TransferOutcome.ACCEPTED:
        return [
            _("%(administration)s accepted the move. You work there now.", administration=place),
            _("Your courses, results and certificates stay yours. Rights over other people have ended."),
        ]
    if outcome is TransferOutcome.REFUSED:
        said = _("%(administration)s did not accept the move. You stay where you are.", administration=place)
        return [said, _("Reason: %(words)s", words=reason)]
    return [_("Your administration cancelled the move. You stay where you are.")]
