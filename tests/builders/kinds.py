"""The kinds of items with parts, as the small course asks them, and what is right in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.items.kinds.gaps import kind as gaps
from assessments.items.kinds.matching import kind as matching
from assessments.items.kinds.ordering import kind as ordering
from tests.builders.kind_names import KindName

ENDINGS = {
    KindName.MATCHING: """  pairs:
    - {{prompt: "{0} beast", match: tuskivory}}
    - {{prompt: "{0} fish", match: finmeat}}
  extra: [stonewood]
""",
    KindName.ORDERING: """  order: ["{0} stop", "{0} look", "{0} open", "{0} seal"]
""",
    KindName.GAPS: """  text: "The {0} is {{tall}} and {{wide}}."
  gaps:
    - {{id: tall, accepted: {{gigantea: 1, magna: 0.375}}}}
    - {{id: wide, choices: [narrow, broad, round], right: broad}}
""",
    KindName.SHORT_TEXT: "  accepted: {{pristis: 1, sawfish: 0.375}}\n",
    KindName.MANIFEST: """  columns: [Consignment, Goods]
  lines:
    - {{cells: ["{0} one", fish]}}
    - {{cells: ["{0} two", nuts], suspicious: true}}
    - {{cells: ["{0} three", books]}}
    - {{cells: ["{0} four", shoes]}}
  limit: 2
""",
    KindName.PERMIT: """  document: "{0} permit"
  fields:
    - {{label: Until, text: "{0} May", defect: true}}
    - {{label: Whom, text: "{0} trader"}}
    - {{label: What, text: "{0} skins"}}
    - {{label: Seal, text: "{0} seal"}}
""",
}
KEYS = ("gigantea", "magna", "pristis", "sawfish", "0.375", "accepted", "suspicious", "defect", '"right"', "zebrawood")


def right(kind: KindName, made: Any) -> Any:
    """The answer that earns all; some ids hang on the item."""
    if kind is KindName.MATCHING:
        return dict(made.right)
    if kind is KindName.ORDERING:
        return list(made.order)
    if kind is KindName.GAPS:
        return {"tall": "Gigantea", "wide": next(gap.right for gap in made.gaps if gap.right)}
    return {KindName.SHORT_TEXT: "PRISTIS", KindName.MANIFEST: ["l2"], KindName.PERMIT: ["f1"]}[kind]


def form(kind: KindName, made: Any) -> Mapping[str, Sequence[str]]:
    """The same as the fields of a page hold it."""
    given = right(kind, made)
    if kind is KindName.MATCHING:
        return {f"{matching.FIELD}{prompt}": [option] for prompt, option in given.items()}
    if kind is KindName.ORDERING:
        return {f"{ordering.FIELD}{step}": [str(place)] for place, step in enumerate(given, 1)}
    if kind is KindName.GAPS:
        return {f"{gaps.FIELD}{gap}": [text] for gap, text in given.items()}
    return {"answer": [given] if isinstance(given, str) else given}
