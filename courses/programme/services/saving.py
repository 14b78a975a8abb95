"""Typed words made even, and what is other than before: what every list of the programme does when it is saved."""

from collections.abc import Mapping
from typing import Any

from lms.errors import BadInput
from lms.i18n import _


def line(field: str, text: str, most: int, missing: str) -> str:
    """One line without spaces too many; nothing at all, or too much, is refused beside its field."""
    even = " ".join(text.split())
    if not even:
        raise BadInput(field, missing)
    if len(even) > most:
        raise BadInput(field, _("Use at most %(most)s characters.", most=most))
    return even


def assign(row: object, wanted: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write these values into a row; answers those that are other than before, as they were and as they are."""
    known = {name: getattr(row, name) for name in wanted}
    changed = [name for name in wanted if wanted[name] != known[name]]
    for name in changed:
        setattr(row, name, wanted[name])
    return {name: plain(known[name]) for name in changed}, {name: plain(wanted[name]) for name in changed}


def plain(value: Any) -> Any:
    """A value as the record keeps it: days in words."""
    return value if value is None or isinstance(value, int | list | dict) else str(value)
