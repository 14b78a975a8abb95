"""The blueprint of exams."""

from typing import Any

from flask import Blueprint

from lms.errors import NotFound

bp = Blueprint("exams", __name__, template_folder="../templates")


@bp.url_value_preprocessor
def refuse_nul(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Nothing has a name with a NUL in it, and PostgreSQL cannot even be asked."""
    if any("\0" in str(value) for value in (values or {}).values()):
        raise NotFound
