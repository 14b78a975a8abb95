"""Identifiers and tokens that leave the program, and the seeds of chance."""

import hashlib
import secrets
import uuid


def new_uuid() -> str:
    """A random identifier for use in addresses and files."""
    return str(uuid.uuid4())


def new_uuids(count: int) -> list[str]:
    """So many of them, for rows that are written at once."""
    return [str(uuid.uuid4()) for _each in range(count)]


def new_token(size: int = 12) -> str:
    """An unguessable text of `size` random bytes, safe in an address (12 bytes are 96 bits)."""
    return secrets.token_urlsafe(size)


def new_seed() -> int:
    """A seed for a draw, small enough for a signed 64-bit column."""
    return secrets.randbits(62)


def digest(token: str) -> str:
    """What the database keeps of a token, so that a copy of the database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
