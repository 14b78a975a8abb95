"""One choice: exactly one option is right; a wrong one may be given a part of the points."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from assessments.items.kinds.base import BrowserPractice, Filled, Languages, ScoredKind
from assessments.items.parsing.entry import Entry
from assessments.items.scoring.answers import BadAnswer, Form, Json, Phrase
from assessments.items.scoring.choices import (
    ChoiceRule,
    Option,
    choice_key,
    has_feedback,
    known_option,
    options_body,
    parse_options,
    restore_options,
    weigh,
    without_feedback,
)
from assessments.items.scoring.reviews import Part, Review, outcome
from lms.gettext_noop import N_

NAME: Final = "one-choice"


@dataclass(frozen=True)
class OneChoice:
    """The options of an item, one of them right."""

    options: tuple[Option, ...]
    rule: ChoiceRule = ChoiceRule.WEIGHTS
    shuffled: bool = True


def parse(entry: Entry) -> OneChoice:
    """Three to five options, exactly one of them right."""
    options = parse_options(entry, 3, 5)
    rights = [option for option in options if option.right]
    if options and not rights:
        entry.fault("No option is marked “right: true”.", "options")
    if len(rights) > 1:
        entry.fault(f"{len(rights)} options are marked right; one-choice has exactly one.", "options")
    return OneChoice(
        options, entry.choice("scoring", ChoiceRule, ChoiceRule.WEIGHTS), entry.flag("shuffle") is not False
    )


def restore(body: Json, key: Json) -> OneChoice:
    """The definition again, from what was stored of it."""
    return OneChoice(restore_options(body["options"], key), ChoiceRule(key["rule"]), body["shuffled"])


def body(definition: OneChoice) -> Json:
    """The options without their weights."""
    return {"options": options_body(definition.options), "shuffled": definition.shuffled}


def key(definition: OneChoice) -> Json:
    """What each option earns, and the rule."""
    return choice_key(definition.options, definition.rule.value)


def check_answer(definition: OneChoice, raw: object, *, decimal: str = ".") -> str | None:
    """The id of one option."""
    if raw is None or raw == "" or raw == []:
        return None
    if isinstance(raw, list | tuple):
        if len(raw) > 1:
            raise BadAnswer(N_("Choose only one option."))
        raw = raw[0]
    return known_option(definition.options, raw)


def score(definition: OneChoice, answer: str | None) -> Fraction:
    """What the chosen option earns."""
    if answer is None:
        return Fraction(0)
    return weigh({option.id: option.weight for option in definition.options}, definition.rule, answer)


def review(definition: OneChoice, answer: str | None) -> Review:
    """Every option: whether it was chosen, whether it is right."""
    fraction = score(definition, answer)
    parts = tuple(
        Part(option.text, option.id == answer, option.right, option.id, feedback=option.feedback)
        for option in definition.options
    )
    return Review(outcome(fraction, answer is not None), fraction, parts)


def parse_form(form: Form) -> object:
    """The field `answer`."""
    return [value for value in form.get("answer", ()) if value]


PHRASES = {"onlyOne": Phrase(N_("Choose only one option."))}

KIND = ScoredKind(
    name=NAME,
    folder=Path(__file__).parent,
    parse=parse,
    restore=restore,
    body=body,
    parse_form=parse_form,
    check_answer=check_answer,
    filled=lambda answer: Filled(chosen=(answer,)),
    languages=Languages(bare_key=without_feedback, has_words=has_feedback),
    key=key,
    score=score,
    review=review,
    practice=BrowserPractice(script="practice.js", phrases=PHRASES),
)
