"""The digest of what a piece of evidence says."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def digest_of(said: Mapping[str, Any]) -> str:
    """SHA-256 of what a piece says, whatever the order in which it says it."""
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
