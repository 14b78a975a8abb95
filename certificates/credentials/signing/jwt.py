"""The JWT form of a credential: ES256, the credential itself as payload, as Open Badges 3.0 demands."""

import json
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwa import JWSAlgModel
from joserfc.jwk import ECKey

from certificates.credentials.rules.award import moment
from certificates.credentials.signing.keys import Jwk, KeyKind, Signer

Document = dict[str, Any]

ALGORITHM = "ES256"
_HEADER_MEMBERS = {"alg", "kid", "typ"}


class TokenBroken(Exception):
    """The token cannot be read or does not hold; the message says why."""


class _Delegated(JWSAlgModel):
    """ES256 with the signature made by a `Signer`, which may keep its key elsewhere."""

    name = ALGORITHM
    description = "ES256 by a signer"
    key_type = "EC"

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

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
    registry = jws.JWSRegistry(algorithms=[ALGORITHM])
    registry.algorithms = {ALGORITHM: _Delegated(signer)}
    payload = json.dumps(document | claims_for(document), ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact(
        {"alg": ALGORITHM, "kid": key_id, "typ": "JWT"},
        payload,
        ECKey.import_key(dict(signer.public.jwk)),
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


def key_id_of(token: str) -> str:
    """Which key the token says it was signed with; not yet believed."""
    header = _extracted(token).headers()
    if header.get("alg") != ALGORITHM:
        raise TokenBroken(f"The token is signed with {str(header.get('alg'))[:20]!r}; only ES256 is accepted.")
    if set(header) - _HEADER_MEMBERS or not isinstance(header.get("kid"), str):
        raise TokenBroken("The header of the token holds more than alg, kid and typ, or names no key.")
    return str(header["kid"])


def content_of(token: str) -> bytes:
    """The payload of the token, not yet believed."""
    return _extracted(token).payload


def verify(token: str, public: Jwk) -> None:
    """Raise `TokenBroken` unless the token was signed by this P-256 key; time is not judged here."""
    key_id_of(token)
    try:
        jws.deserialize_compact(token, ECKey.import_key(dict(public)), algorithms=[ALGORITHM])
    except (JoseError, ValueError) as error:
        raise TokenBroken("The signature does not fit the content.") from error


def unsigned(payload: Document) -> Document:
    """The credential inside a payload; claims that say other than the credential are `TokenBroken`."""
    claims = {name: payload[name] for name in ("iss", "jti", "sub", "nbf", "exp") if name in payload}
    document = {name: value for name, value in payload.items() if name not in claims}
    if "vc" in payload or claims != claims_for(document):
        raise TokenBroken("The claims of the token do not say the same as the credential in it.")
    return document


def _extracted(token: str) -> jws.CompactSignature:
    try:
        return jws.extract_compact(token.encode("ascii"))
    except (JoseError, ValueError) as error:
        raise TokenBroken("This is not a whole JWT.") from error
