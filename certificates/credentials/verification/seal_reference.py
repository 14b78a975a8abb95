"""How a published status list names the newest seal of the audit trail: as a related resource with its digest.

The terms are those of the Verifiable Credentials data model 2.0, section 5.3 (integrity of related resources).
"""

import re
from typing import Any

from certificates.credentials.rules.award import Issuer
from certificates.credentials.signing import proofs
from lms import storage
from lms.errors import NotFound

SEAL_SUFFIX = ".jws"
PATH = "/audit/seals/"
_NAMED = re.compile(r"/audit/seals/([0-9a-f]{64})$")


def reference(issuer: Issuer, digest: str, token: str) -> dict[str, str]:
    """The address of a seal, which is named by its SHA-256, and the digest of its bytes."""
    return {"id": f"{issuer.base}{PATH}{digest}", "digestMultibase": proofs.digest_multibase(token.encode("ascii"))}


def reference_in(document: dict[str, Any]) -> tuple[str, str] | None:
    """Address and digest of the seal that a list names; none where it names none."""
    related = document.get("relatedResource")
    for one in related if isinstance(related, list) else [related]:
        if isinstance(one, dict) and _NAMED.search(str(one.get("id"))):
            return str(one["id"]), str(one.get("digestMultibase"))
    return None


def storage_key(address: str) -> str | None:
    """Under which key the seal of an address is kept; none where the address names no seal."""
    found = _NAMED.search(address)
    return found[1] + SEAL_SUFFIX if found else None


def keep_seal(token: str) -> str:
    """Keep a signed seal among the files of the installation, to be shown to everybody; answers its SHA-256."""
    return storage.digest_of(storage.put(token.encode("ascii"), SEAL_SUFFIX))


def kept_seal(address: str, multibase: str) -> bytes | None:
    """The signed seal of this address, if it is there and is what the digest says."""
    key = storage_key(address)
    if key is None:
        return None
    try:
        content = storage.get(key)
    except NotFound:
        return None
    return content if proofs.digest_multibase(content) == multibase else None
