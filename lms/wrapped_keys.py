"""Wrapped private keys: encrypted with KEYS_SECRET as PKCS#8, each in a file that only its owner reads.

Who owns the keys says in the manifest which folder a backup takes along.
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from lms.errors import RuleBroken

PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey
SHORTEST_SECRET = 32


def wrap(private: PrivateKey, secret: str) -> bytes:
    """The key as PKCS#8 PEM, encrypted with the secret, which is long and random and not a person's password."""
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(_checked(secret)),
    )


def unwrap(content: bytes, secret: str, *, called: str) -> PrivateKey:
    """The key inside a wrapped PEM; `called` is how the message names it, such as “signing key p-256.x.pem”."""
    try:
        private = serialization.load_pem_private_key(content, password=_checked(secret))
    except ValueError as error:
        raise RuleBroken(
            f"KEYS_SECRET does not open the {called}. Set the KEYS_SECRET with which the key was made."
        ) from error
    except TypeError as error:  # the file is not encrypted at all
        raise RuleBroken(f"The {called} is not encrypted. Restore it from the backup.") from error
    if not isinstance(private, ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey):
        raise RuleBroken(f"The {called} is neither Ed25519 nor P-256.")
    return private


def write_wrapped(path: Path, content: bytes) -> None:
    """Write a wrapped key, readable by its owner alone (mode 0600); a key is never written over."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read_wrapped(path: Path, secret: str, *, called: str) -> PrivateKey:
    """The key of a file; a missing file or a wrong secret is told in words."""
    if not path.exists():
        raise RuleBroken(f"The {called} is missing from {path.parent}. Restore it from the backup.")
    return unwrap(path.read_bytes(), secret, called=called)


def others_can_read(path: Path) -> bool:
    """Whether anybody but its owner may read the file; only POSIX systems say."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)


def _checked(secret: str) -> bytes:
    if len(secret) < SHORTEST_SECRET:
        raise RuleBroken("KEYS_SECRET is missing or too short: it needs at least 32 random characters.")
    return secret.encode()
