"""Registry of the kinds of question. To add a kind is to add its folder and a line here."""

from typing import Any

from assessments.items.kinds.angle import kind as angle
from assessments.items.kinds.base import QuestionKind, ScoredKind
from assessments.items.kinds.gaps import kind as gaps
from assessments.items.kinds.manifest import kind as manifest
from assessments.items.kinds.matching import kind as matching
from assessments.items.kinds.number import kind as number
from assessments.items.kinds.one_choice import kind as one_choice
from assessments.items.kinds.ordering import kind as ordering
from assessments.items.kinds.permit import kind as permit
from assessments.items.kinds.several_choices import kind as several_choices
from assessments.items.kinds.short_text import kind as short_text
from assessments.items.kinds.spot import kind as spot
from assessments.items.kinds.true_false import kind as true_false

KINDS: tuple[QuestionKind[Any, Any], ...] = (  # in the order in which their scripts are served
    one_choice.KIND,
    several_choices.KIND,
    true_false.KIND,
    number.KIND,
    spot.KIND,
    angle.KIND,
    matching.KIND,
    ordering.KIND,
    gaps.KIND,
    short_text.KIND,
    manifest.KIND,
    permit.KIND,
)


def kind(name: str) -> QuestionKind[Any, Any]:
    """The kind of this name; raises ValueError for an unknown one."""
    for one in KINDS:
        if one.name == name:
            return one
    raise ValueError(f"There is no kind of question “{name}”.")


def scored(name: str) -> ScoredKind[Any, Any]:
    """The kind of this name, which a rule scores; raises ValueError for one that only people could score."""
    found = kind(name)
    if not isinstance(found, ScoredKind):
        raise ValueError(f"No rule scores questions of the kind “{name}”.")
    return found
