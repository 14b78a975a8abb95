"""Key pairs to which tablets seal sheets (P-256): made, kept wrapped on disk, and shown in their public form (JWK)."""

from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc.jwk import ECKey

from lms.cache import Cache
from lms.errors import RuleBroken
from lms.wrapped_keys import read_wrapped, wrap, write_wrapped

FOLDER = "sheet-keys"  # inside the instance folder; what comes late is opened with a key that lies there
CURVE = "P-256"
_opened = Cache(8)  # by file and secret; a process that holds KEYS_SECRET could unwrap them at any time


def make_key(folder: Path, secret: str) -> ECKey:
    """A fresh key pair, whose private half is on the disk, wrapped; its name (kid) is the thumbprint of RFC 7638."""
    private = ec.generate_private_key(ec.SECP256R1())
    key = _as_jwk(private)
    write_wrapped(key_file(folder, key.thumbprint()), wrap(private, secret))
    return key


def key_file(folder: Path, kid: str) -> Path:
    """Where the wrapped private half of a key is kept."""
    return folder / f"sheets.{kid}.pem"


def open_key(folder: Path, kid: str, secret: str) -> ECKey:
    """The pair of this name, unwrapped; a missing file, a wrong secret or another key is told in words.

    A process unwraps the same file once: that is made slow on purpose, and a tablet comes home with many sheets.
    """
    path = key_file(folder, kid)
    try:
        told = path.stat()
    except OSError:
        return _unwrapped(path, kid, secret)  # which says what is missing
    known = (str(path), told.st_ino, told.st_mtime_ns, told.st_size, sha256(secret.encode()).digest())
    found: ECKey | None = _opened.get(known)
    if found is None:
        found = _opened[known] = _unwrapped(path, kid, secret)
    return found


def _unwrapped(path: Path, kid: str, secret: str) -> ECKey:
    private = read_wrapped(path, secret, called=f"key of sealed sheets {path.name}")
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise RuleBroken(f"The file {path.name} holds no key for sealed sheets. Restore it from the backup.")
    key = _as_jwk(private)
    if key.thumbprint() != kid:
        raise RuleBroken(f"The file {path.name} holds another key than its name says. Restore it from the backup.")
    return key


def public_jwk(kid: str, x: str, y: str) -> dict[str, str]:
    """The public half as a tablet keeps it."""
    return {"kty": "EC", "crv": CURVE, "x": x, "y": y, "kid": kid, "use": "enc", "alg": "ECDH-ES"}


def _as_jwk(private: ec.EllipticCurvePrivateKey) -> ECKey:
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key = ECKey.import_key(pem)
    if key.curve_name != CURVE:
        raise RuleBroken("A key for sealed sheets must be of the curve P-256.")
    return key
