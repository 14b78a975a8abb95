"""Letters about a move: to the person who moves, in their language, when it is asked for and when it is answered."""

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
    receiving = session.get_one(Administration, row.to_administration_id)
    _tell(session, row.person_id, receiving, TransferOutcome.WITHDRAWN, row.words, is_asked=True, now=now)


def tell_answered(session: Session, row: Transfer, outcome: TransferOutcome, reason: str, *, now: datetime) -> None:
    """Tell the person what became of it."""
    receiving = session.get_one(Administration, row.to_administration_id)
    _tell(session, row.person_id, receiving, outcome, reason, is_asked=False, now=now)


def _tell(
    session: Session,
    person_id: int,
    receiving: Administration,
    outcome: TransferOutcome,
    words: str,
    *,
    is_asked: bool,
    now: datetime,
) -> None:
    person = session.get_one(Person, person_id)
    if person.email is None:
        return
    with force_locale(person.language or "en"):
        said = _asked(receiving.name, words) if is_asked else _answered(receiving.name, outcome, words)
        subject = _("Your move to %(administration)s", administration=receiving.name)
        text = "\n\n".join(
            [
                _("Good day %(name)s,", name=person.name),
                *said,
                f"{current_app.config['SITE_URL']}/account",
            ]
        )
    send_letter(session, to=person.email, subject=subject, text=text, now=now)


def _asked(place: str, words: str) -> list[str]:
    return [
        _("Your administration asks %(administration)s to take your account over.", administration=place),
        *([_("Reason: %(words)s", words=words)] if words else []),
        _("Until %(administration)s accepts, nothing changes.", administration=place),
        _("Your courses, results and certificates stay yours. Rights over other people end with the move."),
        _("Your account shows how it stands:"),
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
    return [_("Your administration took the move back. You stay where you are.")]
