"""What the audit trail says of itself."""

from dataclasses import dataclass

from lms.events import Event


@dataclass(frozen=True, kw_only=True)
class InstallationRestored(Event):
    """A backup was brought back: the trail went on from entry `entries`, while seals knew of `known`."""

    name = "installation.restored"
    backup_made_at: str
    entries: int
    known: int
