"""Matching: each prompt has one right choice; some choices may fit nothing, or more than one prompt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Final

from assessments.items.kinds.base import BrowserPractice, ScoredKind, filled_parts
from assessments.items.parsing.entry import Entry
from assessments.items.parsing.neutral_ids import by_id, neutral_ids
from assessments.items.scoring.answers import BadAnswer, Form, Json, named_after
from assessments.items.scoring.choices import Option
from assessments.items.scoring.reviews import Part, Review, outcome
from lms.gettext_noop import N_

NAME: Final = "matching"
FEWEST, MOST, MOST_CHOICES = 2, 8, 10
LONGEST_PROMPT, LONGEST_CHOICE = 200, 80
FIELD = "match-"
Pairs = Mapping[str, str]


class PairRule(StrEnum):
    """How chosen pairs are scored."""

    PER_PAIR = "per_pair"
    ALL_OR_NOTHING = "all_or_nothing"


def _per_pair(right: Pairs, chosen: Pairs) -> Fraction:
    return Fraction(sum(chosen.get(prompt) == option for prompt, option in right.items()), len(right))


def _all_or_nothing(right: Pairs, chosen: Pairs) -> Fraction:
    return Fraction(int(dict(chosen) == dict(right)))


RULES: dict[PairRule, Callable[[Pairs, Pairs], Fraction]] = {
    PairRule.PER_PAIR: _per_pair,
    PairRule.ALL_OR_NOTHING: _all_or_nothing,
}


@dataclass(frozen=True)
class Prompt:
    """What a choice is to be found for, and the id of the right one."""

    id: str
    text: str
    right: str


@dataclass(frozen=True)
class Matching:
    """Prompts in the order of the file, choices in the order of their ids."""

    prompts: tuple[Prompt, ...]
    options: tuple[Option, ...]
    rule: PairRule = PairRule.PER_PAIR
    shuffled: bool = True

    @property
    def right(self) -> dict[str, str]:
        """The right choice of each prompt."""
        return {prompt.id: prompt.right for prompt in self.prompts}

    @property
    def texts(self) -> tuple[str, ...]:
        """What is read as Markdown."""
        return (*(prompt.text for prompt in self.prompts), *(option.text for option in self.options))


def parse(entry: Entry) -> Matching:
    """`pairs` of `prompt` and `match`, and `extra` choices that fit nothing."""
    pairs = [_pair(part) for part in entry.parts("pairs", "pair")]
    extra = entry.texts("extra")
    if isinstance(entry.data.get("pairs"), list) and not FEWEST <= len(pairs) <= MOST:
        entry.fault(f"There are {len(pairs)} pairs; {FEWEST} to {MOST} are asked for.", "pairs")
    texts = list(dict.fromkeys([match for _, match in pairs]))
    for text in extra:
        if text in texts or len(text) > LONGEST_CHOICE:
            entry.fault(f"“{text[:20]}” in “extra” fits a prompt, stands there twice, or is too long.", "extra")
        texts.append(text)
    if pairs and len(texts) < 3:
        entry.fault("At least three different choices are asked for; add “extra” ones.", "pairs")
    if len(texts) > MOST_CHOICES:
        entry.fault(f"There are {len(texts)} choices; at most {MOST_CHOICES} are allowed.", "pairs")
    for twice in sorted({prompt for prompt, _ in pairs if [p for p, _ in pairs].count(prompt) > 1}):
        entry.fault(f"Two prompts say “{twice}”.", "pairs")
    ids = neutral_ids(entry, len(texts))
    named = dict(zip(texts, ids, strict=True)) if len(set(texts)) == len(texts) else dict.fromkeys(texts, "c1")
    prompts = tuple(Prompt(f"p{n}", prompt, named[match]) for n, (prompt, match) in enumerate(pairs, 1))
    options = tuple(Option(ids[place], texts[place], Fraction(0)) for place in by_id(ids))
    return Matching(
        prompts, options, entry.choice("scoring", PairRule, PairRule.PER_PAIR), entry.flag("shuffle") is not False
    )


def _pair(part: Entry) -> tuple[str, str]:
    prompt, match = part.text("prompt", longest=LONGEST_PROMPT), part.text("match", longest=LONGEST_CHOICE)
    part.nothing_else()
    return prompt, match


def restore(body: Json, key: Json) -> Matching:
    """The definition again, from what was stored of it."""
    prompts = tuple(Prompt(one["id"], one["text"], key["pairs"][one["id"]]) for one in body["prompts"])
    options = tuple(Option(one["id"], one["text"], Fraction(0)) for one in body["options"])
    return Matching(prompts, options, PairRule(key["rule"]), body["shuffled"])


def body(definition: Matching) -> Json:
    """Prompts and choices, without what belongs together."""
    return {
        "prompts": [{"id": prompt.id, "text": prompt.text} for prompt in definition.prompts],
        "options": [{"id": option.id, "text": option.text} for option in definition.options],
        "shuffled": definition.shuffled,
    }


def key(definition: Matching) -> Json:
    """What belongs together, and the rule."""
    return {"pairs": definition.right, "rule": definition.rule.value}


def check_answer(definition: Matching, raw: object, *, decimal: str = ".") -> dict[str, str] | None:
    """The chosen choice of each prompt that has one; choosing nothing is no answer."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, dict):
        raise BadAnswer(N_("Choose one of the choices for each line."))
    prompts, options = set(definition.right), {option.id for option in definition.options}
    chosen = {prompt: option for prompt, option in raw.items() if option not in (None, "")}
    for prompt, option in chosen.items():
        if prompt not in prompts or not isinstance(option, str) or option not in options:
            raise BadAnswer(N_("This option does not exist. Choose one of the options shown."))
    return {prompt.id: chosen[prompt.id] for prompt in definition.prompts if prompt.id in chosen} or None


def score_pairs(rule: PairRule, right: Pairs, chosen: Pairs) -> Fraction:
    """The fraction that chosen pairs earn by a rule."""
    return RULES[rule](right, chosen)


def score(definition: Matching, answer: dict[str, str] | None) -> Fraction:
    """What the chosen pairs earn."""
    return score_pairs(definition.rule, definition.right, answer) if answer else Fraction(0)


def review(definition: Matching, answer: dict[str, str] | None) -> Review:
    """For each prompt what was chosen and, where that is wrong, what is right."""
    fraction = score(definition, answer)
    texts = {option.id: option.text for option in definition.options}
    parts = []
    for prompt in definition.prompts:
        chosen = (answer or {}).get(prompt.id)
        if chosen is not None:
            parts.append(Part(texts[chosen], True, chosen == prompt.right, chosen, prompt.id))
        if chosen != prompt.right:
            parts.append(Part(texts[prompt.right], False, True, prompt.right, prompt.id))
    return Review(outcome(fraction, answer is not None), fraction, tuple(parts))


def parse_form(form: Form) -> object:
    """The fields `match-…`, one a prompt."""
    return {prompt: option for prompt, option in named_after(form, FIELD).items() if option} or None


KIND = ScoredKind(
    name=NAME,
    folder=Path(__file__).parent,
    parse=parse,
    restore=restore,
    body=body,
    parse_form=parse_form,
    check_answer=check_answer,
    filled=lambda answer: filled_parts(FIELD, answer),
    part_field=FIELD,
    key=key,
    score=score,
    review=review,
    practice=BrowserPractice(script="practice-parts.js"),
)
