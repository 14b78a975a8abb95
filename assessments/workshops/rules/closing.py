"""Whether a workshop may be closed at once, or only by somebody who has read what is still open."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StillOpen:
    """What is not done yet at a workshop."""

    performances: int  # without a result that stands
    feedback: bool  # is not released though somebody performed

    @property
    def anything(self) -> bool:
        """Whether closing needs a confirmation."""
        return self.performances > 0 or self.feedback


def still_open(performances: int, without_result: int, released: bool) -> StillOpen:
    """What is open; a workshop at which nobody performed has nothing to release."""
    return StillOpen(without_result, performances > 0 and not released)
