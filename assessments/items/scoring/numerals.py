"""Reading a number as people write it: decimal point or comma, grouped thousands, any script's figures."""

import re
import unicodedata
from fractions import Fraction

from assessments.items.scoring.answers import DECIMAL, BadAnswer, Phrase
from lms.gettext_noop import N_

LONGEST = 40
MINUS = "−‐‑‒–﹣－"  # what keyboards and pasted texts give
APOSTROPHES = "'’‘ʼ＇٬"
SAME = {**dict.fromkeys(MINUS, "-"), **dict.fromkeys(APOSTROPHES, "'"), "＋": "+", "．": ".", "，": ",", "٫": ";"}

SHAPE = re.compile(r"(?P<sign>[-+]?) ?(?P<body>[0-9.,;' ]*[0-9][0-9.,;' ]*?)(?:[eE](?P<power>[-+]?[0-9]{1,2}))?\Z")
FARTHEST_POWER = 30

NUMBER_PHRASES = {
    "notNumber": Phrase(
        N_("“%(text)s” is not a number. Write only digits, such as 12%(decimal)s5."),
        {"text": "{text}", "decimal": DECIMAL},
    ),
    "numberTooLong": Phrase(
        N_("This is too long for a number. Write at most %(longest)s characters."), {"longest": LONGEST}
    ),
}


def read_number(text: str, decimal: str = ".") -> Fraction:
    """The exact number a person wrote; `decimal` decides only where both readings are possible (1,234).

    Raises BadAnswer for what is not one finite number.
    """
    if len(text) > LONGEST:
        raise BadAnswer(N_("This is too long for a number. Write at most %(longest)s characters."), longest=LONGEST)
    found = SHAPE.match(_plain_signs(text))
    power = int(found["power"] or 0) if found else 0
    whole, broken = _split(found["body"], decimal) if found else ("", "")
    if found is None or abs(power) > FARTHEST_POWER or not _is_grouped(whole) or not re.fullmatch("[0-9]*", broken):
        raise not_a_number(text, decimal)
    figures = re.sub("[^0-9]", "", whole) + broken
    if not figures:
        raise not_a_number(text, decimal)
    number = Fraction(int(figures)) * Fraction(10) ** (power - len(broken))
    return -number if found["sign"] == "-" else number


def not_a_number(text: str, decimal: str) -> BadAnswer:
    """The refusal, with an example in the reader's own way of writing."""
    return BadAnswer(
        N_("“%(text)s” is not a number. Write only digits, such as 12%(decimal)s5."),
        text=text.strip()[:LONGEST],
        decimal=decimal,
    )


def _plain_signs(text: str) -> str:
    """ASCII figures and signs, single spaces; marks of writing direction fall away."""
    signs = []
    for sign in text:
        if unicodedata.category(sign) == "Nd":
            signs.append(str(unicodedata.decimal(sign)))
        elif unicodedata.category(sign) != "Cf":
            signs.append(" " if sign.isspace() else SAME.get(sign, sign))
    return "".join(signs).strip()


def _split(body: str, decimal: str) -> tuple[str, str]:
    """The whole and the broken part; `;` stands for a sign that can only be the decimal one."""
    at = _decimal_at(body, decimal)
    return (body, "") if at is None else (body[:at], body[at + 1 :])


def _decimal_at(body: str, decimal: str) -> int | None:
    if ";" in body:
        return body.index(";")
    separators = [at for at, sign in enumerate(body) if sign in ".,"]
    if not separators:
        return None
    last = separators[-1]
    if len(separators) > 1:
        return last if body.count(body[last]) == 1 else None
    if body[last] == decimal or " " in body or "'" in body:
        return last
    grouped = re.fullmatch("[1-9][0-9]{0,2}[.,][0-9]{3}", body)
    return None if grouped else last


def _is_grouped(whole: str) -> bool:
    """Bare figures, or groups with one sign between: the last of three figures, inner ones of two or three."""
    signs = set(re.sub("[0-9]", "", whole))
    if not signs:
        return True
    first, *inner, last = re.split("[^0-9]", whole)
    return len(signs) == 1 and 1 <= len(first) <= 3 and len(last) == 3 and all(len(one) in (2, 3) for one in inner)
