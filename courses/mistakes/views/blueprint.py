"""The addresses of mistakes."""

from typing import Any

from flask import Blueprint

from courses.mistakes.labels import SORTS

bp = Blueprint("mistakes", "courses.mistakes", template_folder="templates")


def mistake_sorts() -> dict[str, Any]:
    """The kinds of mistakes with their words, for the form that stands on other pages."""
    return SORTS


bp.add_app_template_global(mistake_sorts)
