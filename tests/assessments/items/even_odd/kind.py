"""Even or odd: whether a number can be halved."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from assessments.items.kinds.base import BrowserPractice, Filled, ScoredKind
from assessments.items.parsing.entry import Entry
from assessments.items.scoring.answers import BadAnswer, Form, Json, Phrase, first
from assessments.items.scoring.reviews import Part, Review, outcome
from lms.gettext_noop import N_

WORDS = ("even", "odd")


@dataclass(frozen=True)
class EvenOdd:
    """The number that is shown."""

    number: int

    @property
    def right(self) -> str:
        """The word for it."""
        return WORDS[self.number % 2]


def parse(entry: Entry) -> EvenOdd:
    """`number`, a whole one."""
    return EvenOdd(entry.whole("number"))


def restore(body: Json, key: Json) -> EvenOdd:
    """The definition again."""
    return EvenOdd(body["number"])


def body(definition: EvenOdd) -> Json:
    """The number."""
    return {"number": definition.number}


def key(definition: EvenOdd) -> Json:
    """The word."""
    return {"rule": "parity", "answer": definition.right}


def check_answer(definition: EvenOdd, raw: object, *, decimal: str = ".") -> str | None:
    """One of the two words."""
    if raw is None or raw == "":
        return None
    if raw not in WORDS:
        raise BadAnswer(N_("Choose only one option."))
    return str(raw)


def score(definition: EvenOdd, answer: str | None) -> Fraction:
    """All or nothing."""
    return Fraction(int(answer == definition.right))


def review(definition: EvenOdd, answer: str | None) -> Review:
    """What was said, and what is right."""
    fraction = score(definition, answer)
    parts = tuple(Part(word, word == answer, word == definition.right) for word in WORDS)
    return Review(outcome(fraction, answer is not None), fraction, parts)


def parse_form(form: Form) -> object:
    """The field `answer`."""
    return first(form, "answer")


KIND = ScoredKind(
    name="even-odd",
    folder=Path(__file__).parent,
    parse=parse,
    restore=restore,
    body=body,
    parse_form=parse_form,
    check_answer=check_answer,
    filled=lambda answer: Filled(chosen=(answer,)),
    key=key,
    score=score,
    review=review,
    practice=BrowserPractice(
        script="practice-even-odd.js", phrases={"onlyOne": Phrase(N_("Choose only one option."))}, body=("number",)
    ),
)
