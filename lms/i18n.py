"""i18n: gettext for pages, lazy texts, the language of a request and the direction of a script."""

from functools import cache
from typing import Any

import flask_babel
from babel import Locale
from babel.numbers import get_decimal_symbol
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from lms.gettext_noop import N_

__all__ = ["N_", "_", "decimal_sign", "direction", "direction_of", "language", "lazy", "ngettext", "spoken", "tongue"]

LOCALES = {"en": "en_GB"}


class English(str):
    """A text that the catalogue of the page lacks: it is English, and a page that shows it says so."""

    __slots__ = ()

    def __mod__(self, values: Any) -> "English":
        return English(str.__mod__(self, values))


class EnglishMarkup(Markup):
    """The same as a template has it: its values are escaped."""

    __slots__ = ()


class Lazy(LazyString):  # type: ignore[misc]  # Flask-Babel has no types
    """A text that is translated when it is shown."""

    def text(self) -> str:
        """The text of now, which knows its language."""
        said: str = self._func(*self._args, **self._kwargs)
        return said


def _(text: str, /, **values: Any) -> str:
    """The text in the language of this request, with its values filled in; English outside a request."""
    said: str = flask_babel.gettext(text, **values)
    return said


def ngettext(one: str, many: str, number: int, /, **values: Any) -> str:
    """The form of the text that this number asks for."""
    said: str = flask_babel.ngettext(one, many, number, **values)
    return said


def language() -> str:
    """The language of this page, as the code of courses and people; English outside a request."""
    locale = flask_babel.get_locale()
    return str(locale.language) if locale else "en"


def locale_of(code: str) -> str:
    """The locale in which days and numbers of a language are written: English days as the British write them."""
    return LOCALES.get(code, code)


@cache
def direction_of(code: str) -> str:
    """Which way a language runs: `ltr` or `rtl`."""
    return str(Locale.parse(code.replace("-", "_")).text_direction)


def direction() -> str:
    """Which way the language of this request runs."""
    locale = flask_babel.get_locale()
    return str(locale.text_direction) if locale else "ltr"


def tongue(code: str) -> Markup:
    """The attributes of an element whose text is of this language: its name, and its direction if not the page's."""
    way = direction_of(code or "en")
    turn = "" if way == direction() else f' dir="{way}"'
    return Markup('lang="{}"{}').format(code, Markup(turn))  # noqa: S704  # one of two words of ours


def spoken(text: str, code: str) -> str:
    """A text of this language inside a page: marked as such where the page speaks another."""
    return text if code in {"", language()} else Markup("<span {}>{}</span>").format(tongue(code), text)


def in_its_language(value: Any) -> Any:
    """What a page shows: an English text on a page of another language is marked as such, all else is as it was."""
    kind = type(value)
    if kind is Lazy:
        value = value.text()
        kind = type(value)
    return spoken(value, "en") if kind is EnglishMarkup or kind is English else value


def decimal_sign() -> str:
    """The decimal sign that people of this page's language write."""
    return _decimal_sign(str(flask_babel.get_locale() or "en"))


@cache
def _decimal_sign(locale: str) -> str:
    return get_decimal_symbol(locale)


def lazy(text: str, /, **values: Any) -> Any:
    """A text that is translated when it is shown, for things made at start."""
    return Lazy(_, text, **values)
