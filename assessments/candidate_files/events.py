"""What is recorded of photographs; the subject is the workshop. The picture itself is in no event."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class PhotographGiven(Event):
    """A candidate gave a photograph and agreed to what it is shown for; one that was there is replaced."""

    name = "workshop.photograph-given"
    said = N_("Photograph of a candidate added")
    candidate_id: int
    replaced: bool


@dataclass(frozen=True, kw_only=True)
class PhotographRemoved(Event):
    """A candidate took the photograph back, or is no longer part of the workshop."""

    name = "workshop.photograph-removed"
    said = N_("Photograph of a candidate removed")
    candidate_id: int
