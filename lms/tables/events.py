"""What the audit trail is told of lists that leave the site as files."""

from dataclasses import dataclass
from typing import Any

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class ListExported(Event):
    """Somebody took a list that names people as a file; the subject is the list.

    `filter` says by what it was narrowed. Words that somebody typed are not repeated: they may name a person.
    """

    name = "list.exported"
    said = N_("List of people exported")
    filter: dict[str, Any]
    count: int
    format: str
