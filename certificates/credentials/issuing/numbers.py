"""The certificate number: short, random, easy to type, with a check character that finds typing slips.

Nine characters in threes, such as `7K3-M9Q-XT0`: eight drawn at random and one that checks them. The alphabet has 31
signs, none of which is easily taken for another; 31 is a prime, so the weighted sum below finds every single wrong
character and every two characters that changed places (the argument of ISBN-10, which has 11 signs).
"""

import unicodedata

from lms.errors import BadInput

ALPHABET = "0123456789ABCDEFGHJKMNPQRTVWXYZ"
DRAWN = 8
NUMBERS = len(ALPHABET) ** DRAWN

_TAKEN_FOR = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5", "U": "V"})
_DASHES = "-‐‑‒–—−. \t\u00a0_/"


def number_for(draw: int) -> str:
    """The certificate number of a random draw, which is at least 0 and below `NUMBERS`."""
    if not 0 <= draw < NUMBERS:
        raise ValueError(f"a draw lies between 0 and {NUMBERS - 1}, not {draw}")
    digits: list[int] = []
    for _ in range(DRAWN):
        draw, digit = divmod(draw, len(ALPHABET))
        digits.append(digit)
    return _grouped("".join(ALPHABET[digit] for digit in [*reversed(digits), _check(digits[::-1])]))


def read_number(typed: str) -> str:
    """The number that was meant, however it was typed: case, spaces, dashes and O for 0, I or L for 1, S for 5 are
    mended; a number with a slip in it is refused beside its field."""
    plain = unicodedata.normalize("NFKC", typed).upper().translate(str.maketrans("", "", _DASHES))
    plain = plain.translate(_TAKEN_FOR)
    if len(plain) != DRAWN + 1 or any(sign not in ALPHABET for sign in plain):
        raise BadInput("number", "A certificate number has nine letters and digits, such as 7K3-M9Q-XT0.")
    digits = [ALPHABET.index(sign) for sign in plain]
    if _check(digits[:DRAWN]) != digits[DRAWN]:
        raise BadInput("number", "This number has a typing slip in it: compare it with the certificate, sign by sign.")
    return _grouped(plain)


def _check(digits: list[int]) -> int:
    """The sign that makes the sum of each digit times its place (from 1) divisible by 31."""
    total = sum(place * digit for place, digit in enumerate(digits, start=1))
    return -total * pow(DRAWN + 1, -1, len(ALPHABET)) % len(ALPHABET)


def _grouped(plain: str) -> str:
    return "-".join(plain[at : at + 3] for at in range(0, len(plain), 3))
