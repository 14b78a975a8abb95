"""Entries of a scheme, read value by value; what is wrong is noted with its place, and reading goes on."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from certificates.schemes.rules.definition import Texts
from certificates.schemes.rules.refusals import Defect, Flaw, Place, flaw

Named = TypeVar("Named", bound=StrEnum)
Made = TypeVar("Made")
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
CODE_LENGTH = 40  # as the columns of candidates hold them


@dataclass
class SchemeEntry:
    """One mapping of the file, whose values are asked for by name."""

    values: dict[str, Any]
    place: Place
    flaws: list[Flaw]

    def note(self, why: Defect, at: str, /, **names: str) -> None:
        """Something to mend in the value of this name."""
        self.flaws.append(flaw(why, *self.place, at, **({"name": at} | names)))

    def has(self, name: str) -> bool:
        """Whether anything is said; nothing needed and nothing said is noted by whoever asks."""
        return self.values.get(name) is not None

    def demand_known(self, names: Sequence[str]) -> None:
        """Names that nobody reads would be lost without a word."""
        for name in self.values:
            if name not in names:
                self.note(Defect.UNKNOWN_KEY, name, known=", ".join(names))

    def needed(self, name: str) -> bool:
        """Whether a value that must be there is."""
        if not self.has(name):
            self.note(Defect.MISSING, name)
        return self.has(name)

    def inner(self, name: str) -> "SchemeEntry":
        """The mapping under a name; nothing where there is none."""
        return entry_of(self.values[name] if self.needed(name) else {}, (*self.place, name), self.flaws)

    def members(
        self, name: str, read: Callable[["SchemeEntry"], Made], *, needed: bool = True, by: str = "code"
    ) -> tuple[Made, ...]:
        """Every entry of a list; two of one code are noted."""
        if not self.has(name) and not needed:
            return ()
        found = self.values[name] if self.needed(name) else []
        if not isinstance(found, list) or (needed and self.has(name) and not found):
            self.note(Defect.NOT_A_LIST, name)
            return ()
        made, seen = [], set[str]()
        for at, one in enumerate(found):
            entry = entry_of(one, (*self.place, name, at), self.flaws)
            code = entry.values.get(by)
            if isinstance(code, str) and code in seen:
                entry.note(Defect.TWICE, by, name=code)
            seen |= {code} if isinstance(code, str) else set()
            made.append(read(entry))
        return tuple(made)

    def word(self, name: str, *, needed: bool = True) -> str:
        """One value in words; nothing where it may be left out."""
        if not self.has(name) and not needed:
            return ""
        value = self.values[name] if self.needed(name) else ""
        if not isinstance(value, str):
            self.note(Defect.NOT_WORDS, name)
            return ""
        return value.strip()

    def code(self, name: str = "code", most: int = CODE_LENGTH) -> str:
        """A code, by which other parts of the file and the rows of candidates name it."""
        value = self.word(name)
        if value and (len(value) > most or not CODE.match(value)):
            self.note(Defect.BAD_CODE, name, name=value, most=str(most))
        return value

    def list_of_words(self, name: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of words; one word alone is a list of one."""
        if not self.has(name) and not needed:
            return ()
        value = self.values[name] if self.needed(name) else []
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
            self.note(Defect.NOT_A_LIST, name)
            return ()
        return tuple(found)

    def choice(self, name: str, known: type[Named], usual: Named) -> Named:
        """One of the values that there are; the usual one where nothing is said."""
        if not self.has(name):
            return usual
        found = next((one for one in known if one == self.values[name]), None)
        if found is None:
            self.note(Defect.NOT_ONE_OF, name, known=", ".join(known))
        return found or usual

    def yes(self, name: str) -> bool:
        """True or false; false where nothing is said."""
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            self.note(Defect.NOT_YES_OR_NO, name)
        return value is True

    def whole(self, name: str, least: int, usual: int | None = None) -> int:
        """A whole number; the usual one where nothing is said, if there is one."""
        if not self.has(name) and usual is not None:
            return usual
        if not self.needed(name):
            return 0
        value = self.values[name]
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.note(Defect.NOT_A_NUMBER, name, least=str(least))
            return least
        return value

    def wholes(self, name: str, least: int, usual: tuple[int, ...]) -> tuple[int, ...]:
        """A list of whole numbers."""
        if not self.has(name):
            return usual
        value = self.values[name]
        if not isinstance(value, list):
            self.note(Defect.NOT_A_LIST, name)
            return usual
        if not all(isinstance(one, int) and not isinstance(one, bool) and one >= least for one in value):
            self.note(Defect.NOT_A_NUMBER, name, least=str(least))
            return usual
        return tuple(value)

    def share(self, name: str, *, most: int | None = 1) -> Fraction | None:
        """A share, written as 0.7 or 3/5; none where nothing is said."""
        if not self.has(name):
            return None
        value = self.values[name]
        try:
            found = Fraction(value) if not isinstance(value, bool | list | dict) else Fraction(-1)
        except (ValueError, ZeroDivisionError):
            found = Fraction(-1)
        if found < 0 or (most is not None and found > most):
            self.note(Defect.NOT_A_SHARE, name)
            return None
        return found

    def texts(self, name: str, languages: Collection[str]) -> Texts:
        """Words in every language that the scheme names."""
        written = self.inner(name)
        said = {language: words for language, words in written.values.items() if isinstance(words, str)}
        for language in written.values:
            if language not in languages:
                written.note(Defect.LANGUAGE_UNKNOWN, language)
        missing = [one for one in languages if not said.get(one, "").strip()]
        for language in missing if self.has(name) else ():
            written.note(Defect.TEXT_MISSING, language)
        return {language: said[language].strip() for language in languages if language not in missing}


def entry_of(value: object, place: Place, flaws: list[Flaw]) -> SchemeEntry:
    """The mapping in a place; anything else is noted, and is read as an empty one."""
    if isinstance(value, dict):
        return SchemeEntry(value, place, flaws)
    flaws.append(flaw(Defect.NOT_A_MAPPING, *place))
    return SchemeEntry({}, place, flaws)
