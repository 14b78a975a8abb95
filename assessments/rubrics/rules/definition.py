"""A rubric as a value: criteria with levels, global grades and the cut; kept as data, and compared by its digest."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from assessments.items.parsing.exact import exact, plain

Texts = Mapping[str, str]  # by language
DEFAULT_GRADES = ("fail", "borderline", "pass", "good", "excellent")
FALLBACK = "en"


@dataclass(frozen=True)
class RubricLevel:
    """A level of the rubric: the number that counts, and what it is called."""

    value: int
    title: Texts


@dataclass(frozen=True)
class GlobalGrade:
    """The impression of the whole, given before the total shows; one of the defaults has no texts of its own."""

    code: str
    title: Texts


@dataclass(frozen=True)
class Criterion:
    """One thing that is looked at: its descriptors by level, and what it counts."""

    code: str
    title: Texts
    descriptors: Mapping[int, Texts]  # by the value of the level
    critical: bool = False
    pass_level: int | None = None  # of a critical one: the lowest level that passes
    weight: Fraction = Fraction(1)
    reason_up_to: int | None = None  # a rating at this level or below needs a comment


@dataclass(frozen=True)
class RubricDefinition:
    """Everything that a marking sheet needs; the levels from the lowest."""

    slug: str
    title: Texts
    levels: tuple[RubricLevel, ...]
    criteria: tuple[Criterion, ...]
    cut: Fraction  # points of the weighted total; the cut itself passes
    grades: tuple[GlobalGrade, ...] = tuple(GlobalGrade(code, {}) for code in DEFAULT_GRADES)
    borderline: bool = True  # whether the sheet offers the flag “borderline”
    sem: Fraction = Fraction(0)  # standard error of measurement of the total, in points
    observation: bool = False  # trainers may choose it for trainees of a meeting

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which it is written."""
        return tuple(self.title)

    @property
    def values(self) -> tuple[int, ...]:
        """The numbers of its levels, from the lowest."""
        return tuple(level.value for level in self.levels)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its criteria, in their order."""
        return tuple(one.code for one in self.criteria)

    @property
    def highest(self) -> Fraction:
        """The total of a sheet with the highest level everywhere, in points."""
        return sum((one.weight * max(self.values) for one in self.criteria), Fraction(0))

    def criterion(self, code: str) -> Criterion | None:
        """The criterion of this code."""
        return next((one for one in self.criteria if one.code == code), None)


def rubric_total(definition: RubricDefinition, levels: Mapping[str, int]) -> Fraction:
    """The weighted sum of a whole sheet, in points; raises KeyError where a criterion has no rating."""
    return sum((one.weight * levels[one.code] for one in definition.criteria), Fraction(0))


def in_language(texts: Texts, language: str) -> str:
    """The text in this language, else in its base language, else in English, else in the first that there is."""
    for wanted in (language, language.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0], FALLBACK):
        if wanted in texts:
            return texts[wanted]
    return next(iter(texts.values()), "")


def definition_as_data(definition: RubricDefinition) -> dict[str, Any]:
    """The rubric as JSON; numbers that may be broken stand as texts.

    That it is meant for observing stands there alone where it is: older rubrics keep their digest.
    """
    return {
        "slug": definition.slug,
        "title": dict(definition.title),
        "levels": [{"value": one.value, "title": dict(one.title)} for one in definition.levels],
        "criteria": [_criterion_as_data(one) for one in definition.criteria],
        "cut": plain(definition.cut),
        "grades": [{"code": one.code, "title": dict(one.title)} for one in definition.grades],
        "borderline": definition.borderline,
        "sem": plain(definition.sem),
        **({"observation": True} if definition.observation else {}),
    }


def definition_from_data(data: Mapping[str, Any]) -> RubricDefinition:
    """The rubric that was kept."""
    return RubricDefinition(
        slug=data["slug"],
        title=data["title"],
        levels=tuple(RubricLevel(one["value"], one["title"]) for one in data["levels"]),
        criteria=tuple(_criterion_from_data(one) for one in data["criteria"]),
        cut=exact(data["cut"]),
        grades=tuple(GlobalGrade(one["code"], one["title"]) for one in data["grades"]),
        borderline=data["borderline"],
        sem=exact(data["sem"]),
        observation=bool(data.get("observation")),
    )


def definition_digest(definition: RubricDefinition) -> str:
    """SHA-256 of the rubric as data, in hexadecimal: the same rubric written otherwise has the same."""
    kept = json.dumps(definition_as_data(definition), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(kept.encode()).hexdigest()


def missing_languages(wanted: Sequence[str], texts: Texts) -> list[str]:
    """The languages of the rubric in which a text is not written."""
    return [one for one in wanted if not texts.get(one, "").strip()]


def _criterion_as_data(one: Criterion) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": dict(one.title),
        "descriptors": {str(value): dict(texts) for value, texts in one.descriptors.items()},
        "critical": one.critical,
        "pass_level": one.pass_level,
        "weight": plain(one.weight),
        "reason_up_to": one.reason_up_to,
    }


def _criterion_from_data(data: Mapping[str, Any]) -> Criterion:
    return Criterion(
        code=data["code"],
        title=data["title"],
        descriptors={int(value): texts for value, texts in data["descriptors"].items()},
        critical=data["critical"],
        pass_level=data["pass_level"],
        weight=exact(data["weight"]),
        reason_up_to=data["reason_up_to"],
    )
