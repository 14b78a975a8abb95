"""What the audit trail keeps of the keys of sealed sheets."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class SheetKeyMade(Event):
    """A key was made to which tablets seal sheets; the subject is the key."""

    name = "sheet-key.made"
    said = N_("Key for sealed sheets made")
    key: str
