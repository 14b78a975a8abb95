"""A hash over what somebody keyed in from a sheet."""

from hashlib import sha256
from json import dumps
from typing import Any


def keying_hash(sheet_id: int, step: str, answers: dict[str, Any]) -> str:
    """The same for the same answers in any order of the questions."""
    said = dumps(answers, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(f"{sheet_id}\0{step}\0{said}".encode()).hexdigest()
