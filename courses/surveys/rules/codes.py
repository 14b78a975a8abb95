"""Codes of forms: how they look, and whether one can be answered now."""

from datetime import datetime, timedelta
from enum import StrEnum

from lms.text.codes import CODE_LETTERS

LENGTH = 8
OPEN_FOR = timedelta(days=14)
LONGEST = timedelta(days=366)
ANSWERS_USUAL, ANSWERS_MOST = 60, 2000


class CodeState(StrEnum):
    """Whether a form can be answered by its code."""

    NOT_YET = "not-yet"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"


def code_of(seed: int) -> str:
    """A code from a number drawn by chance; eight signs out of 31 are 39 bits."""
    signs = []
    for _place in range(LENGTH):
        seed, sign = divmod(seed, len(CODE_LETTERS))
        signs.append(CODE_LETTERS[sign])
    return "".join(signs)


def normal_code(typed: str) -> str:
    """A code as somebody typed it, in the form in which it is kept."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def code_state(
    *, opens_at: datetime, closes_at: datetime, closed_at: datetime | None, number: int, most: int, now: datetime
) -> CodeState:
    """How a code stands; at the moment at which it closes it is closed."""
    if closed_at is not None or now >= closes_at:
        return CodeState.CLOSED
    if now < opens_at:
        return CodeState.NOT_YET
    return CodeState.FULL if number >= most else CodeState.OPEN
