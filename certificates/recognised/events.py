"""What is recorded of credentials of other bodies; the subject is the person."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class RecognisedEntered(Event):
    """A registrar entered a credential of another body; it counts for nothing before a second person confirms it."""

    name = "recognised.entered"
    said = N_("Credential of another body entered")
    recognised_id: int
    valid_until: str
    topics: list[str]


@dataclass(frozen=True, kw_only=True)
class RecognisedConfirmed(Event):
    """A second person confirmed it."""

    name = "recognised.confirmed"
    said = N_("Credential of another body confirmed")
    recognised_id: int


@dataclass(frozen=True, kw_only=True)
class RecognisedClosed(Event):
    """It was refused, or ended before its date."""

    name = "recognised.closed"
    said = N_("Credential of another body refused or ended")
    recognised_id: int
    reason: str
