"""Language negotiation: which language a page speaks, and the names that languages give themselves."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, get_locale, get_translations
from markupsafe import Markup
from sqlalchemy.orm import Session

from lms.access import viewer_or_none
from lms.i18n import English, EnglishMarkup, direction_of, locale_of, spoken, tongue
from lms.ports import Finding, Health
from lms.web.languages import catalogues

COOKIE = "language"
BESIDES = "spoor-languages-besides"  # languages without a catalogue, of an application that was told to show them


def found() -> dict[str, catalogues.Catalogue]:
    """The catalogues that this application found at its start, by language; English needs none."""
    held: dict[str, catalogues.Catalogue] = current_app.extensions["spoor-languages"]
    return held


def languages() -> list[str]:
    """English, and every language that has a catalogue."""
    codes: list[str] = current_app.extensions["spoor-codes"]
    return codes


def known() -> list[str]:
    """The languages that pages of this application may be asked for."""
    besides: list[str] = current_app.extensions.get(BESIDES, [])
    return [*languages(), *besides]


def texts_version() -> str:
    """A short name for the languages of this application and the files of their texts, as they were at its start."""
    held = sorted((code, one.digest) for code, one in found().items())
    return hashlib.sha256(repr((known(), held)).encode()).hexdigest()


def show_besides(app: Flask, codes: Iterable[str]) -> tuple[list[str], list[str]]:
    """Let pages be asked for in these languages too: what has no catalogue is English round the words of a course.

    Answers those that are shown so, and those that cannot be, because nothing is known about the language.
    """
    new = [code for code in codes if code not in app.extensions["spoor-codes"]]
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
    return next(filter(None, (_nearest(wish, codes) for wish, _much in request.accept_languages)), "en")


def _nearest(wish: str, codes: list[str]) -> str | None:
    """The language that a browser asks for, or that language as any country speaks it."""
    whole = wish.replace("-", "_").casefold()
    return next((code for one in (whole, whole.split("_")[0]) for code in codes if code.casefold() == one), None)


def locale_of_page() -> str:
    """The locale behind the language: English is written as most of its readers here write days and figures."""
    return locale_of(chosen())


def lacks_texts() -> bool:
    """Whether pages in the language of this request show some of their texts in English."""
    locale = get_locale()
    if locale is None or locale.language == catalogues.SOURCE:
        return False
    one = found().get(str(locale)) or found().get(locale.language)
    return one is None or one.lacks


def own_name(code: str) -> str:
    """What a language calls itself."""
    locale = Locale.parse(code)
    return (locale.get_display_name(code) or code).capitalize()


def check_languages(_session: Session, _now: datetime) -> list[Finding]:
    """What the catalogues of this installation lack, and which of their texts cannot be used."""
    told = []
    for code, one in sorted(found().items()):
        told += [
            Finding(
                "languages",
                Health.WARN,
                f"{fault.file}, line {fault.line}: {fault.message} It stays English until it is mended.",
            )
            for fault in one.faults
        ]
        if one.missing:
            words = f"{code}: {one.missing} texts are not translated yet, or cannot be used; they are shown in English."
            told.append(Finding("languages", Health.WARN, words))
    return told or [Finding("languages", Health.OK, f"pages speak {', '.join(languages())}")]


def speak(app: Flask) -> None:
    """Give templates their texts straight from the catalogue of the page: a page has a hundred of them."""
    held: dict[Locale | None, Any] = {}

    def catalogue() -> Any:
        locale = get_locale()
        texts = held.get(locale)
        if texts is None:
            texts = held[locale] = get_translations()
        return texts

    def gettext(text: str, /, **values: Any) -> Markup:
        return markup(catalogue().ugettext(text)) % values

    def ngettext(one: str, many: str, number: int, /, **values: Any) -> Markup:
        return markup(catalogue().ungettext(one, many, number)) % {"num": number, **values}

    def markup(text: str) -> Markup:
        return (EnglishMarkup if type(text) is English else Markup)(text)  # of our catalogues

    names = {"gettext": gettext, "_": gettext, "ngettext": ngettext}
    app.jinja_env.globals.update(names)
    app.jinja_env.globals["spoken"] = spoken
    app.jinja_env.globals["tongue"] = tongue
    app.jinja_env.globals["direction_of"] = direction_of
    app.jinja_env.globals["own_name"] = own_name


def init(app: Flask) -> None:
    """Start Flask-Babel with our choice of language; days and times are shown in UTC unless said otherwise."""
    babel = Babel(app, locale_selector=locale_of_page)
    held = app.extensions["spoor-languages"] = catalogues.find(Path(app.config["INSTANCE_PATH"]))
    app.extensions["spoor-codes"] = sorted(
        {catalogues.SOURCE, *(code for code, one in held.items() if one.translations)}
    )
    babel.domain_instance = catalogues.CatalogueDomain(held)
    speak(app)
