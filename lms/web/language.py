"""Which language a page speaks, and the names that languages give themselves."""

from collections.abc import Iterable
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, get_locale, get_translations

from lms.access import viewer_or_none
from lms.words import spoken

COOKIE = "language"
LOCALES = {"en": "en_GB"}
TRANSLATIONS = "web/translations"
BESIDES = "spoor-languages-besides"  # languages without a catalogue, of an application that was told to show them
_languages: list[str] = []  # found once, at start: the catalogues lie beside the program


def available(app: Flask) -> list[str]:
    """English, and every language that has a catalogue."""
    babel: Babel = app.extensions["spoor-babel"]
    return sorted({"en", *(str(locale) for locale in babel.list_translations())})


def known() -> list[str]:
    """The languages that pages of this application may be asked for."""
    besides: list[str] = current_app.extensions.get(BESIDES, [])
    return [*(_languages or ["en"]), *besides]


def show_besides(app: Flask, codes: Iterable[str]) -> tuple[list[str], list[str]]:
    """Let pages be asked for in these languages too: what has no catalogue is English round the words of a course.

    Answers those that are shown so, and those that cannot be, because nothing is known about the language.
    """
    new = [code for code in codes if code not in _languages]
    besides = app.extensions[BESIDES] = [code for code in new if is_language(code)]
    return besides, [code for code in new if code not in besides]


def is_language(code: str) -> bool:
    """Whether this is the code of a language, without a region, that pages can be written in."""
    try:
        return Locale.parse(code).language == code
    except (UnknownLocaleError, ValueError):
        return False


def chosen() -> str:
    """The person's language, else the one chosen on this device, else what the browser asks for."""
    if not has_request_context():
        return "en"  # jobs and commands; a letter names the language of its reader
    codes = known()
    person = viewer_or_none()
    for wish in (person.language if person else None, request.cookies.get(COOKIE)):
        if wish in codes:
            return str(wish)
    return request.accept_languages.best_match(codes) or "en"


def locale_of_page() -> str:
    """The locale behind the language: English is written as most of its readers here write days and figures."""
    return LOCALES.get(chosen(), chosen())


def direction() -> str:
    """Which way the language of this page runs: `ltr` or `rtl`."""
    locale: Locale | None = get_locale()
    return locale.text_direction if locale else "ltr"


def own_name(code: str) -> str:
    """What a language calls itself."""
    locale = Locale.parse(code)
    return (locale.get_display_name(code) or code).capitalize()


def speak(app: Flask) -> None:
    """Give templates their texts straight from the catalogue of the page: a page has a hundred of them."""
    catalogues: dict[Locale | None, Any] = {}

    def catalogue() -> Any:
        locale = get_locale()
        found = catalogues.get(locale)
        if found is None:
            found = catalogues[locale] = get_translations()
        return found

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by Jinja's extension for texts
        gettext=lambda text: catalogue().ugettext(text),
        ngettext=lambda one, many, number: catalogue().ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals["spoken"] = spoken
    app.jinja_env.globals["own_name"] = own_name
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"]  # Jinja's own alias looks it up for every text


def init(app: Flask) -> None:
    """Start Flask-Babel with our choice of language; days and times are shown in UTC unless said otherwise."""
    babel = Babel(app, locale_selector=locale_of_page, default_translation_directories=TRANSLATIONS)
    app.extensions["spoor-babel"] = babel
    speak(app)
    with app.app_context():
        _languages[:] = available(app)
