"""Short text: a word or a few, compared with those that are accepted."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from assessments.items.entry import Entry
from assessments.items.kinds import Form, Json, KindName, Part, Review, first, outcome
from assessments.items.wording import Accepted, accepted_key, parse_accepted, restore_accepted, typed

NAME: Final = KindName.SHORT_TEXT
MOST_SHOWN = 3


@dataclass(frozen=True)
class ShortText:
    """The words that are taken."""

    accepted: Accepted


def parse(entry: Entry) -> ShortText:
    """`accepted`, with `typos`, `case` and `accents`."""
    return ShortText(parse_accepted(entry))


def restore(body: Json, key: Json) -> ShortText:
    """The definition again, from what was stored of it."""
    return ShortText(restore_accepted(key))


def body(definition: ShortText) -> Json:
    """Nothing but the stem is shown, and whether the words are to be written exactly."""
    return {"exactly": definition.accepted.case or definition.accepted.accents}


def key(definition: ShortText) -> Json:
    """The words that are taken, and how they are compared."""
    return {"rule": "accepted", **accepted_key(definition.accepted)}


def check_answer(definition: ShortText, raw: object, *, decimal: str = ".") -> str | None:
    """The text as it was typed, with single spaces."""
    return typed(raw) or None


def score(definition: ShortText, answer: str | None) -> Fraction:
    """What the text earns."""
    return definition.accepted.fraction(answer) if answer else Fraction(0)


def review(definition: ShortText, answer: str | None) -> Review:
    """What was written, then what earns all."""
    fraction = score(definition, answer)
    parts = [Part(text, False, True) for text in definition.accepted.best[:MOST_SHOWN]]
    if answer is not None:
        parts.insert(0, Part(answer, True, fraction == 1, partly=0 < fraction < 1))
    return Review(outcome(fraction, answer is not None), fraction, tuple(parts))


def parse_form(form: Form) -> object:
    """The field `answer`."""
    return first(form, "answer")
