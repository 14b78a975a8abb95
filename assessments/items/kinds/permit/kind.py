"""Permit check: a document shown as fields; find what is wrong in it, and accuse nothing else."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from assessments.items.kinds.base import BrowserPractice, Filled, ScoredKind
from assessments.items.parsing.entry import Entry
from assessments.items.scoring.answers import Form, Json, Phrase
from assessments.items.scoring.flagging import FLAG_PHRASES, NOTHING, check_flags, flags_of
from assessments.items.scoring.reviews import Part, Review, outcome
from lms.gettext_noop import N_

NAME: Final = "permit"
FEWEST, MOST, MOST_BESIDE = 4, 30, 10
LONGEST_LABEL, LONGEST_TEXT = 80, 200


@dataclass(frozen=True)
class Field:
    """One field of the document, or one thing to compare it with."""

    id: str
    label: str
    text: str
    defect: bool = False


@dataclass(frozen=True)
class Permit:
    """The document, and what the officer knows beside it."""

    document: str
    fields: tuple[Field, ...]
    beside: tuple[Field, ...] = ()

    @property
    def defects(self) -> frozenset[str]:
        """The fields that are wrong."""
        return frozenset(field.id for field in self.fields if field.defect)

    @property
    def ids(self) -> tuple[str, ...]:
        """The fields by id, in order."""
        return tuple(field.id for field in self.fields)

    @property
    def plain_texts(self) -> tuple[str, ...]:
        """What is shown as it is."""
        shown = [text for field in (*self.fields, *self.beside) for text in (field.label, field.text)]
        return (self.document, *shown)

    @property
    def telling(self) -> tuple[str, ...]:
        """What makes this item another than the next: not the printed words of the form."""
        return tuple(field.text for field in (*self.fields, *self.beside))


def parse(entry: Entry) -> Permit:
    """`document`, its `fields` with `defect: true`, and the facts `beside` it."""
    document = entry.text("document", longest=LONGEST_LABEL)
    fields = tuple(_field(part, f"f{n}") for n, part in enumerate(entry.parts("fields", "field"), 1))
    beside: tuple[Field, ...] = ()
    if entry.has("beside"):
        beside = tuple(_fact(part, f"b{n}") for n, part in enumerate(entry.parts("beside", "fact"), 1))
    if isinstance(entry.data.get("fields"), list) and not FEWEST <= len(fields) <= MOST:
        entry.fault(f"There are {len(fields)} fields; {FEWEST} to {MOST} are asked for.", "fields")
    if len(beside) > MOST_BESIDE:
        entry.fault(f"There are {len(beside)} facts; at most {MOST_BESIDE} are allowed.", "beside")
    if len({field.label for field in fields}) < len(fields):
        entry.fault("Two fields have the same label.", "fields")
    if 2 * sum(field.defect for field in fields) > len(fields):
        entry.fault("More than half of the fields are wrong: then accusing all of them would earn points.", "fields")
    return Permit(document, fields, beside)


def _field(part: Entry, name: str) -> Field:
    label, text = part.text("label", longest=LONGEST_LABEL), part.text("text", required=False, longest=LONGEST_TEXT)
    defect = part.flag("defect") is True
    part.nothing_else()
    return Field(name, label, text, defect)


def _fact(part: Entry, name: str) -> Field:
    label, text = part.text("label", longest=LONGEST_LABEL), part.text("text", longest=LONGEST_TEXT)
    part.nothing_else()
    return Field(name, label, text)


def restore(body: Json, key: Json) -> Permit:
    """The definition again, from what was stored of it."""
    fields = tuple(Field(**one, defect=one["id"] in key["defects"]) for one in body["fields"])
    return Permit(body["document"], fields, tuple(Field(**one) for one in body["beside"]))


def body(definition: Permit) -> Json:
    """The document and the facts, without what is wrong."""
    return {
        "document": definition.document,
        "fields": [_shown(field) for field in definition.fields],
        "beside": [_shown(field) for field in definition.beside],
    }


def _shown(field: Field) -> Json:
    return {"id": field.id, "label": field.label, "text": field.text}


def key(definition: Permit) -> Json:
    """What is wrong."""
    return {"defects": [name for name in definition.ids if name in definition.defects], "rule": "found_minus_false"}


def check_answer(definition: Permit, raw: object, *, decimal: str = ".") -> list[str] | None:
    """The accused fields; [] is the answer that nothing is wrong."""
    return check_flags(definition.ids, raw)


def found_minus_false(planted: AbstractSet[str], accused: AbstractSet[str]) -> Fraction:
    """Defects found less false accusations, over all that were planted; none planted: all for accusing nothing."""
    if not planted:
        return Fraction(int(not accused))
    return max(Fraction(0), Fraction(len(planted & accused) - len(accused - planted), len(planted)))


def score(definition: Permit, answer: list[str] | None) -> Fraction:
    """Found less false."""
    return Fraction(0) if answer is None else found_minus_false(definition.defects, set(answer))


def review(definition: Permit, answer: list[str] | None) -> Review:
    """Every field that was accused or is wrong."""
    fraction = score(definition, answer)
    accused = set(answer or ())
    parts = tuple(
        Part(f"{field.label}: {field.text or '—'}", field.id in accused, field.defect, field.id)
        for field in definition.fields
    )
    figures: Json = {}
    if answer is not None:
        hits = len(definition.defects & accused)
        figures = {"hits": hits, "flagged": len(accused), "planted": len(definition.defects)}
    return Review(outcome(fraction, answer is not None), fraction, parts, figures=figures)


def parse_form(form: Form) -> object:
    """Every ticked field `answer`."""
    return flags_of(form)


PHRASES = {
    "found": Phrase(
        N_("Wrong fields that you found: %(hits)s of %(all)s. Right fields that you marked: %(false)s."),
        {"all": "{planted}", "hits": "{hits}", "false": "{false}"},
    ),
    "clean": Phrase(N_("Nothing in this document is wrong. Fields that you marked: %(false)s."), {"false": "{false}"}),
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
    practice=BrowserPractice(script="practice-parts.js", phrases=FLAG_PHRASES | PHRASES),
)
