"""The hash by which a register knows a record, in whichever form and spelling it comes back."""

import hashlib
import json
from typing import Any

Document = dict[str, Any]

_NOT_SAID = frozenset({"proof", "iss", "jti", "sub", "nbf", "exp", "iat"})  # signatures, and what a token says twice


def record_hash(document: Document) -> str:
    """SHA-256 of what a record says, the same for its JSON form and its token.

    JSON-LD knows no order in a set, and a set of one may stand there as that one: software of others writes either.
    """
    said = {name: _plain(member) for name, member in document.items() if name not in _NOT_SAID}
    return hashlib.sha256(_text(said).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list):
        members = sorted((_plain(member) for member in value), key=_text)
        return members[0] if len(members) == 1 else members
    return value


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
