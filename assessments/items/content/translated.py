"""An item in another language: the same question with other words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from assessments.items.item import AuthoredItem
from assessments.items.kinds.base import Languages
from assessments.items.kinds.registry import kind
from assessments.items.scoring.answers import Json
from assessments.items.scoring.wording import unlike

FIXED = ("kind", "use", "topic", "lesson", "sources", "points", "until", "picture_file", "option_ids")


def _languages(item: AuthoredItem) -> Languages[Any]:
    return kind(item.kind).languages


def same_in(item: AuthoredItem, other: AuthoredItem) -> AuthoredItem:
    """The item in the other language, with an answer that is stored as in the first: units keep their names there."""
    return replace(other, definition=_languages(item).same(item.definition, other.definition))


def with_words(item: AuthoredItem, others: Iterable[AuthoredItem]) -> AuthoredItem:
    """The item that takes the accepted words of its other languages too, whichever the page spoke.

    Then what an answer earns does not depend on the language in which somebody read the question.
    """
    theirs = [other.definition for other in others]
    return replace(item, definition=_languages(item).joined(item.definition, theirs))


def key_of_words(item: AuthoredItem) -> Json | None:
    """The key of a translation, where it holds words; None where it is the course's own."""
    return item.key if _languages(item).has_words(item.key) else None


def differs(item: AuthoredItem, other: AuthoredItem) -> Iterator[str]:
    """Everything in which a translation of an item differs from it, beside its words."""
    for name in FIXED:
        mine, theirs = getattr(item, name), getattr(other, name)
        if mine != theirs:
            yield f"“{name}” is {_shown(theirs)}; in the course it is {_shown(mine)}."
    if item.kind == other.kind and item.option_ids == other.option_ids:
        of_kind = _languages(item)
        if of_kind.bare_key(item.key) != of_kind.bare_key(other.key):
            yield "What is right, or how it is scored, is not what it is in the course."
        if _shape(item.body) != _shape(other.body):
            yield "It does not have the same parts as in the course."
        yield from _feedback(item.option_feedback, other.option_feedback)
        for mine, theirs in zip(of_kind.accepted(item.definition), of_kind.accepted(other.definition), strict=False):
            yield from (f"“{word}” earns something else in the course." for word in unlike(mine, theirs))


def _feedback(mine: Mapping[str, str], theirs: Mapping[str, str]) -> Iterator[str]:
    """Options of which one language says why they are wrong, and the other does not."""
    yield from (f"Option “{one}” has “feedback” in the course, and none here." for one in mine if one not in theirs)
    yield from (f"Option “{one}” has “feedback” here, and none in the course." for one in theirs if one not in mine)


def _shown(value: Any) -> str:
    if value is None:
        return "left out"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _shape(value: Any) -> Any:
    """A body with every word taken out: what is left are parts, ids and figures."""
    if isinstance(value, Mapping):
        return {key: one if key in ("id", "gap") else _shape(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_shape(one) for one in value]
    return "" if isinstance(value, str) else value
