"""What people say to what is kept about them."""

from dataclasses import dataclass

from lms.events import Event


@dataclass(frozen=True, kw_only=True)
class ConsentAnswered(Event):
    """A person agreed to what is kept about them, or did not."""

    name = "people.consent-answered"
    version: int
    answer: str
