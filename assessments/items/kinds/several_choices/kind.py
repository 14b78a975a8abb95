"""Several choices: at least one option is right and at least one is wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Final

from assessments.items.kinds.base import BrowserPractice, Filled, Languages, ScoredKind
from assessments.items.parsing.entry import Entry
from assessments.items.scoring.answers import BadAnswer, Form, Json, Phrase
from assessments.items.scoring.choices import (
    Option,
    choice_key,
    has_feedback,
    known_option,
    options_body,
    parse_options,
    restore_options,
    without_feedback,
)
from assessments.items.scoring.reviews import Part, Review, outcome
from lms.gettext_noop import N_

NAME: Final = "several-choices"
MOST_SENT = 50


class SetRule(StrEnum):
    """How a set of chosen options is scored."""

    TPR_MINUS_FPR = "tpr_minus_fpr"
    ALL_OR_NOTHING = "all_or_nothing"
    PLUS_MINUS = "plus_minus"
    PER_OPTION = "per_option"
    PER_OPTION_CORRECTED = "per_option_corrected"
    SELECT_N = "select_n"


@dataclass(frozen=True)
class Counts:
    """Of n options, K right: how many right ones (hits) and wrong ones (false alarms) were chosen."""

    options: int
    right: int
    hits: int
    false_alarms: int

    @property
    def agreeing(self) -> int:
        """Options treated as they should be: chosen right ones and left wrong ones."""
        return self.hits + self.options - self.right - self.false_alarms


def _tpr_minus_fpr(c: Counts) -> Fraction:
    return max(Fraction(0), Fraction(c.hits, c.right) - Fraction(c.false_alarms, c.options - c.right))


def _all_or_nothing(c: Counts) -> Fraction:
    return Fraction(int(c.hits == c.right and c.false_alarms == 0))


def _plus_minus(c: Counts) -> Fraction:
    return max(Fraction(0), Fraction(c.hits - c.false_alarms, c.right))


def _per_option(c: Counts) -> Fraction:
    return Fraction(c.agreeing, c.options)


def _per_option_corrected(c: Counts) -> Fraction:
    return max(Fraction(0), 2 * Fraction(c.agreeing, c.options) - 1)


def _select_n(c: Counts) -> Fraction:
    """Right ones among as many as there are right; choosing more than that earns nothing."""
    return Fraction(c.hits, c.right) if c.hits + c.false_alarms <= c.right else Fraction(0)


RULES: dict[SetRule, Callable[[Counts], Fraction]] = {
    SetRule.TPR_MINUS_FPR: _tpr_minus_fpr,
    SetRule.ALL_OR_NOTHING: _all_or_nothing,
    SetRule.PLUS_MINUS: _plus_minus,
    SetRule.PER_OPTION: _per_option,
    SetRule.PER_OPTION_CORRECTED: _per_option_corrected,
    SetRule.SELECT_N: _select_n,
}


@dataclass(frozen=True)
class SeveralChoices:
    """The options of an item, some of them right."""

    options: tuple[Option, ...]
    rule: SetRule = SetRule.TPR_MINUS_FPR
    shuffled: bool = True

    @property
    def right(self) -> frozenset[str]:
        """The ids of the right options."""
        return frozenset(option.id for option in self.options if option.right)


def parse(entry: Entry) -> SeveralChoices:
    """Four to six options; all right or none right is refused, for then no rule can tell knowing from guessing."""
    options = parse_options(entry, 4, 6)
    rights = sum(option.right for option in options)
    if options and rights == 0:
        entry.fault("No option is marked “right: true”.", "options")
    if options and rights == len(options):
        entry.fault("Every option is marked right; at least one must be wrong.", "options")
    if any(0 < option.weight < 1 for option in options):
        entry.fault("“weight” is for one-choice; here an option is right or wrong.", "options")
    rule = entry.choice("scoring", SetRule, SetRule.TPR_MINUS_FPR)
    return SeveralChoices(options, rule, entry.flag("shuffle") is not False)


def restore(body: Json, key: Json) -> SeveralChoices:
    """The definition again, from what was stored of it."""
    return SeveralChoices(restore_options(body["options"], key), SetRule(key["rule"]), body["shuffled"])


def body(definition: SeveralChoices) -> Json:
    """The options without their weights; how many may be chosen only where the rule limits it."""
    limit = len(definition.right) if definition.rule is SetRule.SELECT_N else None
    return {"options": options_body(definition.options), "shuffled": definition.shuffled, "limit": limit}


def key(definition: SeveralChoices) -> Json:
    """Which options are right, and the rule."""
    return choice_key(definition.options, definition.rule.value)


def check_answer(definition: SeveralChoices, raw: object, *, decimal: str = ".") -> list[str] | None:
    """The chosen ids in the order of the options, each once; choosing nothing is no answer."""
    if raw is None or raw == "":
        return None
    chosen = raw if isinstance(raw, list | tuple) else [raw]
    if len(chosen) > MOST_SENT:
        raise BadAnswer(N_("These are more choices than there are options."))
    ids = {known_option(definition.options, one) for one in chosen}
    if definition.rule is SetRule.SELECT_N and len(ids) > len(definition.right):
        raise BadAnswer(N_("Choose at most %(limit)s options."), limit=len(definition.right))
    return [option.id for option in definition.options if option.id in ids] or None


def score_choice(rule: SetRule, options: frozenset[str], right: frozenset[str], chosen: frozenset[str]) -> Fraction:
    """The fraction that a set of chosen options earns by a rule."""
    return RULES[rule](Counts(len(options), len(right), len(chosen & right), len(chosen - right)))


def score(definition: SeveralChoices, answer: list[str] | None) -> Fraction:
    """What the chosen set earns."""
    if answer is None:
        return Fraction(0)
    options = frozenset(option.id for option in definition.options)
    return score_choice(definition.rule, options, definition.right, frozenset(answer))


def review(definition: SeveralChoices, answer: list[str] | None) -> Review:
    """Every option: whether it was chosen, whether it is right."""
    fraction = score(definition, answer)
    parts = tuple(
        Part(option.text, option.id in (answer or ()), option.right, option.id, feedback=option.feedback)
        for option in definition.options
    )
    return Review(outcome(fraction, answer is not None), fraction, parts)


def parse_form(form: Form) -> object:
    """Every ticked field `answer`."""
    return [value for value in form.get("answer", ()) if value]


PHRASES = {"most": Phrase(N_("Choose at most %(limit)s options."), {"limit": "{limit}"})}

KIND = ScoredKind(
    name=NAME,
    folder=Path(__file__).parent,
    parse=parse,
    restore=restore,
    body=body,
    parse_form=parse_form,
    check_answer=check_answer,
    filled=lambda answer: Filled(chosen=tuple(answer)),
    languages=Languages(bare_key=without_feedback, has_words=has_feedback),
    key=key,
    score=score,
    review=review,
    practice=BrowserPractice(script="practice.js", phrases=PHRASES, body=("limit",)),
)
