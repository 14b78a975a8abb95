"""An item in another language: the same question with other words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from assessments.items.gaps import Gaps
from assessments.items.item import Item
from assessments.items.kinds import Json
from assessments.items.number import Number
from assessments.items.short_text import ShortText
from assessments.items.wording import Accepted, earnings, unlike, with_words_of

SAID = (ShortText, Gaps)  # definitions whose key holds words
FIXED = ("kind", "use", "topic", "lesson", "sources", "points", "until", "picture_file", "option_ids")


def same_in(item: Item, other: Item) -> Item:
    """The item in the other language, with an answer that is stored as in the first: units keep their names there."""
    if isinstance(item.definition, Number) and isinstance(other.definition, Number):
        return replace(other, definition=replace(item.definition, words=other.definition.names))
    return other


def with_words(item: Item, others: Iterable[Item]) -> Item:
    """The item that takes the accepted words of its other languages too, whichever the page spoke.

    Then what an answer earns does not hang on the language in which somebody read the question.
    """
    made, theirs = item.definition, [other.definition for other in others]
    if isinstance(made, ShortText):
        accepted = with_words_of(made.accepted, [one.accepted for one in theirs])
        return replace(item, definition=replace(made, accepted=accepted))
    if isinstance(made, Gaps):
        beside = [{gap.id: gap.accepted for gap in one.gaps} for one in theirs]
        gaps = tuple(
            replace(gap, accepted=with_words_of(gap.accepted, [one[gap.id] for one in beside])) if gap.accepted else gap
            for gap in made.gaps
        )
        return replace(item, definition=replace(made, gaps=gaps))
    return item


def key_of_words(item: Item) -> Json | None:
    """The key of a translation, where it holds words; None where it is the course's own."""
    return item.key if isinstance(item.definition, SAID) else None


def differs(item: Item, other: Item) -> Iterator[str]:
    """Everything in which a translation of an item differs from it, beside its words."""
    for name in FIXED:
        mine, theirs = getattr(item, name), getattr(other, name)
        if mine != theirs:
            yield f"“{name}” is {_shown(theirs)}; in the course it is {_shown(mine)}."
    if item.kind is other.kind and item.option_ids == other.option_ids:
        if _without_names(item) != _without_names(other):
            yield "What is right, or how it is scored, is not what it is in the course."
        if _shape(item.body) != _shape(other.body):
            yield "It does not have the same parts as in the course."
        for mine, theirs in zip(_accepted(item), _accepted(other), strict=False):
            yield from (f"“{word}” earns something else in the course." for word in unlike(mine, theirs))


def _accepted(item: Item) -> list[Accepted]:
    """The accepted words of an item, gap by gap, the gaps by their ids: another language may need another order."""
    made = item.definition
    if isinstance(made, ShortText):
        return [made.accepted]
    if isinstance(made, Gaps):
        return [gap.accepted for gap in sorted(made.gaps, key=lambda gap: gap.id) if gap.accepted]
    return []


def _shown(value: Any) -> str:
    if value is None:
        return "left out"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _without_names(item: Item) -> Json:
    """The key with the names of units by their place, and of accepted words what they earn."""
    key = dict(item.key)
    if isinstance(key.get("units"), dict):
        names = list(key["units"])
        key["unit"] = names.index(key["unit"]) if key.get("unit") in names else None
        key["units"] = list(key["units"].values())
    if isinstance(item.definition, ShortText):
        key = earnings(key)
    if isinstance(item.definition, Gaps):
        key["gaps"] = {name: earnings(gap) if "accepted" in gap else gap for name, gap in key["gaps"].items()}
    return key


def _shape(value: Any) -> Any:
    """A body with every word taken out: what is left are parts, ids and figures."""
    if isinstance(value, Mapping):
        return {key: one if key in ("id", "gap") else _shape(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_shape(one) for one in value]
    return "" if isinstance(value, str) else value
