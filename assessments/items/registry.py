"""Every kind of item by its name."""

from typing import Any

from assessments.items import angle, number, one_choice, several_choices, spot, true_false
from assessments.items.kinds import Kind, KindName

KINDS: dict[KindName, Kind[Any, Any]] = {
    KindName.ONE_CHOICE: one_choice,
    KindName.SEVERAL_CHOICES: several_choices,
    KindName.TRUE_FALSE: true_false,
    KindName.NUMBER: number,
    KindName.SPOT: spot,
    KindName.ANGLE: angle,
}


def kind(name: str) -> Kind[Any, Any]:
    """The kind of this name; raises ValueError for an unknown one."""
    return KINDS[KindName(name)]
