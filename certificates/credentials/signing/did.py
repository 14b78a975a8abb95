"""What the issuer publishes about itself: the did:web document, the key set and each key alone."""

from collections.abc import Iterable
from typing import Any

from certificates.credentials.signing import contexts
from certificates.credentials.signing.keys import Jwk, KeyKind, PublicKey

Document = dict[str, Any]


def did_document(did: str, keys: Iterable[PublicKey]) -> Document:
    """The did:web document with every key that may be trusted, retired ones too while what they signed is in force.

    `assertionMethod` holds full DID URLs as text: verifiers compare text and look no further.
    """
    methods = [_method(did, key) for key in keys]
    return {
        "@context": [contexts.DID, contexts.MULTIKEY],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def key_set(did: str, keys: Iterable[PublicKey]) -> Document:
    """The JSON Web Key Set of the same keys, each named as tokens name it."""
    return {"keys": [key.jwk | {"kid": key.key_id(did), "use": "sig"} for key in keys]}


def bare_key(key: PublicKey) -> Jwk:
    """What `/keys/<name>.json` answers: one key and nothing round it."""
    return key.jwk


def asserting_method(document: Document, key_id: str) -> Document | None:
    """The method of this id, where the document names it for assertion and its controller is the document's own DID."""
    if key_id not in _list(document.get("assertionMethod")):
        return None
    for method in _list(document.get("verificationMethod")):
        if isinstance(method, dict) and method.get("id") == key_id and method.get("controller") == document.get("id"):
            return method
    return None


def asserting_ids(document: Document) -> list[str]:
    """The ids of the methods that the document names for assertion."""
    return [one for one in _list(document.get("assertionMethod")) if isinstance(one, str)]


def _method(did: str, key: PublicKey) -> Document:
    method: Document = {"id": key.key_id(did), "controller": did}
    if key.kind is KeyKind.ED25519:
        return method | {"type": "Multikey", "publicKeyMultibase": key.multibase}
    return method | {"type": "JsonWebKey", "publicKeyJwk": key.jwk}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
