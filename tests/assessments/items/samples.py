"""One item of each kind as a question file writes it, and the definition it makes."""

from typing import Any

from assessments.items.entry import Entry, Fault
from assessments.items.kinds import KindName
from assessments.items.located import read_yaml
from assessments.items.registry import kind

PICTURE = "picture: {file: suitcase.svg, alt: An open suitcase seen from above., width: 640, height: 400}\n"

ONE_CHOICE = """
options:
  - {id: a, text: Bone, right: true}
  - {id: b, text: Resin, weight: 0.5}
  - {id: c, text: Wood}
"""
SEVERAL_CHOICES = """
options:
  - {id: a, text: Walrus tusks, right: true}
  - {id: b, text: Cattle horns}
  - {id: c, text: Leopard teeth, right: true}
  - {id: d, text: Leopard claws}
  - {id: e, text: Turtle scutes}
"""
TRUE_FALSE = "answer: true\n"
NUMBER = "answer: {value: 1234.5, tolerance: 0.5, unit: kg, units: {kg: 1, g: 0.001}}\n"
SPOT = (
    PICTURE
    + """
zones:
  - {id: z1, shape: rect, coords: [10, 10, 60, 40]}
  - {id: z2, shape: circle, coords: [150, 100, 20]}
  - {id: z3, shape: poly, coords: [200, 200, 260, 200, 230, 260]}
"""
)
ANGLE = PICTURE + "answer: {value: 121, bands: [[5, 1], [10, 0.5]]}\n"

SAMPLES = {
    KindName.ONE_CHOICE: ONE_CHOICE,
    KindName.SEVERAL_CHOICES: SEVERAL_CHOICES,
    KindName.TRUE_FALSE: TRUE_FALSE,
    KindName.NUMBER: NUMBER,
    KindName.SPOT: SPOT,
    KindName.ANGLE: ANGLE,
}
ANSWERS: dict[KindName, Any] = {  # full points each
    KindName.ONE_CHOICE: "a",
    KindName.SEVERAL_CHOICES: ["a", "c"],
    KindName.TRUE_FALSE: True,
    KindName.NUMBER: {"text": "1 234,5", "unit": "kg"},
    KindName.SPOT: [[20, 20], [150, 100], [230, 220]],
    KindName.ANGLE: {"points": [[229, 213], [320, 162], [411, 213]]},
}


def define(name: KindName, text: str | None = None) -> Any:
    """The definition that a text makes; the text is without fault."""
    definition, faults = try_define(name, text or SAMPLES[name])
    assert faults == []
    return definition


def try_define(name: KindName, text: str) -> tuple[Any, list[Fault]]:
    """The definition that a text makes, and what is wrong with it."""
    data, faults = read_yaml(text)
    assert faults == []
    assert isinstance(data, dict)
    entry = Entry(data)
    definition = kind(name).parse(entry)
    entry.nothing_else()
    return definition, entry.faults
