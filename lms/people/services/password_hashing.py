"""Password hashing, how passwords are kept: argon2id, with a cost that a small server bears."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lms.people.rules import CODE_LENGTH
from lms.text.codes import CODE_LETTERS

HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)  # OWASP's minimum; 30 ms here
NOBODY = HASHER.hash(secrets.token_urlsafe(24))  # compared with when there is no such account: the same time passes


def hashed(password: str) -> str:
    """What the database keeps of a password."""
    return HASHER.hash(password)


def fits(kept: str | None, password: str) -> bool:
    """Whether this is the password; takes the same time where there is none to compare with."""
    try:
        return HASHER.verify(kept or NOBODY, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_renewal(kept: str) -> bool:
    """Whether a hash was made with another cost than today's."""
    return HASHER.check_needs_rehash(kept)


def new_code() -> str:
    """A code for a slip, without its hyphens."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
