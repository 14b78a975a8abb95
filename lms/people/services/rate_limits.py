"""Limits on guessing: each try is counted before it is judged, and taken back when it was right.

Tries from a device on which the person signed in before are counted apart, after OWASP's "Slow down online guessing
attacks with device cookies": strangers can use up the tries of strangers, never those of the person's own device.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from lms import ids
from lms.errors import TooMany
from lms.i18n import _, ngettext
from lms.people import queries
from lms.people.models import Person, SignInTry
from lms.people.rules import (
    GUESS_WINDOW,
    GUESSES_ACCOUNT,
    GUESSES_ADDRESS,
    GUESSES_KNOWN_DEVICE,
    LETTERS_ACCOUNT,
    free_again_at,
)


@dataclass(frozen=True)
class Client:
    """Who knocks, as far as the network tells: a hash of the address, and the device with the people it knows."""

    address: str
    device: str | None = None
    knows: frozenset[str] = frozenset()

    def known_device(self, person: Person | None) -> str | None:
        """The device, if this person signed in on it before."""
        return self.device if person is not None and person.uuid in self.knows else None


def account_of(login: str, person: Person | None) -> str:
    """What tries are counted under: the person, else the name that nobody has."""
    return ids.digest(f"person {person.uuid}" if person else f"login {login}")


def count_try(session: Session, login: str, person: Person | None, asker: Client, *, now: datetime) -> int:
    """Count a try to guess a password, or refuse it unread; answers the try, to take back when it was right."""
    account, device = account_of(login, person), asker.known_device(person)
    same_device = SignInTry.device == device if device else SignInTry.device.is_(None)
    limit = GUESSES_KNOWN_DEVICE if device else GUESSES_ACCOUNT
    _refuse_if_full(session, SignInTry.address == asker.address, limit=GUESSES_ADDRESS, now=now)
    _refuse_if_full(session, SignInTry.account == account, same_device, limit=limit, now=now)
    return _note(session, account, asker.address, device, now)


def count_code_try(session: Session, login: str, asker: Client, *, now: datetime) -> int:
    """Count a try at a one-time code, by address alone: too long to guess, so that nobody can block a newcomer."""
    _refuse_if_full(session, SignInTry.address == asker.address, limit=GUESSES_ADDRESS, now=now)
    return _note(session, ids.digest(f"code {login}"), asker.address, None, now)


def count_letter(session: Session, login: str, asker: Client, *, now: datetime) -> bool:
    """Count a wish for a letter; answers whether this account may have one more for now."""
    account = ids.digest(f"letter {login}")
    _refuse_if_full(session, SignInTry.address == asker.address, limit=GUESSES_ADDRESS, now=now)
    full = queries.limiting_try(session, SignInTry.account == account, limit=LETTERS_ACCOUNT, now=now)
    _note(session, account, asker.address, None, now)
    return full is None


def take_back(session: Session, try_id: int) -> None:
    """The try was right: it no longer counts."""
    session.execute(delete(SignInTry).where(SignInTry.id == try_id))


def forget_old_tries(session: Session, now: datetime) -> None:
    """Tries outside the window mean nothing any more."""
    session.execute(delete(SignInTry).where(SignInTry.at <= now - GUESS_WINDOW))


def _note(session: Session, account: str, address: str, device: str | None, now: datetime) -> int:
    """Write the try down."""
    row = SignInTry(account=account, address=address, device=device, at=now)
    session.add(row)
    session.flush()
    return row.id


def _refuse_if_full(session: Session, *where: ColumnElement[bool], limit: int, now: datetime) -> None:
    """Refuse when the limit is filled, with words that say until when."""
    free_at = free_again_at(queries.limiting_try(session, *where, limit=limit, now=now), now)
    if free_at is None:
        return
    seconds = max(1, int((free_at - now).total_seconds()) + 1)
    minutes = -(-seconds // 60)
    waiting = ngettext("Wait %(num)s minute, then try again.", "Wait %(num)s minutes, then try again.", minutes)
    words = _("There were too many tries. Nothing is locked for ever.")
    other = _("You can also use a device on which you signed in before, or ask your administrator for a code.")
    raise TooMany(f"{words} {waiting} {other}", seconds)
