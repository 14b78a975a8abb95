"""The JSON-LD contexts of a credential: kept beside this module, checked by hash, never fetched."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

VC = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
DID = "https://www.w3.org/ns/did/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"

CREDENTIAL_CONTEXTS = (VC, OPEN_BADGES, EXTENSIONS)


class UnknownContext(Exception):
    """A document names a context that is not one of ours, or an installed one is not the known text."""


@dataclass(frozen=True)
class Vendored:
    """The file of a context, and the hash of the only text that is accepted."""

    name: str
    sha256: str


FOLDER = Path(__file__).with_name("context_files")
_VENDORED: Mapping[str, Vendored] = MappingProxyType(
    {
        VC: Vendored("credentials-v2.json", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"),
        OPEN_BADGES: Vendored(
            "ob-v3p0-context-3.0.3.json", "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"
        ),
        EXTENSIONS: Vendored(
            "ob-v3p0-extensions.json", "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93"
        ),
        MULTIKEY: Vendored(
            "security-multikey-v1.json", "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597"
        ),
        DID: Vendored("did-v1.json", "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f"),
    }
)


def addresses() -> tuple[str, ...]:
    """Every context that this software knows."""
    return tuple(_VENDORED)


@cache
def text(address: str) -> bytes:
    """The bytes of a context; an address that is not ours, or a text with another hash, is refused."""
    vendored = _VENDORED.get(address)
    if vendored is None:
        raise UnknownContext(f"The record names the context {address!r}, which this software does not know.")
    try:
        content = (FOLDER / vendored.name).read_bytes()
    except FileNotFoundError as fault:
        raise UnknownContext(f"The file of the context {address} is missing. Install the program anew.") from fault
    if hashlib.sha256(content).hexdigest() != vendored.sha256:
        raise UnknownContext(f"The file of the context {address} is not the text that was checked.")
    return content


@cache
def documents() -> dict[str, dict[str, Any]]:
    """The contexts of a credential, parsed, by address: all that a proof may rest on."""
    return {address: json.loads(text(address)) for address in CREDENTIAL_CONTEXTS}
