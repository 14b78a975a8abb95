"""Percentages as people read them."""

from decimal import Decimal
from fractions import Fraction

from flask_babel import format_decimal

from assessments.exams.rules.scoring import shown


def percent_words(exact: str) -> str:
    """A percentage as people read it, rounded down to one decimal."""
    return f"{format_decimal(percent_number(exact))} %"


def percent_number(exact: str) -> Decimal:
    """The same as a number, for lists that are exported."""
    return shown(Fraction(exact))
