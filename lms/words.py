"""Words for people: marked for translation, and translated where a page asks for them."""

from functools import cache
from typing import Any

import flask_babel
from babel.numbers import get_decimal_symbol


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


def decimal_sign() -> str:
    """The decimal sign that people of this page's language write."""
    return _decimal_sign(str(flask_babel.get_locale() or "en"))


@cache
def _decimal_sign(locale: str) -> str:
    return get_decimal_symbol(locale)


def lazy(text: str, /, **values: Any) -> Any:
    """A text that is translated when it is shown, for things made at start."""
    return flask_babel.lazy_gettext(text, **values)


def N_(text: str) -> str:  # noqa: N802  # the name by which Babel finds marked texts
    """Mark a text that is translated later, where it is shown."""
    return text
