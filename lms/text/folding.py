"""Case folding, accent stripping and transliteration of letters, for whatever compares what people typed."""

import re
import unicodedata
from enum import Enum, Flag, auto
from functools import cache
from typing import Literal


class Accents(Enum):
    """Which combining signs go."""

    KEPT = auto()
    LATIN = auto()  # what stands on letters of Latin, Greek and Cyrillic
    EVERY_SCRIPT = auto()  # vowel signs of other scripts too, which are letters to those who write them


class Letters(Flag):
    """Which letters that Unicode does not take apart become plain ones."""

    KEPT = 0
    CROSSED = auto()
    LIGATURES = auto()
    NORDIC = auto()
    AFRICAN = auto()
    ENG_AS_N = auto()  # as passports write it
    ENG_AS_NG = auto()  # as it is heard


PLAIN = (
    (Letters.CROSSED, {"ø": "o", "ł": "l", "đ": "d"}),
    (Letters.LIGATURES, {"œ": "oe", "æ": "ae"}),
    (Letters.NORDIC, {"ð": "d", "þ": "th", "ħ": "h", "ı": "i"}),
    (Letters.AFRICAN, {"ɓ": "b", "ɗ": "d", "ƙ": "k", "ə": "e", "ɛ": "e", "ɔ": "o"}),
    (Letters.ENG_AS_N, {"ŋ": "n"}),
    (Letters.ENG_AS_NG, {"ŋ": "ng"}),
)
COMBINING = "".join(chr(n) for n in range(0x300, 0xFFFF) if unicodedata.category(chr(n))[0] == "M")  # of every script
_SIGNS = {
    Accents.LATIN: re.compile("[\u0300-\u036f]"),
    Accents.EVERY_SCRIPT: re.compile(f"[{COMBINING}]"),
}


def fold(
    text: str,
    *,
    case: bool = False,
    accents: Accents = Accents.KEPT,
    letters: Letters = Letters.KEPT,
    compatible: bool = False,
    form: Literal["NFC", "NFD"] = "NFC",
) -> str:
    """The text as it is compared with others that were folded alike.

    Unless `case` counts it is case-folded; with `compatible`, forms that mean the same are one (ﬁ and fi, Ａ and A).
    `form` is the Unicode normalization form of what is answered: composed, or taken apart.
    """
    compose: Literal["NFKC", "NFC"] = "NFKC" if compatible else "NFC"
    text = unicodedata.normalize(compose, text)
    if not case:
        text = unicodedata.normalize(compose, text.casefold())
    if accents is not Accents.KEPT:
        text = _SIGNS[accents].sub("", unicodedata.normalize("NFKD" if compatible else "NFD", text))
    if letters:
        text = text.translate(_table(letters))
    return unicodedata.normalize(form, text)


@cache
def _table(letters: Letters) -> dict[int, str]:
    """Small and capital letters with what stands for them; a capital becomes capitals."""
    small = {letter: plain for group, pairs in PLAIN if group in letters for letter, plain in pairs.items()}
    return str.maketrans(small | {letter.upper(): plain.upper() for letter, plain in small.items()})
