"""Rate limits for sign-in, codes and letters: each try is counted before it is judged, and taken back if right.

Tries from a device on which the person signed in before are counted apart, after OWASP's "Slow down online guessing
attacks with device cookies": strangers can use up the tries of strangers, never those of the person's own device.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms import ids
from lms.errors import TooMany
from lms.i18n import _, ngettext
from lms.people.models import Person
from lms.people.rules import GUESSES_ACCOUNT, GUESSES_ADDRESS, GUESSES_KNOWN_DEVICE, LETTERS_ACCOUNT
from lms.rate_limits import RateLimit, bucket, count_try, seconds_to_wait, take_back

__all__ = ["Client", "count_code", "count_letter", "count_password", "take_back"]


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


def by_address(client: Client) -> RateLimit:
    """The limit of one network."""
    return RateLimit(bucket("sign-in address", client.address), GUESSES_ADDRESS)


def count_password(session: Session, login: str, person: Person | None, client: Client, *, now: datetime) -> str:
    """Count a guess at a password, or refuse it unread; answers the try, to take back when it was right."""
    device = client.known_device(person)
    own = bucket("sign-in account", account_of(login, person), device or "")
    limits = (by_address(client), RateLimit(own, GUESSES_KNOWN_DEVICE if device else GUESSES_ACCOUNT))
    _refuse_if_full(session, limits, now)
    return count_try(session, [limit.bucket for limit in limits], now=now)


def count_code(session: Session, client: Client, *, now: datetime) -> str:
    """Count a try at a one-time code, by address alone: too long to guess, so that nobody can block a newcomer."""
    _refuse_if_full(session, [by_address(client)], now)
    return count_try(session, [by_address(client).bucket], now=now)


def count_letter(session: Session, login: str, client: Client, *, now: datetime) -> bool:
    """Count a wish for a letter; answers whether this account may have one more for now."""
    _refuse_if_full(session, [by_address(client)], now)
    letters = RateLimit(bucket("letter", login), LETTERS_ACCOUNT)
    is_full = seconds_to_wait(session, [letters], now=now) is not None
    count_try(session, [by_address(client).bucket, letters.bucket], now=now)
    return not is_full


def _refuse_if_full(session: Session, limits: Sequence[RateLimit], now: datetime) -> None:
    """Refuse when a limit is filled, with words that say until when."""
    seconds = seconds_to_wait(session, limits, now=now)
    if seconds is None:
        return
    minutes = -(-seconds // 60)
    waiting = ngettext("Wait %(num)s minute, then try again.", "Wait %(num)s minutes, then try again.", minutes)
    words = _("There were too many tries. Nothing is locked for ever.")
    other = _("You can also use a device on which you signed in before, or ask your administrator for a code.")
    raise TooMany(f"{words} {waiting} {other}", seconds)
