"""The questions of a course folder as they are read, for the rules about surface clues."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from assessments.items.clues.report import Clues, ShownAssertion, ShownQuestions, advice_of, clues_of
from assessments.items.clues.surface import ShownChoice, ShownOption
from assessments.items.content.bundle import Surroundings, parse_items
from assessments.items.item import AuthoredItem
from assessments.items.kinds.one_choice.kind import OneChoice
from assessments.items.kinds.true_false.kind import TrueFalse
from courses.api import CourseFacts

JUDGED_KINDS = frozenset({"manifest", "permit", "ordering"})
APPLIED_KINDS = frozenset({"number", "angle", "spot", "gaps"})
ASKS_FOR_AN_ACT = re.compile(
    r"\b(?:do you|should you|would you|which first|best|most likely|que faites|faut-il)\b", re.I
)
SENTENCE = re.compile(r"[.?!](?:\s|$)")
CASE_SENTENCES = 2  # of a stem that tells a case before it asks


def questions_of(files: Mapping[str, bytes]) -> ShownQuestions:
    """The questions of a folder that can be read, in the course's own language; faults are for `check` to tell."""
    items, _problems = parse_items(files, Surroundings({}))
    return as_questions(items)


def as_questions(items: Iterable[AuthoredItem]) -> ShownQuestions:
    """These items as they are read."""
    items = list(items)
    return ShownQuestions(
        choices=[_choice(one) for one in items if isinstance(one.definition, OneChoice)],
        statements=[
            ShownAssertion(one.id, one.use, one.stem, one.definition.answer)
            for one in items
            if isinstance(one.definition, TrueFalse)
        ],
        kinds=dict(Counter(one.kind for one in items).most_common()),
        uses=dict(Counter(str(one.use) for one in items).most_common()),
        levels=dict(Counter(map(level_of, items)).most_common()),
    )


def _choice(item: AuthoredItem) -> ShownChoice:
    options = tuple(ShownOption(one.text, one.right, bool(one.feedback)) for one in item.definition.options)
    return ShownChoice(item.id, item.use, item.stem, options)


def level_of(item: AuthoredItem) -> str:
    """What a question asks for, by its kind and its wording alone: to judge, to apply a rule to a case, to remember."""
    if item.kind in JUDGED_KINDS or ASKS_FOR_AN_ACT.search(item.stem):
        return "judge"
    if item.kind in APPLIED_KINDS or len(SENTENCE.findall(item.stem)) >= CASE_SENTENCES:
        return "apply"
    return "remember"


def advice_for(files: Mapping[str, bytes], _facts: CourseFacts) -> list[str]:
    """What an author should look at in the questions of this folder."""
    return advice_of(clues_in(files))


def clues_in(files: Mapping[str, bytes]) -> Clues:
    """The figures of a folder."""
    return clues_of(questions_of(files))
