"""Words without their accents, for whatever compares what people typed."""

import re
import unicodedata

_LATIN = "".join(map(chr, range(0x300, 0x370)))  # what stands on letters of Latin, Greek and Cyrillic
MARKS = "".join(chr(n) for n in range(0x300, 0xFFFF) if unicodedata.category(chr(n))[0] == "M")  # of every script
_LATIN_MARK, _MARK = re.compile(f"[{_LATIN}]"), re.compile(f"[{MARKS}]")
_CROSSED = str.maketrans("øØłŁđĐ", "oOlLdD")  # an accent that Unicode does not take apart


def without_accents(text: str, *, every_script: bool = False) -> str:
    """The text with bare letters, taken apart; vowel signs of other scripts are letters, and go only when asked.

    Ligatures stay, and so do forms that mean the same: who compares decides about them before.
    """
    marks = _MARK if every_script else _LATIN_MARK
    return marks.sub("", unicodedata.normalize("NFD", text)).translate(_CROSSED)
