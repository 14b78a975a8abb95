"""Gaps in a text, each filled by typing or from a list of its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Final

from assessments.items.kinds.base import BrowserPractice, Languages, ScoredKind, filled_parts
from assessments.items.parsing.entry import Entry
from assessments.items.parsing.exact import exact, plain
from assessments.items.parsing.neutral_ids import by_id, neutral_ids
from assessments.items.scoring.answers import BadAnswer, Form, Json, Phrase, named_after
from assessments.items.scoring.choices import Option
from assessments.items.scoring.reviews import Part, Review, outcome
from assessments.items.scoring.wording import (
    LONGEST,
    WORD_PHRASES,
    Accepted,
    accepted_key,
    earnings,
    parse_accepted,
    restore_accepted,
    typed,
    with_words_of,
)
from lms.gettext_noop import N_

NAME: Final = "gaps"
MOST, MOST_CHOICES = 8, 8
LONGEST_TEXT, LONGEST_CHOICE = 800, 80
GAP = re.compile(r"\{([a-z0-9-]{1,32})\}")
FIELD = "gap-"


@dataclass(frozen=True)
class Gap:
    """One gap: either the words that are taken, or the id of the right choice of its list."""

    id: str
    weight: Fraction = Fraction(1)
    group: str = ""  # gaps of a group ask for different things: the same words count once
    accepted: Accepted | None = None
    right: str = ""

    def fraction(self, given: str) -> Fraction:
        """What a filling earns of the weight of the gap."""
        return self.accepted.fraction(given) if self.accepted else Fraction(int(given == self.right))


@dataclass(frozen=True)
class GapChoice:
    """One entry of the list of a gap."""

    id: str
    gap: str
    text: str


@dataclass(frozen=True)
class Gaps:
    """The text with its gaps in the order of the text, and the entries of all lists in the order of their ids."""

    text: str
    gaps: tuple[Gap, ...]
    choices: tuple[GapChoice, ...] = ()
    shuffled: bool = True

    @property
    def options(self) -> tuple[Option, ...]:
        """The entries of all lists: a paper puts them in its own order."""
        return tuple(Option(choice.id, choice.text, Fraction(0)) for choice in self.choices)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is read as Markdown."""
        return (self.text,)

    @property
    def plain_texts(self) -> tuple[str, ...]:
        """What is shown as it is."""
        return tuple(choice.text for choice in self.choices)


def parse(entry: Entry) -> Gaps:
    """`text` with `{id}` where a gap is, and `gaps` that say what belongs there."""
    text = entry.text("text", longest=LONGEST_TEXT)
    read = [_gap(part) for part in entry.parts("gaps", "gap")]
    named = GAP.findall(text)
    ids = [gap.id for gap, _, _ in read]
    if text and (sorted(named) != sorted(ids) or len(set(ids)) < len(ids)):
        entry.fault("Each gap stands in the text once, as {id}, and once in “gaps”.", "gaps")
    if len(read) > MOST:
        entry.fault(f"There are {len(read)} gaps; at most {MOST} are allowed.", "gaps")
    listed = [(gap.id, choice, choice == right) for gap, choices, right in read for choice in choices]
    names = neutral_ids(entry, len(listed))
    rights = {gap: name for name, (gap, _, is_right) in zip(names, listed, strict=True) if is_right}
    gaps = [_with_right(gap, rights.get(gap.id, "")) for gap, _, _ in read]
    gaps.sort(key=lambda gap: named.index(gap.id) if gap.id in named else 0)
    choices = tuple(GapChoice(names[place], *listed[place][:2]) for place in by_id(names))
    return Gaps(text, tuple(gaps), choices, entry.flag("shuffle") is not False)


def _gap(part: Entry) -> tuple[Gap, tuple[str, ...], str]:
    """A gap with its list, if it has one, and the right entry."""
    name = part.text("id", longest=32)
    weight, group = part.number("weight", default=Fraction(1)), part.text("group", required=False, longest=32)
    if weight <= 0:
        part.fault("“weight” must be above 0.", "weight")
    accepted, right = None, ""
    choices = part.texts("choices")
    if part.has("choices"):
        right = part.text("right", longest=LONGEST_CHOICE)
        if right and right not in choices:
            part.fault("“right” must be one of the choices.", "right")
        if not 2 <= len(choices) <= MOST_CHOICES or len(set(choices)) < len(choices):
            part.fault(f"A list has 2 to {MOST_CHOICES} different choices.", "choices")
        if any(not 0 < len(choice) <= LONGEST_CHOICE for choice in choices):
            part.fault(f"A choice is empty, or longer than {LONGEST_CHOICE} characters.", "choices")
    else:
        accepted = parse_accepted(part)
    part.nothing_else()
    return Gap(name, weight, group, accepted), choices, right


def _with_right(gap: Gap, right: str) -> Gap:
    return Gap(gap.id, gap.weight, gap.group, gap.accepted, right)


def restore(body: Json, key: Json) -> Gaps:
    """The definition again, from what was stored of it."""
    gaps = tuple(_restore_gap(name, key["gaps"][name]) for name in body["gaps"])
    choices = tuple(GapChoice(one["id"], one["gap"], one["text"]) for one in body["options"])
    return Gaps(body["text"], gaps, choices, body["shuffled"])


def _restore_gap(name: str, key: Json) -> Gap:
    accepted = restore_accepted(key) if "accepted" in key else None
    return Gap(name, exact(key["weight"]), key["group"], accepted, key.get("right", ""))


def body(definition: Gaps) -> Json:
    """The text, which gaps there are, and the lists without what is right in them."""
    return {
        "text": definition.text,
        "gaps": [gap.id for gap in definition.gaps],
        "options": [{"id": one.id, "gap": one.gap, "text": one.text} for one in definition.choices],
        "shuffled": definition.shuffled,
    }


def key(definition: Gaps) -> Json:
    """What belongs into each gap, and what the gap weighs."""
    return {"rule": "weighted_gaps", "gaps": {gap.id: _gap_key(gap) for gap in definition.gaps}}


def _gap_key(gap: Gap) -> Json:
    rest = {"weight": plain(gap.weight), "group": gap.group}
    return rest | (accepted_key(gap.accepted) if gap.accepted else {"right": gap.right})


def check_answer(definition: Gaps, raw: object, *, decimal: str = ".") -> dict[str, str] | None:
    """What each filled gap holds: the text as typed, or the id of a choice; filling none is no answer."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, dict) or not set(raw) <= {gap.id for gap in definition.gaps}:
        raise BadAnswer(N_("This gap does not exist. Fill the gaps that are shown."))
    filled = {}
    for number, gap in enumerate(definition.gaps, 1):
        try:
            given = typed(raw.get(gap.id))
        except BadAnswer as fault:
            raise _in_gap(number, fault) from fault
        if given and gap.accepted is None and given not in {one.id for one in definition.choices if one.gap == gap.id}:
            raise BadAnswer(N_("This option does not exist. Choose one of the options shown."))
        if given:
            filled[gap.id] = given
    return filled or None


def _in_gap(number: int, fault: BadAnswer) -> BadAnswer:
    if "longest" in fault.values:
        return BadAnswer(N_("Gap %(number)s: write at most %(longest)s characters."), number=number, **fault.values)
    return BadAnswer(N_("Gap %(number)s cannot be read. Type it again."), number=number)


def fractions(gaps: Sequence[Gap], filled: Mapping[str, str]) -> dict[str, Fraction]:
    """What each gap earns; in a group the same words earn once, in the first gap that has them."""
    seen: set[tuple[str, str]] = set()
    found = {}
    for gap in gaps:
        given = filled.get(gap.id, "")
        same = gap.group, gap.accepted.folded(given) if gap.accepted else given
        found[gap.id] = Fraction(0) if not given or (gap.group and same in seen) else gap.fraction(given)
        seen.add(same)
    return found


def weighted_gaps(gaps: Sequence[Gap], filled: Mapping[str, str]) -> Fraction:
    """The mean of what the gaps earn, each by its weight."""
    earned = fractions(gaps, filled)
    return sum((gap.weight * earned[gap.id] for gap in gaps), Fraction(0)) / sum(gap.weight for gap in gaps)


def score(definition: Gaps, answer: dict[str, str] | None) -> Fraction:
    """The weighted mean of the gaps."""
    return weighted_gaps(definition.gaps, answer or {})


def review(definition: Gaps, answer: dict[str, str] | None) -> Review:
    """For each gap what was filled in and, where that is not all right, what belongs there."""
    fraction = score(definition, answer)
    earned = fractions(definition.gaps, answer or {})
    texts = {one.id: one.text for one in definition.choices}
    parts = []
    for number, gap in enumerate(definition.gaps, 1):
        given, part = (answer or {}).get(gap.id), earned[gap.id]
        if given is not None:
            text = given if gap.accepted else texts[given]
            parts.append(Part(text, True, part == 1, about=str(number), partly=0 < part < 1))
        if part < 1:
            best = gap.accepted.best[0] if gap.accepted else texts[gap.right]
            parts.append(Part(best, False, True, about=str(number)))
    return Review(outcome(fraction, answer is not None), fraction, tuple(parts))


def parse_form(form: Form) -> object:
    """The fields `gap-…`, one a gap."""
    return {gap: text for gap, text in named_after(form, FIELD).items() if text.strip()} or None


def _joined(own: Gaps, others: Sequence[Gaps]) -> Gaps:
    """The gaps with the accepted words of other languages, gap by gap."""
    beside = [{gap.id: gap.accepted for gap in one.gaps} for one in others]

    def joined(gap: Gap) -> Gap:
        theirs = [words for one in beside if (words := one[gap.id]) is not None]
        return replace(gap, accepted=with_words_of(gap.accepted, theirs)) if gap.accepted else gap

    return replace(own, gaps=tuple(map(joined, own.gaps)))


def _accepted(definition: Gaps) -> list[Accepted]:
    """The accepted words gap by gap, the gaps by their ids: another language may need another order."""
    return [gap.accepted for gap in sorted(definition.gaps, key=lambda gap: gap.id) if gap.accepted]


def _bare_key(key: Json) -> Json:
    return {**key, "gaps": {name: earnings(gap) if "accepted" in gap else gap for name, gap in key["gaps"].items()}}


LANGUAGES = Languages(joined=_joined, accepted=_accepted, bare_key=_bare_key, has_words=lambda _key: True)


NUMBERED = {"number": "{number}"}
PHRASES = {
    "gap": Phrase(N_("Gap %(number)s"), {"number": "{n}"}),
    "notGap": Phrase(N_("This gap does not exist. Fill the gaps that are shown.")),
    "gapTooLong": Phrase(N_("Gap %(number)s: write at most %(longest)s characters."), {**NUMBERED, "longest": LONGEST}),
    "gapUnreadable": Phrase(N_("Gap %(number)s cannot be read. Type it again."), NUMBERED),
}

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
    languages=LANGUAGES,
    key=key,
    score=score,
    review=review,
    practice=BrowserPractice(
        script="practice-words.js", phrases=WORD_PHRASES | PHRASES, body=("gaps", "options"), shows_html=False
    ),
)
