"""Join codes: letters and digits of which no two look alike, and what people type for them."""

from collections.abc import Callable
from datetime import datetime

SIGNS = "0123456789ACDEFGHJKMNPQRTVWXY"  # 29: of signs that look alike one is left
LENGTH = 8  # 29 ** 8, half a million million; who guesses twenty times in a quarter of an hour finds none
_LOOK_ALIKE = str.maketrans("OILZSBU", "011258V")


def draw_code(choose: Callable[[str], str]) -> str:
    """A new join code of signs that are chosen one by one; nobody must be able to foresee which."""
    return "".join(choose(SIGNS) for _ in range(LENGTH))


def normal_join_code(typed: str) -> str:
    """What somebody typed for a code: case, spaces and hyphens do not matter, and look-alikes are taken for it."""
    return "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_LOOK_ALIKE)


def code_holds(until: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """Whether somebody may join by this code; the moment at which it expires is too late."""
    return ended_at is None and now < until
