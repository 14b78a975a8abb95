"""What course.yaml says: the course, its modules and the order of its lessons."""

import re
from dataclasses import dataclass
from dataclasses import fields as fields_of
from typing import Any

from courses.catalogue.course_folder.files import COURSE, LANGUAGE
from courses.catalogue.rules import LONGEST_CORRECTION, LONGEST_RENEWAL_WINDOW, FinalOpens
from lms.text.located_yaml import LocatedYaml
from lms.text.problems import Problem

SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
SLUG_MOST = 64
LONGEST_VALIDITY = 600  # months


@dataclass(frozen=True)
class CardSpec:
    """What the counter card of a course measures with: a ruler of 100 mm, a fan of angles at 90° and 115°."""

    ruler: bool = True
    fan: bool = False  # only a course that measures lines in ivory has a use for it


@dataclass(frozen=True)
class ModuleSpec:
    """A module as course.yaml says it."""

    slug: str
    title: str
    aim: str
    lessons: tuple[str, ...]
    checkpoint: str | None


@dataclass(frozen=True)
class CourseSpec:
    """A course as course.yaml says it."""

    slug: str
    language: str
    title: str
    summary: str
    certifies: str  # what its holder can do: it stands on the certificate
    label: str
    licence: str
    valid_months: int | None
    modules: tuple[ModuleSpec, ...]
    final: str | None
    card: CardSpec = CardSpec()
    final_opens: FinalOpens = FinalOpens.ALWAYS
    renewal_window_months: int | None = None  # none: as the rule of all courses says
    correction: str | None = None  # what was wrong in the version before; none: this is an ordinary version
    holders_open_cohorts: bool = False
    gain_test: str | None = None  # the test before the course and after it

    @property
    def lessons(self) -> tuple[str, ...]:
        """The slugs of all lessons in the order of the course."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)


class _Fields:
    """Takes values out of course.yaml and notes those that are missing or of the wrong kind."""

    def __init__(self, document: LocatedYaml, problems: list[Problem]) -> None:
        self.document, self.problems = document, problems

    def note(self, message: str, *path: str | int) -> None:
        """Something wrong at this place."""
        self.problems.append(Problem(COURSE, self.document.line(*path), message))

    def text(self, where: dict[str, Any], key: str, *path: str | int) -> str:
        """A text that must be there."""
        value = where.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.note(f"“{key}” is missing or not a text.", *path, key)
        return ""

    def slug(self, value: object, what: str, *path: str | int) -> str:
        """A name for use in addresses."""
        if isinstance(value, str) and SLUG.match(value) and len(value) <= SLUG_MOST:
            return value
        words = f"{what} must be small letters, digits and single hyphens, at most {SLUG_MOST}: it stands in addresses."
        self.note(words, *path)
        return ""

    def maybe_slug(self, where: dict[str, Any], key: str, *path: str | int) -> str | None:
        """A name that may be left out."""
        return self.slug(where[key], f"“{key}”", *path, key) if where.get(key) is not None else None

    def maybe_months(self, key: str, most: int) -> int | None:
        """A whole number of months that may be left out."""
        months = self.document.value.get(key)
        if months is None or (isinstance(months, int) and not isinstance(months, bool) and 1 <= months <= most):
            return months
        self.note(f"“{key}” must be a whole number of months, from 1 to {most}.", key)
        return None

    def maybe_true(self, key: str) -> bool:
        """Yes or no, where what is left out is no."""
        value = self.document.value.get(key, False)
        if isinstance(value, bool):
            return value
        self.note(f"“{key}” must be true or false.", key)
        return False


def read_course(document: LocatedYaml, problems: list[Problem]) -> CourseSpec:
    """The course, with what is missing or wrong noted."""
    fields, value = _Fields(document, problems), document.value
    language = fields.text(value, "language")
    if language and not LANGUAGE.match(language):
        fields.note("“language” must be a code such as en or pt.", "language")
    modules = value.get("modules")
    if not isinstance(modules, list) or not modules:
        fields.note("“modules” must list the modules of the course.", "modules")
        modules = []
    return CourseSpec(
        slug=fields.slug(value.get("slug"), "“slug”", "slug"),
        language=language,
        title=fields.text(value, "title"),
        summary=fields.text(value, "summary"),
        certifies=fields.text(value, "certifies") if value.get("final") is not None else "",
        label=fields.text(value, "version")[:24],
        licence=fields.text(value, "licence")[:64],
        valid_months=fields.maybe_months("valid_months", LONGEST_VALIDITY),
        modules=tuple(_module(fields, one, n) for n, one in enumerate(modules)),
        final=fields.maybe_slug(value, "final"),
        card=_card(fields, value),
        final_opens=_final_opens(fields, value),
        renewal_window_months=fields.maybe_months("renewal_window_months", LONGEST_RENEWAL_WINDOW),
        correction=_correction(fields, value),
        holders_open_cohorts=fields.maybe_true("holders_open_cohorts"),
        gain_test=fields.maybe_slug(value, "gain_test"),
    )


def _final_opens(fields: _Fields, value: dict[str, Any]) -> FinalOpens:
    """When the final exam opens; what is not said is as it was before there was this key."""
    given = value.get("final_opens")
    if given is None:
        return FinalOpens.ALWAYS
    if value.get("final") is None:
        fields.note("“final_opens” says when the final exam opens, and “final” names none.", "final_opens")
    if given not in list(FinalOpens):
        fields.note(f"“final_opens” must be one of: {', '.join(FinalOpens)}.", "final_opens")
        return FinalOpens.ALWAYS
    return FinalOpens(given)


def _correction(fields: _Fields, value: dict[str, Any]) -> str | None:
    """What was corrected, in words that an officer reads."""
    if value.get("correction") is None:
        return None
    words = fields.text(value, "correction")
    if len(words) > LONGEST_CORRECTION:
        fields.note(f"“correction” has {len(words)} signs; officers read at most {LONGEST_CORRECTION}.", "correction")
    return words


def _card(fields: _Fields, value: dict[str, Any]) -> CardSpec:
    """What the card measures with; what is not said is as it is without the key."""
    given = value.get("card", {})
    if not isinstance(given, dict):
        fields.note("“card” must hold “ruler” and “fan”, each true or false.", "card")
        return CardSpec()
    known = {one.name for one in fields_of(CardSpec)}
    for key, wanted in given.items():
        if key not in known:
            fields.note(f"“card” knows no “{key}”: it holds “ruler” and “fan”.", "card", key)
        elif not isinstance(wanted, bool):
            fields.note(f"“{key}” must be true or false.", "card", key)
    return CardSpec(**{key: wanted for key, wanted in given.items() if key in known and isinstance(wanted, bool)})


def _module(fields: _Fields, given: object, n: int) -> ModuleSpec:
    value = given if isinstance(given, dict) else {}
    lessons = value.get("lessons")
    if not isinstance(lessons, list) or not lessons:
        fields.note("“lessons” must list the lessons of the module.", "modules", n, "lessons")
        lessons = []
    return ModuleSpec(
        slug=fields.slug(value.get("slug"), "“slug”", "modules", n, "slug"),
        title=fields.text(value, "title", "modules", n),
        aim=fields.text(value, "aim", "modules", n),
        lessons=tuple(fields.slug(one, "A lesson", "modules", n, "lessons", m) for m, one in enumerate(lessons)),
        checkpoint=fields.maybe_slug(value, "checkpoint", "modules", n),
    )
