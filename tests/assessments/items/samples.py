"""One item of each kind as a question file writes it, and the definition it makes."""

from typing import Any

from assessments.items.kinds.registry import kind
from assessments.items.parsing.entry import Entry
from assessments.items.parsing.located import read_yaml
from lms.text.problems import Problem
from tests.builders.kind_names import KindName

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
MATCHING = """
pairs:
  - {prompt: Elephant, match: Crossing lines}
  - {prompt: Rhinoceros, match: Fine tubes}
  - {prompt: Pangolin, match: Flat plates}
extra: [Growth rings]
"""
ORDERING = """
order: ["Stop the parcel", "Photograph it", "Open it", "Seal the samples"]
"""
GAPS = """
text: "The {who} elephant stands in Appendix {appendix}, and *the paper* comes from the {office}."
gaps:
  - {id: who, accepted: {Asian: 1, Indian: 0.5}, weight: 2}
  - {id: appendix, choices: ["I", "II", "III"], right: "I"}
  - {id: office, accepted: [Management Authority, MA]}
"""
SHORT_TEXT = "accepted: {Loxodonta africana: 1, Loxodonta: 0.5}\ntypos: true\n"
MANIFEST = """
columns: [Consignment, From, Goods, Weight]
lines:
  - {cells: ["AWB 1", Lagos, Frozen fish, 900 kg]}
  - {cells: ["AWB 2", Lagos, Cashew nuts, 12 kg], suspicious: true}
  - {cells: ["AWB 3", Paris, Books, 40 kg]}
  - {cells: ["AWB 4", Doha, Plastic waste, 300 kg], suspicious: true}
  - {cells: ["AWB 5", Doha, Shoes, 80 kg]}
limit: 3
"""
PERMIT = """
document: CITES export permit
fields:
  - {label: 1. Valid until, text: 3 May 2024, defect: true}
  - {label: 2. Importer, text: A. Person}
  - {label: 3. Species, text: Python regius}
  - {label: 4. Quantity, text: 12 skins, defect: true}
  - {label: 5. Seal, text: ""}
beside: [{label: Today, text: 9 June 2025}, {label: On the counter, text: 40 skins}]
"""

SAMPLES = {
    KindName.ONE_CHOICE: ONE_CHOICE,
    KindName.SEVERAL_CHOICES: SEVERAL_CHOICES,
    KindName.TRUE_FALSE: TRUE_FALSE,
    KindName.NUMBER: NUMBER,
    KindName.SPOT: SPOT,
    KindName.ANGLE: ANGLE,
    KindName.MATCHING: MATCHING,
    KindName.ORDERING: ORDERING,
    KindName.GAPS: GAPS,
    KindName.SHORT_TEXT: SHORT_TEXT,
    KindName.MANIFEST: MANIFEST,
    KindName.PERMIT: PERMIT,
}
ANSWERS: dict[KindName, Any] = {  # full points each
    KindName.ONE_CHOICE: "a",
    KindName.SEVERAL_CHOICES: ["a", "c"],
    KindName.TRUE_FALSE: True,
    KindName.NUMBER: {"text": "1 234,5", "unit": "kg"},
    KindName.SPOT: [[20, 20], [150, 100], [230, 220]],
    KindName.ANGLE: {"points": [[229, 213], [320, 162], [411, 213]]},
    KindName.MATCHING: {"p1": "c3", "p2": "c1", "p3": "c4"},
    KindName.ORDERING: ["c3", "c1", "c4", "c2"],
    KindName.GAPS: {"who": "asian", "appendix": "c2", "office": "management authority"},
    KindName.SHORT_TEXT: "loxodonta Africana",
    KindName.MANIFEST: ["l2", "l4"],
    KindName.PERMIT: ["f1", "f4"],
}


def define(name: KindName, text: str | None = None) -> Any:
    """The definition that a text makes; the text is without fault."""
    definition, faults = try_define(name, text or SAMPLES[name])
    assert faults == []
    return definition


def right_answer(name: KindName, definition: Any) -> Any:
    """What earns full points, where the ids of the parts hang on the id of the item."""
    if name is KindName.MATCHING:
        return definition.right
    if name is KindName.ORDERING:
        return list(definition.order)
    if name is KindName.GAPS:
        return {**ANSWERS[name], "appendix": next(gap.right for gap in definition.gaps if gap.right)}
    return ANSWERS[name]


def try_define(name: KindName, text: str) -> tuple[Any, list[Problem]]:
    """The definition that a text makes, and what is wrong with it."""
    data, faults = read_yaml(text)
    assert faults == []
    assert isinstance(data, dict)
    entry = Entry(data)
    definition = kind(name).parse(entry)
    entry.nothing_else()
    return definition, entry.faults
