"""The issuer's key pairs: made, kept wrapped on disk, and shown in their public forms."""

import base64
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from joserfc.jwk import ECKey, OKPKey

from certificates.credentials.signing.proofs import multikey
from lms.errors import RuleBroken
from lms.wrapped_keys import PrivateKey, read_wrapped, unwrap, wrap, write_wrapped

Jwk = dict[str, str]

_COORDINATE_BYTES = 32


class KeyKind(StrEnum):
    """The two kinds of key: Ed25519 signs records and status lists, P-256 signs their JWT form."""

    ED25519 = "Ed25519"
    P256 = "P-256"


@dataclass(frozen=True)
class PublicKey:
    """The public half of a key: what is published."""

    kind: KeyKind
    x: str
    y: str = ""

    @property
    def jwk(self) -> Jwk:
        """The bare JSON Web Key, with nothing that names it."""
        if self.kind is KeyKind.ED25519:
            return {"kty": "OKP", "crv": "Ed25519", "x": self.x}
        return {"kty": "EC", "crv": "P-256", "x": self.x, "y": self.y}

    @property
    def multibase(self) -> str:
        """An Ed25519 key as Multikey writes it; it begins with z6Mk."""
        if self.kind is not KeyKind.ED25519:
            raise ValueError("only Ed25519 keys are published as Multikey here")
        return multikey(base64.urlsafe_b64decode(self.x + "="))

    @property
    def name(self) -> str:
        """The fragment that names the key: the multibase key itself, or the thumbprint of RFC 7638 for P-256."""
        if self.kind is KeyKind.ED25519:
            return self.multibase
        return ECKey.import_key(dict(self.jwk)).thumbprint()

    def key_id(self, did: str) -> str:
        """The DID URL under which a verifier finds this key."""
        return f"{did}#{self.name}"


class Signer(Protocol):
    """Whatever can sign for the issuer: a key in a file here, later a hardware module or a vault."""

    @property
    def public(self) -> PublicKey:
        """The public half of the key."""

    def sign(self, data: bytes) -> bytes:
        """The raw signature: 64 bytes for either kind, for P-256 the JOSE form (R and S)."""


class KeyPair:
    """A key pair in memory; it is a `Signer`."""

    def __init__(self, private: PrivateKey) -> None:
        self._private = private
        self._public = _public_half(private)

    @property
    def public(self) -> PublicKey:
        """The public half of the pair."""
        return self._public

    def sign(self, data: bytes) -> bytes:
        """The raw signature over the data."""
        if isinstance(self._private, ed25519.Ed25519PrivateKey):
            return self._private.sign(data)
        r, s = decode_dss_signature(self._private.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(_COORDINATE_BYTES, "big") + s.to_bytes(_COORDINATE_BYTES, "big")

    def wrapped(self, secret: str) -> bytes:
        """The pair as PKCS#8 PEM, encrypted with the secret, which is long and random and not a person's password."""
        return wrap(self._private, secret)


def new_pair(kind: KeyKind) -> KeyPair:
    """A fresh key pair."""
    if kind is KeyKind.ED25519:
        return KeyPair(ed25519.Ed25519PrivateKey.generate())
    return KeyPair(ec.generate_private_key(ec.SECP256R1()))


def key_file(folder: Path, public: PublicKey) -> Path:
    """Where the wrapped private half of a key is kept."""
    return folder / f"{public.kind.lower()}.{public.name}.pem"


def keep(folder: Path, pair: KeyPair, secret: str) -> Path:
    """Write the wrapped pair, readable by its owner alone (mode 0600); a key is never written over."""
    path = key_file(folder, pair.public)
    write_wrapped(path, pair.wrapped(secret))
    return path


def open_pair(folder: Path, public: PublicKey, secret: str) -> KeyPair:
    """Unwrap the pair whose public half is known; a missing file, a wrong secret or another key is told in words."""
    path = key_file(folder, public)
    pair = KeyPair(read_wrapped(path, secret, called=f"signing key {path.name}"))
    if pair.public != public:
        raise RuleBroken(f"The file {path.name} holds another key than its name says. Restore it from the backup.")
    return pair


def unwrapped(content: bytes, secret: str, *, name: str) -> KeyPair:
    """The pair inside a wrapped PEM; `name` is how the message calls it."""
    return KeyPair(unwrap(content, secret, called=f"signing key {name}"))


def _public_half(private: PrivateKey) -> PublicKey:
    if isinstance(private, ed25519.Ed25519PrivateKey):
        known = OKPKey.import_key(private.public_key().public_bytes(*_PEM)).as_dict(private=False)
        return PublicKey(KeyKind.ED25519, str(known["x"]))
    known = ECKey.import_key(private.public_key().public_bytes(*_PEM)).as_dict(private=False)
    if known["crv"] != "P-256":
        raise RuleBroken("A signing key for JWT must be of the curve P-256.")
    return PublicKey(KeyKind.P256, str(known["x"]), str(known["y"]))


_PEM = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
