"""Options: what may be chosen in one-choice and several-choices items."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assessments.items.parsing.entry import Entry
from assessments.items.parsing.exact import exact, plain
from assessments.items.scoring.answers import BadAnswer, Json
from lms.gettext_noop import N_

OPTION_ID = re.compile(r"[A-Za-z0-9_-]{1,32}\Z")
LONGEST_FEEDBACK = 300


@dataclass(frozen=True)
class Option:
    """One option; its weight is the fraction of the points it earns alone, 1 for a right one.

    `feedback` says in one line of Markdown why it is wrong; "" where its author says nothing.
    """

    id: str
    text: str
    weight: Fraction
    feedback: str = ""

    @property
    def right(self) -> bool:
        """Only a full weight is right."""
        return self.weight == 1


class ChoiceRule(StrEnum):
    """How the chosen option is scored; `formula` takes points off for a wrong one."""

    WEIGHTS = "weights"
    FORMULA = "formula"


def weigh(weights: Mapping[str, Fraction], rule: ChoiceRule, chosen: str) -> Fraction:
    """The weight of the option; by `formula` a wrong one costs 1/(k-1), so that guessing earns nothing on average."""
    weight = weights[chosen]
    if rule is ChoiceRule.FORMULA and weight != 1:
        return Fraction(-1, len(weights) - 1)
    return weight


def parse_options(entry: Entry, fewest: int, most: int) -> tuple[Option, ...]:
    """The options of an item, each with its own id and text."""
    options = tuple(_option(part) for part in entry.parts("options", "option"))
    if isinstance(entry.data.get("options"), list) and not fewest <= len(options) <= most:
        entry.fault(f"There are {len(options)} options; {fewest} to {most} are asked for.", "options")
    ids = [option.id for option in options]
    texts = [" ".join(option.text.casefold().split()) for option in options]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        entry.fault(f"Two options have the id “{twice}”.", "options")
    for twice in sorted({one for one in texts if one and texts.count(one) > 1}):
        entry.fault(f"Two options say “{twice}”.", "options")
    return options


def _option(part: Entry) -> Option:
    name = part.text("id", longest=32)
    if name and not OPTION_ID.match(name):
        part.fault("An id has only letters, figures, - and _.", "id")
    text = part.text("text", longest=300)
    right = part.flag("right") or False
    weight = part.number("weight", default=Fraction(int(right)))
    if part.has("weight") and (right or not 0 <= weight < 1):
        part.fault("“weight” is for a wrong option that earns a part: at least 0, less than 1.", "weight")
    feedback = part.text("feedback", required=False, longest=LONGEST_FEEDBACK)
    if feedback and right:
        part.fault("“feedback” says why a wrong option is wrong; of a right one “explain” speaks.", "feedback")
    part.nothing_else()
    return Option(name, text, weight, feedback)


def options_body(options: Iterable[Option]) -> list[Json]:
    """The options without what they earn."""
    return [{"id": option.id, "text": option.text} for option in options]


def weights_key(options: Iterable[Option]) -> dict[str, str]:
    """What each option earns."""
    return {option.id: plain(option.weight) for option in options}


def choice_key(options: Iterable[Option], rule: str) -> Json:
    """What is right and by which rule; why the others are not, where their author says so."""
    options = tuple(options)
    told = {option.id: option.feedback for option in options if option.feedback}
    return {"weights": weights_key(options), "rule": rule, **({"feedback": told} if told else {})}


def restore_options(body: Sequence[Json], key: Json) -> tuple[Option, ...]:
    """The options again, from body and key."""
    weights, told = key["weights"], key.get("feedback", {})
    return tuple(Option(one["id"], one["text"], exact(weights[one["id"]]), told.get(one["id"], "")) for one in body)


def without_feedback(key: Json) -> Json:
    """A key without its words."""
    return {name: one for name, one in key.items() if name != "feedback"}


def has_feedback(key: Json) -> bool:
    """Whether a key holds words."""
    return "feedback" in key


def known_option(options: Iterable[Option], raw: object) -> str:
    """The id of an option of this item; raises BadAnswer for anything else."""
    if not isinstance(raw, str) or raw not in {option.id for option in options}:
        raise BadAnswer(N_("This option does not exist. Choose one of the options shown."))
    return raw
