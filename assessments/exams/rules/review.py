"""Reviewing before submitting: whether a person is asked once more, and about what."""

import re
from collections.abc import Collection
from dataclasses import dataclass

POSITIONS = re.compile(r"(?:\d{1,4}(?:,\d{1,4}){0,499})?\Z", re.ASCII)


@dataclass(frozen=True)
class AskAgain:
    """Why nothing is submitted yet: what has no answer, and what has changed since the person saw the list."""

    unanswered: tuple[int, ...]  # positions, as the server holds them
    answered_since: tuple[int, ...] = ()
    emptied_since: tuple[int, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the list that the person saw is not that of the server."""
        return bool(self.answered_since or self.emptied_since)


def ask_before_submitting(unanswered: Collection[int], shown: Collection[int] | None, *, sure: bool) -> AskAgain | None:
    """None when the paper may be submitted: everything is answered, or the person is sure about just what is not.

    `shown` is what they saw without an answer; None where no list was shown, and then they cannot be sure of it. A list
    that has changed since is asked about again, also where everything has an answer now.
    """
    now = set(unanswered)
    seen = now if shown is None else set(shown)
    if seen == now and (not now or (sure and shown is not None)):
        return None
    return AskAgain(tuple(sorted(now)), tuple(sorted(seen - now)), tuple(sorted(now - seen)))


def read_positions(text: str | None) -> frozenset[int] | None:
    """Positions as a form sends them, such as `3,7`; None where there are none to read."""
    if text is None or not POSITIONS.match(text):
        return None
    return frozenset(int(part) for part in text.split(",") if part)
