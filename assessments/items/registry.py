"""Every kind of item by its name."""

from collections.abc import Iterable
from typing import Any

from assessments.items import (
    angle,
    gaps,
    manifest,
    matching,
    number,
    one_choice,
    ordering,
    permit,
    several_choices,
    short_text,
    spot,
    true_false,
)
from assessments.items.kinds import Kind, KindName

KINDS: dict[KindName, Kind[Any, Any]] = {
    KindName.ONE_CHOICE: one_choice,
    KindName.SEVERAL_CHOICES: several_choices,
    KindName.TRUE_FALSE: true_false,
    KindName.NUMBER: number,
    KindName.SPOT: spot,
    KindName.ANGLE: angle,
    KindName.MATCHING: matching,
    KindName.ORDERING: ordering,
    KindName.GAPS: gaps,
    KindName.SHORT_TEXT: short_text,
    KindName.MANIFEST: manifest,
    KindName.PERMIT: permit,
}
SCRIPTS = {KindName.SPOT: "spot.js", KindName.ANGLE: "angle.js", KindName.ORDERING: "ordering.js"}
JUDGES = {  # what judges practice without a connection, beside `practice.js`
    **dict.fromkeys((KindName.NUMBER, KindName.SPOT, KindName.ANGLE), "practice-figures.js"),
    **dict.fromkeys((KindName.MATCHING, KindName.ORDERING, KindName.MANIFEST, KindName.PERMIT), "practice-parts.js"),
    **dict.fromkeys((KindName.GAPS, KindName.SHORT_TEXT), "practice-words.js"),
}


def scripts(names: Iterable[str]) -> tuple[str, ...]:
    """The scripts that a page with these kinds loads."""
    asked = set(names)
    return tuple(script for name, script in SCRIPTS.items() if name in asked)


def judges(names: Iterable[str]) -> tuple[str, ...]:
    """The scripts, in their order, that judge practice of these kinds without a connection and show its result."""
    asked = set(names)
    more = dict.fromkeys(script for name, script in JUDGES.items() if name in asked)
    return ("practice.js", *more, "result.js") if asked else ()


def kind(name: str) -> Kind[Any, Any]:
    """The kind of this name; raises ValueError for an unknown one."""
    return KINDS[KindName(name)]
