"""What the audit trail says of itself."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class InstallationRestored(Event):
    """A backup was brought back: the trail went on from entry `entries`, while seals knew of `known`."""

    name = "installation.restored"
    said = N_("Backup restored")
    backup_made_at: str
    entries: int
    known: int
