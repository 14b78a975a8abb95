"""Character encodings: the text of a file that does not say how its letters are written."""

import codecs
from dataclasses import dataclass

from lms.tables.reading.faults import LETTERS, NO_TABLE, refuse

MARKED = (  # byte order marks, the longest first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WINDOWS = ("cp1252", "cp1250")  # Western Europe; Central Europe, which has letters where the other has none
SHOWN = {
    "utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
    "utf-32": "UTF-32", "cp1252": "Windows-1252", "cp1250": "Windows-1250",
}  # fmt: skip
GUESSED = frozenset({"Windows-1252", "Windows-1250"})
SAMPLE = 2000  # bytes in which every second is nought where UTF-16 has no mark


@dataclass(frozen=True)
class DecodedText:
    """The text of a file, and the name of its encoding."""

    text: str
    encoding: str


def decoded(content: bytes) -> DecodedText:
    """The text of these bytes: by their mark, else as UTF-8, else in the code pages of Windows."""
    for name in _candidates(content):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        return DecodedText(text, SHOWN[name]) if "\0" not in text else refuse(NO_TABLE)
    return refuse(NO_TABLE if b"\0" in content else LETTERS)


def _candidates(content: bytes) -> tuple[str, ...]:
    marked = next((name for begin, name in MARKED if content.startswith(begin)), None)
    if marked:
        return (marked,)
    sample = content[:SAMPLE]
    if b"\0" in sample:
        return ("utf-16-le",) if sample[1::2].count(0) > sample[::2].count(0) else ("utf-16-be",)
    return ("utf-8", *WINDOWS)
