"""What starting an attempt uses up, said before it starts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AttemptUse:
    """What an attempt that may start takes of those that are left, and how long the wait for the next one is."""

    left: int | None  # before it starts; none: there is no limit
    total: int | None  # allowed and given in addition
    wait_hours: int | None  # after one that does not pass; none: there is no next one

    @property
    def is_last(self) -> bool:
        """Whether no other follows."""
        return self.left == 1


def attempt_use(counted: int, allowed: int | None, wait_hours: int, granted: int = 0) -> AttemptUse:
    """What one more attempt uses after so many that count; those given in addition come last, and need no wait."""
    if allowed is None:
        return AttemptUse(None, None, wait_hours)
    total = allowed + granted
    left = max(0, total - counted)
    if left <= 1:
        return AttemptUse(left, total, None)
    return AttemptUse(left, total, wait_hours if counted + 1 < allowed else 0)
