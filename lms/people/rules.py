"""Rules of accounts: kinds, names, passwords, one-time secrets and the limits on guessing."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from lms.text.folding import Accents, fold


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


class ContactKind(StrEnum):
    """Whom an officer calls about a find, in the order of the counter card."""

    SUPERIOR = "superior"
    WILDLIFE = "wildlife"
    POLICE = "police"
    RESCUE = "rescue"


class SecretPurpose(StrEnum):
    """What a one-time secret opens."""

    INVITE = "invite"  # a link by e-mail: the person sets a first password
    RESET = "reset"  # a link by e-mail: the person sets a new password
    SLIP = "slip"  # a code on a printed slip: first or lost password


class SecretState(StrEnum):
    """What has become of a one-time secret."""

    OPEN = "open"
    USED = "used"
    ENDED = "ended"  # a newer one was made
    EXPIRED = "expired"


class PasswordFault(StrEnum):
    """What may be wrong with a new password."""

    SHORT = "short"
    LONG = "long"
    MONOTONOUS = "monotonous"
    COMMON = "common"  # among those that are tried first
    OWN_NAME = "own-name"
    HOUSE_NAME = "house-name"  # of the administration, of the site or of the product


SESSION_IDLE = timedelta(days=14)  # a phone in the field may be off for days
SESSION_LIFE = timedelta(days=60)
GUARDED_SESSION_LIFE = timedelta(hours=12)  # of whoever decides about others
FRESH_FOR = timedelta(minutes=15)  # so long a typed password lets one do what is guarded
SEEN_EVERY = timedelta(minutes=5)  # how exact "last seen" is; spares a write a request
SECRET_LIFE = {
    SecretPurpose.INVITE: timedelta(days=14),
    SecretPurpose.RESET: timedelta(hours=2),
    SecretPurpose.SLIP: timedelta(days=30),
}
KEPT_AFTERWARDS = timedelta(days=30)  # how long an ended session or secret still explains itself
PASSWORD_LEAST = 12
PASSWORD_MOST = 200
DIFFERENT_LEAST = 5
INSIDE_LEAST = 6  # letters of a name; a shorter one inside a longer word may be chance
OWN_WORD_LEAST, HOUSE_WORD_LEAST = 4, 5  # letters of a part of a name that stands in a password as a word of its own
PRODUCT = "Spoor"
LOOKALIKES = str.maketrans("@4301!$5", "aaeoiiss")
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnm",
)
WORD = re.compile(r"[^\W\d_]+")
CODE_LENGTH = 12  # 59 bits
KEY_SHAPE = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,38})[a-z0-9]")

# Each within the window of `lms.rate_limits`, each counted for itself.
GUESSES_ACCOUNT = 10  # wrong passwords at one account from all devices that never signed in to it: 960 a day
GUESSES_KNOWN_DEVICE = 10  # … from one device that did, which no stranger can use up
GUESSES_ADDRESS = 200  # wrong passwords from one address, on such new devices: a class of forty may mistype
CODES_ADDRESS = 200  # wrong codes from one address, before wrong ones are no longer looked into; right ones always are
LETTERS_ADDRESS = 200  # letters for lost passwords that are asked for from one address, on devices new to the account
LETTERS_ACCOUNT = 3  # letters for a lost password to one account
APPLICATIONS_ADDRESS = 200  # applications from one address: a class of forty may apply from one room
APPLICATIONS_EMAIL = 3  # letters to one e-mail address that somebody types who applies


def is_open(
    *,
    ended_at: datetime | None,
    seen_at: datetime,
    ends_at: datetime,
    now: datetime,
    started_at: datetime | None = None,
    guarded: bool = False,
) -> bool:
    """Whether a session still counts: not ended, not idle too long, not past its absolute end.

    A guarded one, of somebody who decides about others, ends sooner.
    """
    if guarded and (started_at is None or now - started_at >= GUARDED_SESSION_LIFE):
        return False
    return ended_at is None and now < ends_at and now - seen_at < SESSION_IDLE


def is_fresh(authenticated_at: datetime | None, now: datetime) -> bool:
    """Whether the password was typed a short while ago."""
    return authenticated_at is not None and now - authenticated_at < FRESH_FOR


def secret_state(
    *, used_at: datetime | None, ended_at: datetime | None, expires_at: datetime, now: datetime
) -> SecretState:
    """What has become of a one-time secret; the moment at which it expires is too late."""
    if used_at is not None:
        return SecretState.USED
    if ended_at is not None:
        return SecretState.ENDED
    return SecretState.OPEN if now < expires_at else SecretState.EXPIRED


def key_from_name(name: str) -> str:
    """A user name made from a person's name: plain letters, dots between words; empty if nothing Latin is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = ".".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))[:36].strip(".")
    return made if len(made) > 2 else ""


def numbered_keys(wishes: Iterable[str], taken: Collection[str]) -> list[str]:
    """User names that nobody has yet, one for each wish, with a number where need be; all of them differ."""
    used, found = set(taken), []
    for wish in wishes:
        number, key = 1, wish
        while key in used:
            number += 1
            key = f"{wish}{number}"
        used.add(key)
        found.append(key)
    return found


def is_key(text: str) -> bool:
    """Whether this may be a user name: 3 to 40 small letters, digits, dots, hyphens and underscores, no @."""
    return KEY_SHAPE.fullmatch(text) is not None


def without_controls(text: str) -> str:
    """The text without what no keyboard types; PostgreSQL refuses some of it."""
    return "".join(" " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in text)


def normal_login(typed: str) -> str:
    """What was typed as e-mail or user name, as the database keeps it."""
    return unicodedata.normalize("NFKC", without_controls(typed)).strip().casefold()


def normal_name(typed: str) -> str:
    """A name as typed, without spaces too many."""
    return " ".join(unicodedata.normalize("NFC", without_controls(typed)).split())


def shown_names(name: str, local_name: str) -> str:
    """Both names of an account as one line, as pages show them and whoever checks them has seen them."""
    return f"{name} ({local_name})" if local_name else name


def normal_code(typed: str) -> str:
    """A code as typed from a slip: spaces and hyphens do not matter, nor do small letters."""
    return re.sub(r"[\s\-–]", "", typed).upper()


def password_fault(
    password: str, *, listed: Collection[str], own: Iterable[str], house: Iterable[str]
) -> PasswordFault | None:
    """What is wrong with a new password; nothing if it will do.

    `listed` holds words and passwords that are tried first, `own` the names of the person, `house` those of the
    administration and of the site.
    """
    if len(password) < PASSWORD_LEAST:
        return PasswordFault.SHORT
    if len(password) > PASSWORD_MOST:
        return PasswordFault.LONG
    if len(set(password)) < DIFFERENT_LEAST:
        return PasswordFault.MONOTONOUS
    if holds_name(password, own, word_least=OWN_WORD_LEAST):
        return PasswordFault.OWN_NAME
    if holds_name(password, (*house, PRODUCT), word_least=HOUSE_WORD_LEAST):
        return PasswordFault.HOUSE_NAME
    return PasswordFault.COMMON if is_common(password, listed) else None


def is_common(password: str, listed: Collection[str]) -> bool:
    """Whether it is a listed word once digits and signs at its ends are gone, a row of keys, or has no letter.

    The same word twice is that word, and signs that look like letters are those letters.
    """
    low = fold(password, accents=Accents.LATIN, compatible=True)
    words = {_repeated(word) for word in WORD.findall(low)}
    if not words or (len(words) == 1 and not words.isdisjoint(listed)):
        return True
    bare = low[_ends(low)]
    if any(bare in row or bare[::-1] in row for row in ROWS):
        return True
    return any(text in listed or text.translate(LOOKALIKES) in listed for text in _peeled(low))


def holds_name(password: str, names: Iterable[str], *, word_least: int) -> bool:
    """Whether a name stands in the password, whole or a part of it, whatever signs are between its letters."""
    low = fold(password, accents=Accents.LATIN, compatible=True)
    words = WORD.findall(low)
    letters = "".join(words)
    for name in names:
        parts = WORD.findall(fold(name, accents=Accents.LATIN, compatible=True))
        if any(len(part) >= INSIDE_LEAST and part in letters for part in ("".join(parts), *parts)):
            return True
        if any(len(part) >= word_least and part in words for part in parts):
            return True
    return False


def _ends(text: str) -> slice:
    """From the first letter of a text to its last."""
    first = next((i for i, sign in enumerate(text) if sign.isalpha()), 0)
    last = next((i for i in range(len(text), 0, -1) if text[i - 1].isalpha()), 0)
    return slice(first, last)


def _peeled(text: str) -> Iterator[str]:
    """The text, and all that is left of it when digits and signs are taken off its ends, few or all of them."""
    middle = _ends(text)
    for begin in range(middle.start + 1):
        for end in range(middle.stop, len(text) + 1):
            yield text[begin:end]


def _repeated(word: str) -> str:
    """The shortest part of which a word is made by repeating it; the word itself if there is none."""
    return word[: (word + word).find(word, 1)]


def is_telephone(text: str) -> bool:
    """Whether this can be dialled: at least three digits of any script, and what people write between them."""
    return sum(sign.isdigit() for sign in text) >= 3 and all(sign.isdigit() or sign in " +()-–/.,#*x" for sign in text)


# The first that fits: what an earlier one says of itself holds the names of later ones.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"))  # fmt: skip


def device_names(agent: str) -> tuple[str, str]:
    """The browser and the system that a user agent names, for the list of sessions; empty where unknown."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return browser, system
