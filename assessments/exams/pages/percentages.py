"""Percentages as people read them."""

from fractions import Fraction

from flask_babel import format_decimal

from assessments.exams.rules.scoring import shown


def percent_words(exact: str) -> str:
    """A percentage as people read it, rounded down to one decimal."""
    return f"{format_decimal(shown(Fraction(exact)))} %"
