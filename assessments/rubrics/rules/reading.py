"""A rubric read from YAML with its lines; every fault says where it is, what is wrong and how to mend it."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from assessments.rubrics.rules.definition import (
    DEFAULT_GRADES,
    Criterion,
    GlobalGrade,
    RubricDefinition,
    RubricLevel,
    Texts,
    missing_languages,
)
from lms.text.located_yaml import Dialect, LocatedDict, LocatedList, LocatedYaml, read_yaml
from lms.text.problems import Problem

Part = TypeVar("Part")
FORMAT = 1
RESERVED = frozenset({"load", "export"})  # slugs that would hide behind an address
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
SLUG_LONGEST = 64
CODE_LONGEST = 40
TITLE_LONGEST = 120
WORDS_LONGEST = 600
CRITERIA_MOST = 30
LEVELS_MOST = 10
LARGEST_LEVEL = 100
WEIGHT_MOST = 100
TOP = ("format", "slug", "title", "levels", "criteria", "grades", "cut", "sem", "borderline", "observation")
OF_CRITERION = ("code", "title", "levels", "critical", "pass_level", "weight", "reason_up_to")


def read_rubric_text(text: str, file: str = "") -> tuple[RubricDefinition | None, list[Problem]]:
    """The same from the text of a file, which the faults name."""
    return read_rubric(read_yaml(text, dialect=Dialect.PLAIN), file)


def read_rubric(document: LocatedYaml, file: str = "") -> tuple[RubricDefinition | None, list[Problem]]:
    """The rubric, or what is wrong with it in the order of its lines; never both."""
    problems = [Problem(file, one.line, one.message) for one in document.problems]
    if not problems:
        found = _Reading(file, problems).rubric(document.value)
        if not problems:
            return found, []
    return None, sorted(problems)


def is_code(text: object, longest: int = CODE_LONGEST) -> bool:
    """Whether this may be the code of a criterion, or with its length the slug of a rubric."""
    return isinstance(text, str) and len(text) <= longest and CODE.match(text) is not None


@dataclass
class _Reading:
    """One pass through a document."""

    file: str
    problems: list[Problem]

    def note(self, entry: LocatedDict, name: str, message: str) -> None:
        """Something to mend in this value, or where the entry begins."""
        self.problems.append(Problem(self.file, entry.lines.get(name, entry.line or 1), message))

    def rubric(self, value: object) -> RubricDefinition | None:
        """The whole of it."""
        if not isinstance(value, LocatedDict):
            self.problems.append(Problem(self.file, 1, "A rubric begins with names and values, such as “format: 1”."))
            return None
        self.known(value, TOP)
        if value.get("format") != FORMAT:
            self.note(value, "format", f"“format” must be {FORMAT}: this program reads no other.")
        languages = self.languages(value)
        levels = self.levels(value, languages)
        values = [one.value for one in levels]
        criteria = self.members(
            value, "criteria", CRITERIA_MOST, lambda one: self.criterion(one, languages, values), "code"
        )
        found = RubricDefinition(
            slug=self.code(value, "slug", SLUG_LONGEST),
            title=self.texts(value, "title", languages, TITLE_LONGEST),
            levels=tuple(levels),
            criteria=tuple(criteria),
            cut=self.number(value, "cut"),
            grades=self.grades(value, languages),
            borderline=self.yes(value, "borderline", default=True),
            sem=self.number(value, "sem", default=Fraction(0)),
            observation=self.yes(value, "observation", default=False),
        )
        if criteria and levels and not self.problems and not 0 < found.cut <= found.highest:
            self.note(value, "cut", f"“cut” must lie above 0 and at most at {float(found.highest):g}, the most points.")
        return found

    def languages(self, value: LocatedDict) -> list[str]:
        """The languages of the title: every other text is written in each of them."""
        title = value.get("title")
        if not isinstance(title, LocatedDict) or not title:
            return []
        for language in title:
            if not LANGUAGE.match(language):
                self.note(title, language, f"“{language}” is no language: write its code, such as en or fr.")
        return list(title)

    def levels(self, value: LocatedDict, languages: Sequence[str]) -> list[RubricLevel]:
        """The levels from the lowest."""

        def one(entry: LocatedDict) -> RubricLevel:
            self.known(entry, ("value", "title"))
            number = self.whole(entry, "value", range(LARGEST_LEVEL + 1))
            return RubricLevel(number or 0, self.texts(entry, "title", languages, TITLE_LONGEST))

        found = self.members(value, "levels", LEVELS_MOST, one, "value")
        if len(found) == 1:
            self.note(value, "levels", "“levels” needs at least two levels.")
        numbers = [level.value for level in found]
        if numbers != sorted(numbers):
            self.note(value, "levels", "“levels” must go from the lowest value to the highest.")
        return found

    def criterion(self, entry: LocatedDict, languages: Sequence[str], values: Sequence[int]) -> Criterion:
        """One criterion."""
        self.known(entry, OF_CRITERION)
        critical = self.yes(entry, "critical", default=False)
        pass_level = self.whole(entry, "pass_level", values) if "pass_level" in entry else None
        if critical and "pass_level" not in entry:
            self.note(entry, "critical", "A critical criterion needs “pass_level”: the lowest level that passes.")
        if not critical and pass_level is not None:
            self.note(entry, "pass_level", "“pass_level” counts for critical criteria alone: add “critical: true”.")
        weight = self.number(entry, "weight", default=Fraction(1))
        if not 0 < weight <= WEIGHT_MOST:
            self.note(entry, "weight", f"“weight” must lie above 0 and at most at {WEIGHT_MOST}.")
        return Criterion(
            code=self.code(entry, "code", CODE_LONGEST),
            title=self.texts(entry, "title", languages, TITLE_LONGEST),
            descriptors=self.descriptors(entry, languages, values),
            critical=critical,
            pass_level=pass_level,
            weight=weight,
            reason_up_to=self.whole(entry, "reason_up_to", values) if "reason_up_to" in entry else None,
        )

    def descriptors(self, entry: LocatedDict, languages: Sequence[str], values: Sequence[int]) -> dict[int, Texts]:
        """What is seen at each level."""
        written = entry.get("levels")
        if not isinstance(written, LocatedDict):
            self.note(entry, "levels", "“levels” of a criterion says for each level what is seen: “0: {en: …}”.")
            return {}
        for name in written:
            if name not in {str(one) for one in values}:
                self.note(written, name, f"There is no level “{name}”. There are: {', '.join(map(str, values))}.")
        for value in values:
            if str(value) not in written:
                self.note(entry, "levels", f"Level {value} is missing: say what is seen there.")
        return {
            value: self.texts(written, str(value), languages, WORDS_LONGEST)
            for value in values
            if str(value) in written
        }

    def grades(self, value: LocatedDict, languages: Sequence[str]) -> tuple[GlobalGrade, ...]:
        """The global grades from the worst; none written are the usual five."""
        if "grades" not in value:
            return tuple(GlobalGrade(code, {}) for code in DEFAULT_GRADES)

        def one(entry: LocatedDict) -> GlobalGrade:
            self.known(entry, ("code", "title"))
            return GlobalGrade(
                self.code(entry, "code", CODE_LONGEST), self.texts(entry, "title", languages, TITLE_LONGEST)
            )

        found = self.members(value, "grades", LEVELS_MOST, one, "code")
        if len(found) == 1:
            self.note(value, "grades", "“grades” needs at least two grades. Leave it out for the usual five.")
        return tuple(found)

    def members(
        self, value: LocatedDict, name: str, most: int, read: Callable[[LocatedDict], Part], identity: str
    ) -> list[Part]:
        """The members of a list; one that stands twice is noted."""
        listed = value.get(name)
        if not isinstance(listed, LocatedList) or not listed:
            self.note(value, name, f"“{name}” must be a list: each entry begins with “- ”.")
            return []
        if len(listed) > most:
            self.note(value, name, f"“{name}” has {len(listed)} entries. At most {most} are taken.")
            return []
        found, seen = [], dict[object, int]()
        for one, line in zip(listed, listed.lines, strict=True):
            if not isinstance(one, LocatedDict):
                self.problems.append(Problem(self.file, line, f"An entry of “{name}” has names and values."))
                continue
            key = one.get(identity)
            if isinstance(key, str | int) and key in seen:
                self.note(one, identity, f"“{key}” stands twice; the first is in line {seen[key]}.")
            elif isinstance(key, str | int):
                seen[key] = line
            found.append(read(one))
        return found

    def known(self, entry: LocatedDict, names: Collection[str]) -> None:
        """Names that nobody reads would be lost without a word."""
        for name in entry:
            if name not in names:
                self.note(entry, name, f"“{name}” is not known here. Known are: {', '.join(names)}.")

    def code(self, entry: LocatedDict, name: str, longest: int) -> str:
        """A code or slug."""
        value = entry.get(name)
        if name == "slug" and value in RESERVED:
            self.note(entry, name, f"“{value}” cannot be a slug. Choose another word.")
            return ""
        if not isinstance(value, str) or not is_code(value, longest):
            self.note(entry, name, f"“{name}” must be small letters, figures and hyphens, at most {longest} signs.")
            return ""
        return value

    def texts(self, entry: LocatedDict, name: str, languages: Sequence[str], longest: int) -> Texts:
        """A text in each language of the rubric."""
        value = entry.get(name)
        if not isinstance(value, LocatedDict) or not value:
            self.note(entry, name, f"“{name}” must be a text in each language, such as “{{en: …, fr: …}}”.")
            return {}
        found: dict[str, str] = {}
        for language, text in value.items():
            if languages and language not in languages:
                self.note(value, language, f"The title of the rubric is not written in “{language}”: add it there.")
            elif not isinstance(text, str) or not text.strip():
                self.note(value, language, f"The text in “{language}” is empty, or no text: put it in quotes.")
            elif len(text) > longest:
                self.note(value, language, f"This text has {len(text)} characters. At most {longest} are taken.")
            else:
                found[language] = text.strip()
        for language in missing_languages(languages, dict.fromkeys(value, "x")):
            self.note(entry, name, f"The text in “{language}” is missing: the title of the rubric has it.")
        return found

    def whole(self, entry: LocatedDict, name: str, allowed: Collection[int]) -> int | None:
        """One of these whole numbers."""
        value = entry.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value in allowed:
            return value
        said = f"from 0 to {LARGEST_LEVEL}" if isinstance(allowed, range) else ", ".join(map(str, allowed))
        self.note(entry, name, f"“{name}” must be one of these levels: {said}.")
        return None

    def number(self, entry: LocatedDict, name: str, default: Fraction | None = None) -> Fraction:
        """A number that is not below 0, exactly as it is written."""
        value = entry.get(name)
        if value is None and default is not None and name not in entry:
            return default
        if isinstance(value, int | Fraction) and not isinstance(value, bool) and value >= 0:
            return Fraction(value)
        self.note(entry, name, f"“{name}” must be a number that is not below 0, such as 14.5.")
        return default or Fraction(1)

    def yes(self, entry: LocatedDict, name: str, *, default: bool) -> bool:
        """True or false."""
        value = entry.get(name, default)
        if not isinstance(value, bool):
            self.note(entry, name, f"“{name}” must be true or false.")
            return default
        return value
