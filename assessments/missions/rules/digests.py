"""The digest of what is frozen: SHA-256 of its JSON with sorted keys and no spaces."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def digest_of(content: Mapping[str, Any]) -> str:
    """64 hexadecimal digits; the same content always has the same."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()
