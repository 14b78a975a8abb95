"""What people say to what is kept about them."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class ConsentAnswered(Event):
    """A person agreed to what is kept about them, or did not."""

    name = "people.consent-answered"
    said = N_("Answer to the notice about data")
    version: int
    answer: str
