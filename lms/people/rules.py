"""Rules of accounts: kinds, names, passwords, one-time secrets and the limits on guessing."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class AdministrationKind(StrEnum):
    """What an administration is."""

    CUSTOMS = "customs"
    POLICE = "police"
    WILDLIFE = "wildlife"
    CITES = "cites"


class UnitKind(StrEnum):
    """Where a unit works."""

    PORT = "port"
    AIRPORT = "airport"
    BORDER_POST = "border-post"
    OFFICE = "office"


class SecretPurpose(StrEnum):
    """What a one-time secret opens."""

    INVITE = "invite"  # a link by e-mail: the person sets a first password
    RESET = "reset"  # a link by e-mail: the person sets a new password
    SLIP = "slip"  # a code on a printed slip: first or lost password


SESSION_IDLE = timedelta(days=14)  # a phone in the field may be off for days
SESSION_LIFE = timedelta(days=60)
SEEN_EVERY = timedelta(minutes=5)  # how exact "last seen" is; spares a write a request
SECRET_LIFE = {
    SecretPurpose.INVITE: timedelta(days=14),
    SecretPurpose.RESET: timedelta(hours=2),
    SecretPurpose.SLIP: timedelta(days=30),
}
PASSWORD_LEAST = 10
PASSWORD_MOST = 200
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that reads like something else
CODE_LENGTH = 12

GUESS_WINDOW = timedelta(minutes=15)
GUESSES_ACCOUNT = 10  # failed tries at one account from devices that never signed in to it
GUESSES_KNOWN_DEVICE = 10  # … from a device that did: counted apart, so strangers cannot lock a person out
GUESSES_ADDRESS = 200  # failed tries from one address: a class of forty may mistype behind one router


@dataclass(frozen=True)
class Guesses:
    """Failed tries within the window: at this account (by strangers, by this known device), from this address."""

    account: int
    device: int
    address: int
    device_known: bool


def is_blocked(guesses: Guesses) -> bool:
    """Whether the next try is refused unread; an account and an address are judged apart."""
    if guesses.address >= GUESSES_ADDRESS:
        return True
    if guesses.device_known:
        return guesses.device >= GUESSES_KNOWN_DEVICE
    return guesses.account >= GUESSES_ACCOUNT


def is_open(*, ended_at: datetime | None, seen_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether a session still counts: not ended, not idle too long, not past its absolute end."""
    return ended_at is None and now < ends_at and now - seen_at < SESSION_IDLE


def key_from_name(name: str) -> str:
    """A user name made from a person's name: plain letters, dots between words; empty if nothing Latin is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join(re.findall(r"[a-z0-9]+", plain))[:40].strip(".")


def normal_login(typed: str) -> str:
    """What was typed as e-mail or user name, as the database keeps it."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def normal_code(typed: str) -> str:
    """A code as typed from a slip: spaces and hyphens do not matter, nor do small letters."""
    return re.sub(r"[\s\-–]", "", typed).upper()


def shown_code(code: str) -> str:
    """A code in groups of four, as the slip shows it."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def password_fault(password: str, *, key: str, name: str) -> str | None:
    """What is wrong with a new password, in words for its owner; nothing if it will do."""
    if len(password) < PASSWORD_LEAST:
        return f"Use at least {PASSWORD_LEAST} characters. Three or four words make a good password."
    if len(password) > PASSWORD_MOST:
        return f"Use at most {PASSWORD_MOST} characters."
    if len(set(password)) < 5:
        return "Use at least five different characters."
    low = password.casefold()
    if low in {key.casefold(), name.casefold()} or (len(key) > 5 and key.casefold() in low):
        return "Do not use your own name in the password."
    return None
