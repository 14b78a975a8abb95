"""Translation catalogues: those of the program, and those that an installation adds by a file."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from gettext import NullTranslations as Fallback
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

from lms.i18n import English
from lms.text.problems import Problem

SHIPPED = Path(__file__).resolve().parents[1] / "translations"
ADDED = "translations"  # in the instance folder: <code>/LC_MESSAGES/messages.po
INSIDE = Path("LC_MESSAGES") / "messages"
VALUES = re.compile(r"%\((\w+)\)|(\{\w+\}|</?\w+[^>]*>)")
SOURCE = "en"


@dataclass(frozen=True)
class Catalogue:
    """One language: its texts, and what is wrong or missing in its file."""

    code: str
    translations: NullTranslations | None  # none where nothing of the file can be used
    faults: tuple[Problem, ...] = ()
    missing: int = 0  # texts of its file that cannot be used
    lacks: bool = False  # whether some text of the program stays English
    digest: str = ""  # of the files that it was read from


class EnglishTexts(Fallback):
    """What stands behind a catalogue: the English text, known as such."""

    def gettext(self, message: str) -> str:
        """A text that the catalogue lacks."""
        return English(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """A text with a number that the catalogue lacks."""
        return English(one if number == 1 else many)


class CatalogueDomain(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """The texts of this program in every language that was found at its start."""

    def __init__(self, catalogues: Mapping[str, Catalogue]) -> None:
        super().__init__()
        self.known = {code: one.translations for code, one in catalogues.items() if one.translations is not None}
        self.plain = NullTranslations()

    def get_translations(self) -> NullTranslations:
        """Those of the language that is set; a language of a country finds that of the world."""
        locale = get_locale()
        if locale is None:
            return self.plain
        return self.known.get(str(locale)) or self.known.get(locale.language, self.plain)


def find(instance: Path) -> dict[str, Catalogue]:
    """Every catalogue by its language; that of the installation goes over that of the program."""
    found = {path.parents[1].name: _shipped(path) for path in sorted(SHIPPED.glob(f"*/{INSIDE}.mo"))}
    texts = None
    for path in sorted((instance / ADDED).glob(f"*/{INSIDE}.po")):
        code = path.parents[1].name
        texts = texts or _texts_of_program()
        made, below = _added(path, code, found.get(code), texts), found.get(code)
        found[code] = replace(below, faults=made.faults) if below and made.translations is None else made
    return found


def _shipped(path: Path) -> Catalogue:
    """A catalogue of the program: compiled, and tested with it."""
    data = path.read_bytes()
    translations = Translations(BytesIO(data))
    translations.add_fallback(EnglishTexts())
    return Catalogue(path.parents[1].name, translations, digest=hashlib.sha256(data).hexdigest())


def _texts_of_program() -> frozenset[str]:
    """Every text that the program shows, from what it ships with: a catalogue of the program lacks none."""
    path = next(SHIPPED.glob(f"*/{INSIDE}.mo"))
    with path.open("rb") as file:
        return frozenset(map(_first, read_mo(file)))


def _first(message: Message) -> str:
    """The text of a message, for a single thing where there are two forms."""
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def _added(path: Path, code: str, below: Catalogue | None, texts: frozenset[str]) -> Catalogue:
    """A catalogue of the installation, as its translator wrote it; a text that cannot be used stays English."""
    try:
        locale = Locale.parse(code)
        if str(locale) != code or code == SOURCE:
            raise ValueError(code)
    except (ValueError, UnknownLocaleError):
        fault = Problem(
            str(path), 1, f"“{code}” names no other language. Call the folder by its code, such as ar or pt_BR."
        )
        return Catalogue(code, None, (fault,))
    try:
        data = path.read_bytes()
        written = read_po(BytesIO(data), locale=locale, abort_invalid=True)
        faults = [Problem(str(path), message.lineno or 1, words) for message, words in _unusable(written)]
        unsaid = [message for message in written if message.id and not _said(message)]
        for message in unsaid:
            written.delete(message.id, message.context)
        translations = _compiled(written)
    except PoFileError as fault:
        words = "This line is none of a catalogue. A text stands after msgid, its translation after msgstr, in quotes."
        return Catalogue(code, None, (Problem(str(path), (fault.lineno or 0) + 1, words),))
    except ValueError as fault:  # signs or a header that nobody can read
        return Catalogue(code, None, (Problem(str(path), 1, f"This is no catalogue in UTF-8: {fault}."),))
    translations.add_fallback(below.translations if below and below.translations else EnglishTexts())
    lacks = below is None and not texts <= set(map(_first, written))
    digest = hashlib.sha256(data + (below.digest.encode() if below else b"")).hexdigest()
    return Catalogue(code, translations, tuple(faults), len(unsaid), lacks, digest)


def _compiled(written: Catalog) -> Translations:
    file = BytesIO()
    write_mo(file, written)
    file.seek(0)
    return Translations(file)


def _said(message: Message) -> bool:
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms) and not message.fuzzy


def _unusable(catalogue: Catalog) -> Iterator[tuple[Message, str]]:
    """Texts that would break a page or say less than the English; they are emptied, so that they stay English."""
    for message in catalogue:
        if not message.id or not _said(message):
            continue
        said = message.string
        plural = isinstance(said, tuple | list)
        forms = (said or "",) if isinstance(said, str | None) else tuple(said)
        source = message.id[-1] if isinstance(message.id, tuple | list) else message.id
        if plural and len(forms) != catalogue.num_plurals:
            words = f"It has {len(forms)} forms; this language has {catalogue.num_plurals}."
        elif (least := _differs(source, forms, plural=plural)) is not None:
            words = f"“{least}” must hold the same values and marks as “{source}”."
        else:
            continue
        message.string = tuple("" for _form in forms) if plural else ""
        yield message, words


def _differs(source: str, forms: tuple[str, ...], *, plural: bool) -> str | None:
    """The first form that does not hold what the source holds; one for a single thing may leave its number out."""
    wanted = sorted(VALUES.findall(source))
    for form in forms:
        held = sorted(VALUES.findall(form))
        if not (held == wanted or (plural and set(held) <= set(wanted))) or (_fills(source) and not _fills(form)):
            return form
    return None


def _fills(text: str) -> bool:
    """Whether values can be put into the text."""
    try:
        text % {name: 1 for name, _other in VALUES.findall(text) if name}
    except (ValueError, TypeError, KeyError):
        return False
    return True
