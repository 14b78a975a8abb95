"""Codes of printed sheets: seven signs and a check digit (weighted modulo 31), so that a mistyped one is noticed."""

from collections.abc import Callable

from lms.text.codes import CODE_LETTERS

LENGTH = 8


def draw_sheet_code(choose: Callable[[str], str]) -> str:
    """A new code of signs that are chosen one by one, with its check digit."""
    signs = "".join(choose(CODE_LETTERS) for _ in range(LENGTH - 1))
    return signs + check_digit(signs)


def check_digit(signs: str) -> str:
    """The last sign of a code.

    31 is prime and each weight is another one, so a wrong sign and two signs that changed places are always noticed.
    """
    total = sum(weight * CODE_LETTERS.index(sign) for weight, sign in enumerate(signs, 2))
    return CODE_LETTERS[total % len(CODE_LETTERS)]


def normal_sheet_code(typed: str) -> str:
    """What somebody typed for a code: case, spaces and hyphens do not matter."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def is_sheet_code(code: str) -> bool:
    """Whether this can be a code: of its length and signs, with the right check digit."""
    if len(code) != LENGTH or any(sign not in CODE_LETTERS for sign in code):
        return False
    return check_digit(code[:-1]) == code[-1]
