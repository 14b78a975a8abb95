"""An item in another language: the same question with other words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from assessments.items.item import Item
from assessments.items.kinds import Json
from assessments.items.number import Number

FIXED = ("kind", "use", "topic", "lesson", "sources", "points", "picture_file", "option_ids")


def same_in(item: Item, other: Item) -> Item:
    """The item in the other language, with an answer that is stored as in the first: units keep their names there."""
    if isinstance(item.definition, Number) and isinstance(other.definition, Number):
        return replace(other, definition=replace(item.definition, words=other.definition.names))
    return other


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


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _without_names(item: Item) -> Json:
    """The key with the names of units by their place: they are words."""
    key = dict(item.key)
    if isinstance(key.get("units"), dict):
        names = list(key["units"])
        key["unit"] = names.index(key["unit"]) if key.get("unit") in names else None
        key["units"] = list(key["units"].values())
    return key


def _shape(value: Any) -> Any:
    """A body with every word taken out: what is left are parts, ids and figures."""
    if isinstance(value, Mapping):
        return {key: one if key == "id" else _shape(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_shape(one) for one in value]
    return "" if isinstance(value, str) else value
