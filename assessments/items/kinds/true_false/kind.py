"""True or false: one statement, two answers."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from assessments.items.kinds.base import BrowserPractice, Filled, ScoredKind
from assessments.items.parsing.entry import Entry
from assessments.items.scoring.answers import BadAnswer, Form, Json, Phrase, first
from assessments.items.scoring.choices import ChoiceRule, weigh
from assessments.items.scoring.reviews import Part, Review, outcome
from lms.gettext_noop import N_

NAME: Final = "true-false"
WORDS = {True: N_("True"), False: N_("False")}


@dataclass(frozen=True)
class TrueFalse:
    """Whether the statement is true."""

    answer: bool
    rule: ChoiceRule = ChoiceRule.WEIGHTS


def parse(entry: Entry) -> TrueFalse:
    """`answer: true` or `answer: false`."""
    answer = entry.flag("answer")
    if answer is None and not entry.has("answer"):
        entry.fault("“answer” is missing; write true or false.")
    return TrueFalse(bool(answer), entry.choice("scoring", ChoiceRule, ChoiceRule.WEIGHTS))


def restore(body: Json, key: Json) -> TrueFalse:
    """The definition again, from what was stored of it."""
    return TrueFalse(key["answer"], ChoiceRule(key["rule"]))


def body(definition: TrueFalse) -> Json:
    """Nothing but the stem is shown."""
    return {}


def key(definition: TrueFalse) -> Json:
    """The right answer, and the rule."""
    return {"answer": definition.answer, "rule": definition.rule.value}


def check_answer(definition: TrueFalse, raw: object, *, decimal: str = ".") -> bool | None:
    """True, false or nothing."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, bool):
        raise BadAnswer(N_("Choose “True” or “False”."))
    return raw


def score(definition: TrueFalse, answer: bool | None) -> Fraction:
    """All for the right answer."""
    if answer is None:
        return Fraction(0)
    weights = {str(value): Fraction(int(value == definition.answer)) for value in (True, False)}
    return weigh(weights, definition.rule, str(answer))


def review(definition: TrueFalse, answer: bool | None) -> Review:
    """Both words: which was chosen, which is right."""
    fraction = score(definition, answer)
    parts = tuple(Part(WORDS[value], answer is value, definition.answer is value) for value in (True, False))
    return Review(outcome(fraction, answer is not None), fraction, parts)


def parse_form(form: Form) -> object:
    """The field `answer`, holding `true` or `false`."""
    text = first(form, "answer")
    return {"true": True, "false": False}.get(text, text) if text else None


PHRASES = {"trueOrFalse": Phrase(N_("Choose “True” or “False”."))}

KIND = ScoredKind(
    name=NAME,
    folder=Path(__file__).parent,
    parse=parse,
    restore=restore,
    body=body,
    parse_form=parse_form,
    check_answer=check_answer,
    filled=lambda answer: Filled(chosen=("true" if answer else "false",)),
    key=key,
    score=score,
    review=review,
    practice=BrowserPractice(script="practice.js", phrases=PHRASES, own_words=True),
)
