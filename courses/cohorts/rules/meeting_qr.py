"""The picture to scan of a meeting's code (QR code, ISO/IEC 18004), for devices that draw the next ones without a line.

Error correction is linear over GF(2), and so is masking with one fixed mask: when a bit of the data is turned, the same
modules turn, whatever the others are. A digit differs from "0" in its four lowest bits alone. So one picture and what
turns with each of these bits make the picture of every code, without a QR encoder in the browser.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import segno

from courses.cohorts.rules.meeting_codes import DIGITS

BITS = (1, 2, 4, 8)  # of a digit
MASK = 0
LEVEL = "m"


@dataclass(frozen=True)
class CodePictures:
    """The pictures of all codes behind one address; modules row by row, as hexadecimal digits."""

    size: int  # modules on a side
    base: str  # of the code 00000000
    turns: Sequence[str]  # for each digit and each of its bits: what turns with it


@lru_cache(maxsize=64)
def code_pictures(address: str) -> CodePictures:
    """The pictures of this address with a code behind it."""
    nought = "0" * DIGITS
    version = int(segno.make(address + nought, error=LEVEL, mode="byte", micro=False, boost_error=False).version)
    size, base = _modules(address + nought, version)
    turns = []
    for place in range(DIGITS):
        for bit in BITS:
            _size, other = _modules(f"{address}{nought[:place]}{bit}{nought[place + 1 :]}", version)
            turns.append(_hex(base ^ other, size))
    return CodePictures(size, _hex(base, size), turns)


def picture_of(pictures: CodePictures, code: str) -> int:
    """The modules of the picture of one code, as a device puts them together."""
    found = int(pictures.base, 16)
    for place, digit in enumerate(code):
        for number, bit in enumerate(BITS):
            if int(digit) & bit:
                found ^= int(pictures.turns[place * len(BITS) + number], 16)
    return found


def drawn(pictures: CodePictures, code: str) -> str:
    """The dark modules of one code as an SVG path, one unit a module."""
    width = _width(pictures.size)
    bits = f"{picture_of(pictures, code):0{width * 4}b}"
    dark = (divmod(at, pictures.size) for at in range(pictures.size**2) if bits[at] == "1")
    return "".join(f"M{x} {y}h1v1h-1z" for y, x in dark)


def _modules(text: str, version: int) -> tuple[int, int]:
    """The side of a picture, and its modules as one number, filled up to whole hexadecimal digits."""
    made = segno.make(text, error=LEVEL, mode="byte", version=version, mask=MASK, micro=False, boost_error=False)
    size = len(made.matrix)
    bits = "".join(str(int(module)) for row in made.matrix for module in row)
    return size, int(bits.ljust(_width(size) * 4, "0"), 2)


def _width(size: int) -> int:
    """How many hexadecimal digits a picture of this side has."""
    return -(-size * size // 4)


def _hex(modules: int, size: int) -> str:
    return f"{modules:0{_width(size)}x}"
