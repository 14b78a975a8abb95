"""What a report of a mistake is about and says, where it stands, and what may follow."""

from collections.abc import Mapping
from enum import StrEnum

TEXT_MOST = 1000  # signs of what is wrong
SENTENCE_MOST = 400  # signs of the sentence in which it stands
REASON_MOST = 500  # signs of why
AT_ONCE = 10  # reports of one person within the window of `lms.rate_limits`
NOTES_MOST = 20  # what one person may say of one piece while their report on it is open


class MistakeSort(StrEnum):
    """What is wrong, as whoever reports it chooses."""

    FACT = "fact"
    DATED = "out-of-date"
    TRANSLATION = "translation"
    HARD = "hard-to-understand"
    PICTURE = "picture"
    OTHER = "other"


class MistakeState(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    LOOKED_AT = "looked-at"
    MENDED = "mended"
    NO_MISTAKE = "no-mistake"
    DUPLICATE = "duplicate"


OPEN = frozenset({MistakeState.RECEIVED, MistakeState.LOOKED_AT})
DECIDED = (MistakeState.MENDED, MistakeState.NO_MISTAKE, MistakeState.DUPLICATE)
FOLLOWING: Mapping[MistakeState, tuple[MistakeState, ...]] = {
    MistakeState.RECEIVED: (MistakeState.LOOKED_AT, *DECIDED),
    MistakeState.LOOKED_AT: DECIDED,
    **dict.fromkeys(DECIDED, (MistakeState.LOOKED_AT,)),
}


def tidied(text: str) -> str:
    """What was typed, with one kind of line end, nothing round it, and no sign that a database refuses."""
    known = text.encode("utf-8", "ignore").decode().replace("\0", "")
    return "\n".join(line.rstrip() for line in known.strip().splitlines())


def says_something(text: str) -> bool:
    """Whether a text has a letter or digit: signs that nobody sees, or dots alone, tell nobody what is wrong."""
    return any(sign.isalnum() for sign in text)
