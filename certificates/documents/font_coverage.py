"""Which characters our fonts can print, so that a name is refused when it is confirmed and not when it is issued."""

import json
import unicodedata
from bisect import bisect_right
from functools import cache

from certificates.documents.typesetting import FONTS
from lms.errors import BadInput


def unprintable(text: str) -> list[str]:
    """The characters of a text that none of our fonts has, each once, in order."""
    starts, ends = _ranges()
    missing = []
    for sign in text:
        at = bisect_right(starts, ord(sign)) - 1
        if (at < 0 or ord(sign) > ends[at]) and sign not in missing:
            missing.append(sign)
    return missing


def printable_part(text: str) -> str:
    """The text without the characters that none of our fonts has."""
    missing = unprintable(text)
    return "".join(sign for sign in text if sign not in missing)


def check_printable(field: str, text: str) -> None:
    """Refuse beside its field a name that the certificate cannot print, and say which character stands in the way."""
    missing = unprintable(text)
    if missing:
        shown = ", ".join(f"“{sign}” ({unicodedata.name(sign, f'U+{ord(sign):04X}').capitalize()})" for sign in missing)
        raise BadInput(
            field,
            f"The certificate cannot print {shown}. It can print Latin, Greek, Cyrillic, Lao, Khmer, Thai and Arabic "
            "letters: write the name in one of these.",
        )


@cache
def _ranges() -> tuple[list[int], list[int]]:
    """First and last code points of the runs that the fonts have; `coverage.json` is checked against them by a test."""
    runs = json.loads((FONTS / "coverage.json").read_text("utf-8"))
    return [first for first, _ in runs], [last for _, last in runs]
