"""Short text: a word or a few, compared with those that are accepted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Final

from assessments.items.kinds.base import BrowserPractice, Filled, Languages, ScoredKind
from assessments.items.parsing.entry import Entry
from assessments.items.scoring.answers import Form, Json, first
from assessments.items.scoring.reviews import Part, Review, outcome
from assessments.items.scoring.wording import (
    WORD_PHRASES,
    Accepted,
    accepted_key,
    earnings,
    parse_accepted,
    restore_accepted,
    typed,
    with_words_of,
)

NAME: Final = "short-text"
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


def _joined(own: ShortText, others: Sequence[ShortText]) -> ShortText:
    return replace(own, accepted=with_words_of(own.accepted, [one.accepted for one in others]))


LANGUAGES = Languages(
    joined=_joined, accepted=lambda definition: (definition.accepted,), bare_key=earnings, has_words=lambda _key: True
)

KIND = ScoredKind(
    name=NAME,
    folder=Path(__file__).parent,
    parse=parse,
    restore=restore,
    body=body,
    parse_form=parse_form,
    check_answer=check_answer,
    filled=lambda answer: Filled(text=answer),
    languages=LANGUAGES,
    key=key,
    score=score,
    review=review,
    practice=BrowserPractice(script="practice-words.js", phrases=WORD_PHRASES),
)
