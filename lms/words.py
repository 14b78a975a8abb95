"""Words for people: marked for translation, and translated where a page asks for them."""

from functools import cache
from typing import Any

import flask_babel
from babel.numbers import get_decimal_symbol
from markupsafe import Markup

from lms.marks import N_

__all__ = ["N_", "_", "decimal_sign", "language", "lazy", "ngettext", "spoken"]


def _(text: str, /, **values: Any) -> str:
    """The text in the language of this request, with its values filled in; English outside a request."""
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, number: int, /, **values: Any) -> str:
    """The form of the text that this number asks for."""
    return str(flask_babel.ngettext(one, many, number, **values))


def language() -> str:
    """The language of this page, as the code of courses and people; English outside a request."""
    locale = flask_babel.get_locale()
    return str(locale.language) if locale else "en"


def spoken(text: str, code: str) -> str:
    """A text of this language inside a page: marked as such where the page speaks another."""
    return text if code in {"", language()} else Markup('<span lang="{}">{}</span>').format(code, text)


def decimal_sign() -> str:
    """The decimal sign that people of this page's language write."""
    return _decimal_sign(str(flask_babel.get_locale() or "en"))


@cache
def _decimal_sign(locale: str) -> str:
    return get_decimal_symbol(locale)


def lazy(text: str, /, **values: Any) -> Any:
    """A text that is translated when it is shown, for things made at start."""
    return flask_babel.lazy_gettext(text, **values)
