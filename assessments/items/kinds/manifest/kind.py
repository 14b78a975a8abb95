"""Manifest triage: a table of consignments, some of them suspicious; which to stop, with few inspections to spend."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from assessments.items.kinds.base import BrowserPractice, Filled, ScoredKind
from assessments.items.parsing.entry import Entry
from assessments.items.parsing.exact import exact, plain
from assessments.items.scoring.answers import Form, Json, Phrase
from assessments.items.scoring.flagging import FLAG_PHRASES, NOTHING, check_flags, flags_of
from assessments.items.scoring.reviews import Part, Review, outcome
from assessments.items.scoring.triage import TriageRule, count, score_flags
from lms.gettext_noop import N_

NAME: Final = "manifest"
FEWEST, MOST = 4, 40
FEWEST_COLUMNS, MOST_COLUMNS = 2, 8
LONGEST_CELL = 120


@dataclass(frozen=True)
class Consignment:
    """One consignment; its weight counts where the rule weighs risks."""

    id: str
    cells: tuple[str, ...]
    suspicious: bool = False
    weight: Fraction = Fraction(1)


@dataclass(frozen=True)
class Manifest:
    """The table; the first cell of a line names it."""

    columns: tuple[str, ...]
    lines: tuple[Consignment, ...]
    limit: int | None = None
    rule: TriageRule = TriageRule.MCC

    @property
    def weights(self) -> dict[str, Fraction]:
        """The suspicious lines with their weights."""
        return {line.id: line.weight for line in self.lines if line.suspicious}

    @property
    def ids(self) -> tuple[str, ...]:
        """The lines by id, in order."""
        return tuple(line.id for line in self.lines)

    @property
    def plain_texts(self) -> tuple[str, ...]:
        """What is shown as it is."""
        return (*self.columns, *(cell for line in self.lines for cell in line.cells))


def parse(entry: Entry) -> Manifest:
    """`columns`, `lines` of `cells` with `suspicious: true`, and the `limit` of inspections."""
    columns = entry.texts("columns")
    if not FEWEST_COLUMNS <= len(columns) <= MOST_COLUMNS:
        entry.fault(f"“columns” names {FEWEST_COLUMNS} to {MOST_COLUMNS} columns.", "columns")
    lines = tuple(_line(part, f"l{n}", len(columns)) for n, part in enumerate(entry.parts("lines", "line"), 1))
    if isinstance(entry.data.get("lines"), list) and not FEWEST <= len(lines) <= MOST:
        entry.fault(f"There are {len(lines)} lines; {FEWEST} to {MOST} are asked for.", "lines")
    names = [line.cells[0] for line in lines if line.cells]
    if len(set(names)) < len(names):
        entry.fault("Two lines have the same first cell: it is the name of the consignment.", "lines")
    suspicious = sum(line.suspicious for line in lines)
    if lines and suspicious == len(lines):
        entry.fault("Every line is suspicious; at least one must not be.", "lines")
    limit = entry.whole("limit", least=1) if entry.has("limit") else None
    if limit is not None and not suspicious <= limit < max(len(lines), 2):
        entry.fault("“limit” is at least the number of suspicious lines, and less than all lines.", "limit")
    rule = entry.choice("scoring", TriageRule, TriageRule.MCC)
    if rule is TriageRule.MCC and any(line.weight != 1 for line in lines):
        entry.fault("“weight” is for “scoring: youden_weighted”.", "scoring")
    return Manifest(columns, lines, limit, rule)


def _line(part: Entry, name: str, columns: int) -> Consignment:
    cells = part.texts("cells")
    if len(cells) != columns:
        part.fault(f"There are {len(cells)} cells for {columns} columns.", "cells")
    if any(len(cell) > LONGEST_CELL for cell in cells) or (cells and not cells[0].strip()):
        part.fault(f"A cell has at most {LONGEST_CELL} characters, and the first is not empty.", "cells")
    suspicious = part.flag("suspicious") is True
    weight = part.number("weight", default=Fraction(1))
    if part.has("weight") and (weight <= 0 or not suspicious):
        part.fault("“weight” is for a suspicious line, and above 0.", "weight")
    part.nothing_else()
    return Consignment(name, cells, suspicious, weight)


def restore(body: Json, key: Json) -> Manifest:
    """The definition again, from what was stored of it."""
    weights = {name: exact(weight) for name, weight in key["suspicious"].items()}
    lines = tuple(
        Consignment(one["id"], tuple(one["cells"]), one["id"] in weights, weights.get(one["id"], Fraction(1)))
        for one in body["lines"]
    )
    return Manifest(tuple(body["columns"]), lines, body["limit"], TriageRule(key["rule"]))


def body(definition: Manifest) -> Json:
    """The table, and how many inspections there are."""
    return {
        "columns": list(definition.columns),
        "lines": [{"id": line.id, "cells": list(line.cells)} for line in definition.lines],
        "limit": definition.limit,
    }


def key(definition: Manifest) -> Json:
    """The suspicious lines with their weights, and the rule."""
    weights = {name: plain(weight) for name, weight in definition.weights.items()}
    return {"suspicious": weights, "rule": definition.rule.value}


def check_answer(definition: Manifest, raw: object, *, decimal: str = ".") -> list[str] | None:
    """The lines to stop, not more than there are inspections; [] is the answer that none is suspicious."""
    return check_flags(definition.ids, raw, definition.limit)


def score(definition: Manifest, answer: list[str] | None) -> Fraction:
    """What the stopped lines earn by the rule."""
    if answer is None:
        return Fraction(0)
    return score_flags(definition.rule, set(definition.ids), definition.weights, set(answer))


def review(definition: Manifest, answer: list[str] | None) -> Review:
    """Every line that was stopped or should have been, with precision and recall as figures."""
    fraction = score(definition, answer)
    flagged = set(answer or ())
    parts = tuple(
        Part(" · ".join(cell for cell in line.cells if cell), line.id in flagged, line.suspicious, line.id)
        for line in definition.lines
    )
    figures: Json = {}
    if answer is not None:
        t = count(set(definition.ids), definition.weights.keys(), flagged)
        figures = {"hits": t.hits, "flagged": t.flagged, "suspicious": t.suspicious} | {
            name: None if share is None else int(share * 100)
            for name, share in (("precision", t.precision), ("recall", t.recall), ("f1", t.f1))
        }
    table: Json = {"columns": definition.columns, "lines": tuple(line.cells for line in definition.lines)}
    return Review(outcome(fraction, answer is not None), fraction, parts, figures=figures, table=table)


def parse_form(form: Form) -> object:
    """Every ticked field `answer`."""
    return flags_of(form)


PHRASES = {
    "inspectedNothing": Phrase(N_("You inspected nothing.")),
    "noneSuspicious": Phrase(N_("No consignment is suspicious.")),
    "precision": Phrase(
        N_("Precision: %(percent)s %%. Inspections that were right: %(hits)s of %(flagged)s."),
        {"percent": "{precision}", "hits": "{hits}", "flagged": "{flagged}"},
    ),
    "recall": Phrase(
        N_("Recall: %(percent)s %%. Suspicious consignments that you found: %(hits)s of %(suspicious)s."),
        {"percent": "{recall}", "hits": "{hits}", "suspicious": "{suspicious}"},
    ),
    "both": Phrase(N_("Both together (F1): %(percent)s %%."), {"percent": "{f1}"}),
}

KIND = ScoredKind(
    name=NAME,
    folder=Path(__file__).parent,
    parse=parse,
    restore=restore,
    body=body,
    parse_form=parse_form,
    check_answer=check_answer,
    filled=lambda answer: Filled(chosen=tuple(answer) or (NOTHING,)),
    key=key,
    score=score,
    review=review,
    practice=BrowserPractice(script="practice-parts.js", phrases=FLAG_PHRASES | PHRASES, body=("limit",)),
)
