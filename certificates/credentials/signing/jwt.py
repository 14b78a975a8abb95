"""The JWT form of a credential, the credential itself as payload, as Open Badges 3.0 demands; ours are ES256.

Tokens of other makers may be signed by any of the algorithms below.
"""

import base64
import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwa import JWSAlgModel
from joserfc.jwk import ECKey, OKPKey, RSAKey

from certificates.credentials.rules.award import moment
from certificates.credentials.signing.keys import KeyKind, Signer

Document = dict[str, Any]

ALGORITHM = "ES256"
_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"ES256": ("EC", "P-256"), "ES384": ("EC", "P-384"), "ES512": ("EC", "P-521"), "RS256": ("RSA",), "RS384": ("RSA",),
     "RS512": ("RSA",), "PS256": ("RSA",), "PS384": ("RSA",), "PS512": ("RSA",), "EdDSA": ("OKP", "Ed25519"),
     "Ed25519": ("OKP", "Ed25519")}
)  # fmt: skip
_SIGNED_BY = MappingProxyType({KeyKind.P256: ALGORITHM, KeyKind.ED25519: "EdDSA"})
_RENAMED = {"EdDSA": "Ed25519"}  # RFC 9864: the old name still stands in most tokens, and the library warns of it
_SMALLEST_RSA = 2048  # bits; a smaller key is not believed
_LARGEST_HEADER = 20_000  # characters: keys and certificates of others may stand in it
_LARGEST_SIGNATURE = 2_000
_LARGEST_PAYLOAD = 50_000_000  # characters; whoever reads a file bounds it before


class TokenBroken(Exception):
    """The token cannot be read or does not hold; the message says why."""


class TokenUnsigned(TokenBroken):
    """The token says itself that it is not signed."""


class TokenUnsupported(TokenBroken):
    """Whether the token holds cannot be told here: it is signed in a way that is not known."""


class TokenContradicts(TokenBroken):
    """The claims of the token say other than the credential in it."""


class _Delegated(JWSAlgModel):
    """An algorithm with the signature made by a `Signer`, which may keep its key elsewhere."""

    description = "by a signer"

    def __init__(self, signer: Signer, name: str) -> None:
        self._signer = signer
        self.name = name
        self.key_type = _KEYS[name][0]

    def sign(self, msg: bytes, key: Any) -> bytes:
        """The raw signature by the signer; the key, its public half, is not needed."""
        return self._signer.sign(msg)

    def verify(self, msg: bytes, sig: bytes, key: Any) -> bool:
        """Not for verifying: joserfc's own algorithm does that."""
        return False


def encode(document: Document, signer: Signer, *, key_id: str) -> str:
    """The compact token of an unsigned credential: its members plus iss, jti, sub, nbf and exp."""
    if signer.public.kind is not KeyKind.P256:
        raise ValueError("the JWT form is signed with a P-256 key")
    return signed(document | claims_for(document), signer, key_id=key_id)


def signed(payload: Document, signer: Signer, *, key_id: str, kind: str = "JWT") -> str:
    """The compact token of any payload, whose header says of what `kind` it is; the key says by which algorithm."""
    algorithm = _SIGNED_BY[signer.public.kind]
    registry = _registry([algorithm])
    registry.algorithms = {algorithm: _Delegated(signer, algorithm)}
    content = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact(
        {"alg": algorithm, "kid": key_id, "typ": kind},
        content,
        _KINDS[_KEYS[algorithm][0]].import_key(dict(signer.public.jwk)),
        registry=registry,
    )


def claims_for(document: Document) -> Document:
    """The registered claims that repeat what the credential says; anything missing or malformed is `TokenBroken`."""
    try:
        claims: Document = {
            "iss": document["issuer"]["id"],
            "jti": document["id"],
            "sub": document["credentialSubject"]["id"],
            "nbf": int(moment(document["validFrom"]).timestamp()),
        }
        if "validUntil" in document:
            claims["exp"] = int(moment(document["validUntil"]).timestamp())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TokenBroken("The token does not hold a whole credential.") from error
    return claims


def key_id_of(token: str) -> str | None:
    """Which key the token says it was signed with, not yet believed; None where its header holds the key instead."""
    header = header_of(token)
    named = header.get("kid")
    if named is not None and not isinstance(named, str):
        raise TokenUnsupported("The token does not name its key in words.")
    if named is None and not isinstance(header.get("jwk"), dict):
        raise TokenUnsupported("The token does not say with which key it was signed.")
    return named


def header_of(token: str) -> Document:
    """The header of the token, not yet believed; one without signature is told as such."""
    header = _extracted(token).headers()
    if not isinstance(header, dict):
        raise TokenBroken("This is not a whole JWT.")
    if str(header.get("alg")).lower() == "none":
        raise TokenUnsigned("The token says that it is not signed.")
    return dict(header)


def content_of(token: str) -> bytes:
    """The payload of the token, not yet believed."""
    return _extracted(token).payload


def thumbprint(public: Mapping[str, Any]) -> str:
    """The thumbprint of a public key (RFC 7638), by which one in a header is found among those that are trusted."""
    kind = _KINDS.get(str(public.get("kty")))
    if kind is None:
        raise TokenUnsupported("The key is of a kind that is not known here.")
    try:
        return kind.import_key(dict(public)).thumbprint()
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise TokenUnsupported("The key cannot be read.") from error


def verify(token: str, public: Mapping[str, Any]) -> None:
    """Raise `TokenBroken` unless the token was signed by this key; time is not judged here."""
    header = header_of(token)
    algorithm = str(header.get("alg"))
    wanted = _KEYS.get(algorithm)
    if wanted is None:
        raise TokenUnsupported(f"The token is signed by {algorithm[:20]!r}.")
    if {"crit", "b64"} & set(header):
        raise TokenUnsupported("The header of the token demands what is not known here.")
    if tuple(public.get(name) for name in ("kty", "crv")[: len(wanted)]) != wanted:
        raise TokenBroken("The key that it names does not sign tokens in this way.")
    if isinstance(header.get("jwk"), dict) and thumbprint(header["jwk"]) != thumbprint(public):
        raise TokenBroken("The key in its header is not the key that it names.")
    if wanted == ("RSA",) and _bits(public) < _SMALLEST_RSA:
        raise TokenUnsupported(f"The key has less than {_SMALLEST_RSA} bits.")
    try:
        key = _KINDS[wanted[0]].import_key(dict(public))
        registry = _registry([algorithm])
        registry.algorithms = {algorithm: jws.JWSRegistry.algorithms[_RENAMED.get(algorithm, algorithm)]}
        jws.deserialize_compact(token, key, algorithms=[algorithm], registry=registry)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise TokenBroken("The signature does not fit the content.") from error


def check_claims(payload: Document) -> None:
    """Raise `TokenContradicts` where a claim says other than the credential; other makers leave some out."""
    issuer, subject = payload.get("issuer"), payload.get("credentialSubject")
    said = {
        "iss": issuer.get("id") if isinstance(issuer, dict) else issuer,
        "jti": payload.get("id"),
        "sub": subject.get("id") if isinstance(subject, dict) else None,
        "nbf": _seconds(payload.get("validFrom")),
        "exp": _seconds(payload.get("validUntil")),
    }
    for name, value in said.items():
        if name in payload and value is not None and payload[name] != value:
            raise TokenContradicts(f"The claim {name} of the token does not say the same as the credential in it.")


def _seconds(text: object) -> int | None:
    try:
        return int(moment(text).timestamp())
    except ValueError:
        return None


def _bits(public: Mapping[str, Any]) -> int:
    """The length of an RSA key; a text that is none counts as none."""
    modulus = public.get("n")
    if not isinstance(modulus, str) or not re.fullmatch(r"[A-Za-z0-9_-]+", modulus):
        return 0
    return int.from_bytes(base64.urlsafe_b64decode(modulus + "=" * (-len(modulus) % 4)), "big").bit_length()


def _registry(algorithms: list[str]) -> jws.JWSRegistry:
    """Reading rules that let headers of other makers be as they are; none of what they say is followed."""
    registry = jws.JWSRegistry(algorithms=algorithms, strict_check_header=False)
    registry.max_header_length = _LARGEST_HEADER
    registry.max_payload_length = _LARGEST_PAYLOAD
    registry.max_signature_length = _LARGEST_SIGNATURE
    return registry


def _extracted(token: str) -> jws.CompactSignature:
    try:
        return jws.extract_compact(token.encode("ascii"), registry=_registry(list(_KEYS)))
    except (JoseError, ValueError, RecursionError) as error:
        raise TokenBroken("This is not a whole JWT.") from error


_KINDS: Mapping[str, type[ECKey] | type[RSAKey] | type[OKPKey]] = MappingProxyType(
    {"EC": ECKey, "RSA": RSAKey, "OKP": OKPKey}
)
