"""For what somebody is certified, as a panel decides it: topics, a grade and languages; pure.

A panel proposes it with its decision, its members sign it, and the registrar releases exactly that.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from certificates.schemes.rules.definition import SchemeDefinition, Transition
from certificates.schemes.rules.releasing import is_panel_decision, narrows, releases


@dataclass(frozen=True)
class DecidedScope:
    """Topics and languages by their codes, the grade by the code that the scheme gives it."""

    topics: tuple[str, ...]
    grade: str = ""  # empty: the scheme has no grades
    languages: tuple[str, ...] = ()


class ScopeFault(StrEnum):
    """What is wrong with a scope, by the field that has to be mended."""

    TOPICS = "topics"
    GRADE = "grade"
    LANGUAGES = "languages"
    NOT_LESS = "not-less"  # a reduced scope takes nothing away, or adds something


def asks_scope(definition: SchemeDefinition, step: Transition | None) -> bool:
    """Whether a panel that takes this step decides a scope: a registrar may release a certificate right after it."""
    if step is None or not is_panel_decision(step) or not definition.scopes.topics:
        return False
    return any(releases(definition, one.code, step.target, one.target) for one in definition.steps_from(step.target))


def asks_less(definition: SchemeDefinition, step: Transition | None) -> bool:
    """Whether that scope has to be less than the one that is held."""
    if step is None or not asks_scope(definition, step):
        return False
    return any(narrows(definition, one.code, step.target, one.target) for one in definition.steps_from(step.target))


def whole_scope(definition: SchemeDefinition, language: str) -> DecidedScope:
    """Everything that a first certificate can be for: all topics, the first grade, the language of the way."""
    grades = definition.scopes.grades
    return DecidedScope(definition.scopes.topics, grades[0].code if grades else "", (language,))


def fault_in(
    definition: SchemeDefinition, scope: DecidedScope, *, languages: Collection[str], less_than: DecidedScope | None
) -> ScopeFault | None:
    """The first thing that is wrong; `less_than` is what is held, where the scope has to be reduced."""
    if not scope.topics or not set(scope.topics) <= set(definition.scopes.topics):
        return ScopeFault.TOPICS
    grades = [one.code for one in definition.scopes.grades]
    if scope.grade not in grades if grades else scope.grade != "":
        return ScopeFault.GRADE
    if not scope.languages or not set(scope.languages) <= set(languages):
        return ScopeFault.LANGUAGES
    if less_than is not None and not is_less(definition, scope, less_than):
        return ScopeFault.NOT_LESS
    return None


def is_less(definition: SchemeDefinition, scope: DecidedScope, than: DecidedScope) -> bool:
    """Whether one scope lies within another and is not the same; grades rise in the order of the scheme."""
    order = {one.code: rank for rank, one in enumerate(definition.scopes.grades)}
    within = (
        set(scope.topics) <= set(than.topics)
        and set(scope.languages) <= set(than.languages)
        and order.get(scope.grade, 0) <= order.get(than.grade, 0)
    )
    return within and ordered(definition, scope) != ordered(definition, than)


def ordered(definition: SchemeDefinition, scope: DecidedScope) -> DecidedScope:
    """The same scope with topics in the order of the scheme and languages by their codes, nothing twice."""
    topics = tuple(one for one in definition.scopes.topics if one in scope.topics)
    return DecidedScope(topics, scope.grade, tuple(sorted(set(scope.languages))))


def as_data(scope: DecidedScope | None) -> dict[str, Any] | None:
    """The scope as a decision keeps it."""
    if scope is None:
        return None
    return {"topics": list(scope.topics), "grade": scope.grade, "languages": list(scope.languages)}


def from_data(stored: Mapping[str, Any] | None) -> DecidedScope | None:
    """The scope that a decision keeps; none in decisions of before, and in those that award nothing."""
    if not stored:
        return None
    return DecidedScope(tuple(stored["topics"]), str(stored["grade"]), tuple(stored["languages"]))
