"""Rate limits for sign-in, codes and letters: what strangers use up is never what somebody else needs.

Tries from a device on which the person signed in before are counted apart, after OWASP's "Slow down online guessing
attacks with device cookies". Within one window of a quarter of an hour there are
- at one account at most `GUESSES_ACCOUNT` wrong passwords from all devices that are new to it, wherever they stand, and
  `GUESSES_KNOWN_DEVICE` from each known one: 960 a day for somebody without a device of the person;
- from one address at most `GUESSES_ADDRESS` wrong passwords on new devices, whatever the account;
- from one address `CODES_ADDRESS` wrong codes that are answered one by one. A right code always works, so what keeps it
  is its length: 31 ** 12, and each guess is at one person. A thousand guesses a second for the thirty days of a slip
  find it once in three hundred million times;
- from one address at most `LETTERS_ADDRESS` wishes for letters on new devices, and `LETTERS_ACCOUNT` letters to one
  account;
- from one address at most `APPLICATIONS_ADDRESS` applications for accounts, and `APPLICATIONS_EMAIL` letters to one
  e-mail address that is typed there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms import ids
from lms.errors import TooMany
from lms.i18n import _, ngettext
from lms.people.models import Person
from lms.people.rules import (
    APPLICATIONS_ADDRESS,
    APPLICATIONS_EMAIL,
    CODES_ADDRESS,
    GUESSES_ACCOUNT,
    GUESSES_ADDRESS,
    GUESSES_KNOWN_DEVICE,
    LETTERS_ACCOUNT,
    LETTERS_ADDRESS,
)
from lms.rate_limits import RateLimit, bucket, count_try, seconds_to_wait, take_back

__all__ = ["Client", "count_application", "count_letter", "count_password", "count_wrong_code", "take_back"]


@dataclass(frozen=True)
class Client:
    """The client for rate limiting: a hash of its network, and its device with the people whom it knows."""

    address: str
    device: str | None = None
    knows: frozenset[str] = frozenset()

    def known_device(self, person: Person | None) -> str | None:
        """The device, if this person signed in on it before."""
        return self.device if person is not None and person.uuid in self.knows else None


def account_of(login: str, person: Person | None) -> str:
    """What tries are counted under: the person, else the name that nobody has."""
    return ids.digest(f"person {person.uuid}" if person else f"login {login}")


def count_password(session: Session, login: str, person: Person | None, client: Client, *, now: datetime) -> str:
    """Count a guess at a password, or refuse it unread; answers the try, to take back when it was right.

    A known device counts for itself alone: neither its address nor other devices can fill its limit.
    """
    account = account_of(login, person)
    if device := client.known_device(person):
        limits = [RateLimit(bucket("sign-in account", account, device), GUESSES_KNOWN_DEVICE)]
    else:
        limits = [
            RateLimit(bucket("sign-in address", client.address), GUESSES_ADDRESS),
            RateLimit(bucket("sign-in account", account, ""), GUESSES_ACCOUNT),
        ]
    _refuse_if_full(session, limits, now)
    return count_try(session, [limit.bucket for limit in limits], now=now)


def count_wrong_code(session: Session, client: Client, *, now: datetime) -> None:
    """Count a code that fits nobody's slip, or say that there were too many; whoever holds a slip is not counted.

    Not by account, or a stranger could keep a newcomer out; and after the look, so that a right code always works.
    """
    limit = RateLimit(bucket("code address", client.address), CODES_ADDRESS)
    seconds = seconds_to_wait(session, [limit], now=now)
    if seconds is not None:
        words = _(
            "Too many wrong codes. The right code still works: compare it with your slip, character by character."
        )
        advice = _("Did you lose the slip? Ask your administrator for a new one.")
        raise TooMany(f"{words} {advice}", seconds)
    count_try(session, [limit.bucket], now=now)


def count_letter(session: Session, login: str, person: Person | None, client: Client, *, now: datetime) -> bool:
    """Count a wish for a letter; answers whether this account may have one more for now.

    A device that the person knows is not held back by what others ask for from the same address.
    """
    by_address = [RateLimit(bucket("letter address", client.address), LETTERS_ADDRESS)]
    if client.known_device(person):
        by_address = []
    _refuse_if_full(session, by_address, now)
    letters = RateLimit(bucket("letter account", account_of(login, person)), LETTERS_ACCOUNT)
    is_full = seconds_to_wait(session, [letters], now=now) is not None
    count_try(session, [limit.bucket for limit in (*by_address, letters)], now=now)
    return not is_full


def count_application(session: Session, email: str, client: Client, *, now: datetime) -> bool:
    """Count an application; answers whether this e-mail address may get one more letter for now."""
    by_address = [RateLimit(bucket("application address", client.address), APPLICATIONS_ADDRESS)]
    _refuse_if_full(session, by_address, now)
    letters = RateLimit(bucket("application email", ids.digest(email)), APPLICATIONS_EMAIL)
    is_full = seconds_to_wait(session, [letters], now=now) is not None
    count_try(session, [limit.bucket for limit in (*by_address, letters)], now=now)
    return not is_full


def _refuse_if_full(session: Session, limits: Sequence[RateLimit], now: datetime) -> None:
    """Refuse when a limit is filled, with words that say until when."""
    seconds = seconds_to_wait(session, limits, now=now)
    if seconds is None:
        return
    minutes = -(-seconds // 60)
    waiting = ngettext("Wait %(num)s minute, then try again.", "Wait %(num)s minutes, then try again.", minutes)
    words = _("There were too many tries. Wait, then try again.")
    other = _("You can also use a device on which you signed in before, or ask your administrator for a code.")
    raise TooMany(f"{words} {waiting} {other}", seconds)
