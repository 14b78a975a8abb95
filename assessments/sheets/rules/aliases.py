"""How candidates and assessors are called where names are hidden: one function for pages, exports and file names."""

import string

LETTERS = string.ascii_uppercase


def candidate_code(number: int) -> str:
    """The code of the candidate with this number in a workshop, from 1: C-01, C-02, …, C-100."""
    return f"C-{number:02d}"


def assessor_letter(number: int) -> str:
    """The letter of the assessor with this number in a workshop, from 1: A, …, Z, AA, AB, …"""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, len(LETTERS))
        letters = LETTERS[rest] + letters
    return letters


def shown_as(name: str, alias: str, *, hidden: bool) -> str:
    """What a page, an export or a file name says: the code or letter alone where names are hidden, else both."""
    return alias if hidden else f"{alias} {name}"
