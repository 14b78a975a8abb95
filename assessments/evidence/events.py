"""What evidence says has happened; what people wrote stands in no event."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(Event):
    """A person added evidence of their own; the digest is that of what it says and of its files."""

    name = "evidence.added"
    said = N_("Evidence added")
    item_id: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class EvidenceWithdrawn(Event):
    """A person withdrew evidence of their own."""

    name = "evidence.withdrawn"
    said = N_("Evidence withdrawn")
    item_id: int


@dataclass(frozen=True, kw_only=True)
class WitnessAsked(Event):
    """A person named a witness."""

    name = "evidence.witness-asked"
    said = N_("Witness asked")
    item_id: int
    request_id: int


@dataclass(frozen=True, kw_only=True)
class WitnessEnded(Event):
    """A witness confirmed or declined, or is not asked any more; nobody's account acts where a witness answers."""

    name = "evidence.witness-ended"
    said = N_("Request to a witness closed")
    item_id: int
    request_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DossierRead(Event):
    """Somebody read the dossier of another person; the subject is whose it is.

    `names` says whether it named them; `place` is the workshop at which the reader rates them, or empty.
    """

    name = "evidence.dossier-read"
    said = N_("Dossier read")
    names: bool
    place: str
