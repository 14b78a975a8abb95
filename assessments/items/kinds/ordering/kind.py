"""Ordering: steps to be put in their order."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from typing import Final

from assessments.items.kinds.base import BrowserPractice, Filled, ScoredKind, filled_parts
from assessments.items.parsing.entry import Entry
from assessments.items.parsing.neutral_ids import by_id, neutral_ids
from assessments.items.scoring.answers import BadAnswer, Form, Json, Phrase, named_after
from assessments.items.scoring.choices import Option
from assessments.items.scoring.reviews import Part, Review, outcome
from lms.gettext_noop import N_

NAME: Final = "ordering"
FEWEST, MOST, LONGEST = 3, 8, 200
FIELD = "place-"
Given = Sequence[str | None]


class OrderRule(StrEnum):
    """How an order is scored; all but `kendall` pay something for an order that is no better than chance."""

    KENDALL = "kendall"
    ALL_OR_NOTHING = "all_or_nothing"
    ABSOLUTE = "absolute"
    PAIRS = "pairs"
    ADJACENT = "adjacent"
    LONGEST = "longest"


def _places(right: Sequence[str], given: Given) -> list[int]:
    """The right places of what was given, in the order given; what has no place is left out."""
    return [right.index(one) for one in given if one is not None]


def _agreeing(right: Sequence[str], given: Given) -> tuple[int, int, int]:
    """Pairs in the right order, pairs in the wrong one, and all pairs that there are."""
    found = list(combinations(_places(right, given), 2))
    agree = sum(one < other for one, other in found)
    return agree, len(found) - agree, len(right) * (len(right) - 1) // 2


def _kendall(right: Sequence[str], given: Given) -> Fraction:
    agree, disagree, pairs = _agreeing(right, given)
    return max(Fraction(0), Fraction(agree - disagree, pairs))


def _pairs(right: Sequence[str], given: Given) -> Fraction:
    agree, _disagree, pairs = _agreeing(right, given)
    return Fraction(agree, pairs)


def _all_or_nothing(right: Sequence[str], given: Given) -> Fraction:
    return Fraction(int(list(given) == list(right)))


def _absolute(right: Sequence[str], given: Given) -> Fraction:
    return Fraction(sum(one == other for one, other in zip(right, given, strict=False)), len(right))


def _adjacent(right: Sequence[str], given: Given) -> Fraction:
    neighbours = set(pairwise(right))
    return Fraction(sum(pair in neighbours for pair in pairwise(given)), len(right) - 1)


def _longest(right: Sequence[str], given: Given) -> Fraction:
    """The longest part of the answer, gaps allowed, that rises."""
    ends: list[int] = []
    for place in _places(right, given):
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return max(Fraction(0), Fraction(len(ends) - 1, len(right) - 1))


RULES: dict[OrderRule, Callable[[Sequence[str], Given], Fraction]] = {
    OrderRule.KENDALL: _kendall,
    OrderRule.ALL_OR_NOTHING: _all_or_nothing,
    OrderRule.ABSOLUTE: _absolute,
    OrderRule.PAIRS: _pairs,
    OrderRule.ADJACENT: _adjacent,
    OrderRule.LONGEST: _longest,
}


@dataclass(frozen=True)
class Ordering:
    """The steps in the order of their ids, and the right order."""

    options: tuple[Option, ...]
    order: tuple[str, ...]
    rule: OrderRule = OrderRule.KENDALL

    @property
    def texts(self) -> tuple[str, ...]:
        """What is read as Markdown."""
        return tuple(option.text for option in self.options)

    @property
    def never_given(self) -> tuple[str, ...]:
        """The order in which a paper must not give them."""
        return self.order


def parse(entry: Entry) -> Ordering:
    """`order`: the steps as they follow each other."""
    steps = entry.texts("order")
    if not steps and not entry.has("order"):
        entry.fault("“order” is missing.")
    if steps and not FEWEST <= len(steps) <= MOST:
        entry.fault(f"There are {len(steps)} steps; {FEWEST} to {MOST} are asked for.", "order")
    if any(not 0 < len(step.strip()) <= LONGEST for step in steps):
        entry.fault(f"A step is empty, or longer than {LONGEST} characters.", "order")
    if len({" ".join(step.casefold().split()) for step in steps}) < len(steps):
        entry.fault("Two steps say the same.", "order")
    ids = neutral_ids(entry, len(steps))
    options = tuple(Option(ids[place], steps[place].strip(), Fraction(0)) for place in by_id(ids))
    return Ordering(options, ids, entry.choice("scoring", OrderRule, OrderRule.KENDALL))


def restore(body: Json, key: Json) -> Ordering:
    """The definition again, from what was stored of it."""
    options = tuple(Option(one["id"], one["text"], Fraction(0)) for one in body["options"])
    return Ordering(options, tuple(key["order"]), OrderRule(key["rule"]))


def body(definition: Ordering) -> Json:
    """The steps in the order of their ids, which tells nothing."""
    return {"options": [{"id": option.id, "text": option.text} for option in definition.options]}


def key(definition: Ordering) -> Json:
    """The right order, and the rule."""
    return {"order": list(definition.order), "rule": definition.rule.value}


def check_answer(definition: Ordering, raw: object, *, decimal: str = ".") -> list[str | None] | None:
    """The ids by place, None where a place is empty; a form names the place of each id instead."""
    if raw is None or raw == "":
        return None
    placed = raw if isinstance(raw, list | tuple) else _by_place(definition, raw)
    known = [one for one in placed if one is not None]
    if len(placed) > len(definition.order) or any(one not in definition.order for one in known):
        raise BadAnswer(N_("This step does not exist. Put the steps that are shown in order."))
    if len(set(known)) < len(known):
        raise BadAnswer(N_("A step has one place only."))
    if not known:
        return None
    last = max(place for place, one in enumerate(placed) if one is not None)
    return list(placed[: last + 1])


def _by_place(definition: Ordering, raw: object) -> list[str | None]:
    """The ids by place, from a place for each id."""
    if not isinstance(raw, dict):
        raise BadAnswer(N_("Give each step its place."))
    placed: list[str | None] = [None] * len(definition.order)
    for step, place in raw.items():
        if place not in [str(one) for one in range(1, len(placed) + 1)]:
            raise BadAnswer(N_("A place is a number from 1 to %(last)s."), last=len(placed))
        at = int(place) - 1
        if placed[at] is not None:
            raise BadAnswer(N_("Two steps have the place %(place)s. Give each a place of its own."), place=at + 1)
        placed[at] = step
    return placed


def score_order(rule: OrderRule, right: Sequence[str], given: Given) -> Fraction:
    """The fraction that an order earns by a rule."""
    return RULES[rule](right, given)


def score(definition: Ordering, answer: list[str | None] | None) -> Fraction:
    """What the order earns."""
    return score_order(definition.rule, definition.order, answer) if answer else Fraction(0)


def review(definition: Ordering, answer: list[str | None] | None) -> Review:
    """The steps in their right order, each with the place it was given."""
    fraction = score(definition, answer)
    texts = {option.id: option.text for option in definition.options}
    given = {step: place for place, step in enumerate(answer or (), 1) if step is not None}
    parts = tuple(
        Part(texts[step], step in given, given.get(step) == place, step, str(given.get(step, "")))
        for place, step in enumerate(definition.order, 1)
    )
    return Review(outcome(fraction, answer is not None), fraction, parts)


def parse_form(form: Form) -> object:
    """The fields `place-…`, one a step."""
    return {step: place for step, place in named_after(form, FIELD).items() if place} or None


def filled(answer: Sequence[str | None]) -> Filled:
    """The place of each step that has one."""
    return filled_parts(FIELD, {step: str(place) for place, step in enumerate(answer, 1) if step is not None})


PHRASES = {
    "place": Phrase(N_("you: place %(number)s"), {"number": "{n}"}),
    "noPlace": Phrase(N_("you: no place")),
    "notStep": Phrase(N_("This step does not exist. Put the steps that are shown in order.")),
    "notPlace": Phrase(N_("A place is a number from 1 to %(last)s."), {"last": "{last}"}),
    "twoSteps": Phrase(N_("Two steps have the place %(place)s. Give each a place of its own."), {"place": "{place}"}),
}

KIND = ScoredKind(
    name=NAME,
    folder=Path(__file__).parent,
    parse=parse,
    restore=restore,
    body=body,
    parse_form=parse_form,
    check_answer=check_answer,
    filled=filled,
    part_field=FIELD,
    key=key,
    score=score,
    review=review,
    practice=BrowserPractice(script="practice-parts.js", phrases=PHRASES),
)
