"""Reading what a phone sends: JSON by its shape, nothing else."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.learning.rules.progress import Mark
from lms.errors import BadInput
from lms.i18n import _

LARGEST = 64 * 1024  # bytes
MOST = 50
LONGEST = 64


@dataclass(frozen=True)
class SentMarks:
    """The marks of one person, and what their phone's clock said when it sent them."""

    person: str
    sent_at: datetime | None
    marks: tuple[Mark, ...]


def read_marks(data: bytes) -> SentMarks:
    """The marks that were sent; raises BadInput for anything that is not of their shape."""
    if len(data) > LARGEST:
        raise _bad()
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise _bad() from None
    if not isinstance(found, dict) or not isinstance(found.get("marks"), list) or len(found["marks"]) > MOST:
        raise _bad()
    marks = tuple(_mark(one) for one in found["marks"])
    return SentMarks(_text(found, "person"), _moment(found.get("sent_at")), marks)


def _mark(one: object) -> Mark:
    if not isinstance(one, dict):
        raise _bad()
    try:
        key = str(uuid.UUID(_text(one, "key")))
    except ValueError:
        raise _bad() from None
    return Mark(key, _text(one, "course"), _text(one, "lesson"), _text(one, "version"), _moment(one.get("said_at")))


def _text(found: dict[str, Any], name: str) -> str:
    text = found.get(name)
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST or "\0" in text:
        raise _bad()
    return text


def _moment(text: object) -> datetime | None:
    """What a clock said; a remark, so what cannot be read is none."""
    try:
        said = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return said if said and said.tzinfo else None


def _bad() -> BadInput:
    return BadInput("marks", _("This is not a list of marks. Open the site again on this phone."))
