"""Rules of applications: how long they may wait, and which of a list one asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CONFIRM_WITHIN = timedelta(days=14)  # an address that nobody confirms; then the application is forgotten
OVERDUE = timedelta(days=14)  # how long an application may wait before somebody is told
PLACE_MOST, WORDS_MOST = 120, 1000  # letters
ACCOUNT = "account"  # the kind that asks for an account


class ApplicationOutcome(StrEnum):
    """What became of an application."""

    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True)
class ApplicationFilter:
    """Which applications of a list are shown: of a kind, of a place, holding these words; nothing is all."""

    kind: str = ""
    place: str = ""
    words: str = ""

    def lets_through(self, kind: str, place: str, text: str) -> bool:
        """Whether one of this kind and place, with this text, is shown."""
        fits = self.kind in ("", kind) and self.place in ("", place)
        return fits and self.words.casefold().strip() in text.casefold()


def is_overdue(since: datetime | None, now: datetime) -> bool:
    """Whether something waits too long; fourteen days are not yet too long."""
    return since is not None and now - since > OVERDUE
