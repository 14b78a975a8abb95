"""Number: a figure with a tolerance, and a unit where the item has units."""

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Final

from assessments.items.kinds.base import BrowserPractice, Filled, Languages, ScoredKind
from assessments.items.parsing.entry import Entry
from assessments.items.parsing.exact import exact, is_number, plain
from assessments.items.scoring.answers import BadAnswer, Form, Json, Phrase, first
from assessments.items.scoring.numerals import LONGEST, NUMBER_PHRASES, not_a_number, read_number
from assessments.items.scoring.reviews import Part, Review, outcome
from assessments.items.scoring.targets import Target, in_words, parse_target, restore_target, target_key
from lms.gettext_noop import N_

NAME: Final = "number"
NumberAnswer = dict[str, str]


@dataclass(frozen=True)
class Number:
    """The target in its unit, and the units in which an answer may be given with their factor to that unit."""

    target: Target
    unit: str = ""
    units: tuple[tuple[str, Fraction], ...] = ()
    words: tuple[str, ...] = ()  # what the units are called in another language, in the same order

    @property
    def names(self) -> tuple[str, ...]:
        """The units as people read and write them."""
        return self.words or tuple(name for name, _ in self.units)

    def shown(self, unit: str) -> str:
        """A stored unit as people read it."""
        units = [name for name, _ in self.units]
        return self.names[units.index(unit)] if unit in units else unit

    def unit_of(self, written: str) -> str:
        """The unit behind what was written; a name of the course's own language is taken too."""
        return self.units[self.names.index(written)][0] if written in self.names else written


def parse(entry: Entry) -> Number:
    """`answer` holds the target, and the units by name with their factor."""
    answer = entry.part("answer")
    target = parse_target(answer)
    unit = answer.text("unit", required=False, longest=24)
    units: tuple[tuple[str, Fraction], ...] = ()
    if answer.has("units"):
        factors = answer.part("units")
        units = tuple((name, factors.number(name)) for name in factors.data)
        if any(factor <= 0 for _, factor in units):
            answer.fault("The factor of a unit must be above 0.", "units")
        if not unit:
            answer.fault("“unit” is missing: it names the unit of the value.")
        elif unit not in dict(units):
            answer.fault(f"“units” must name the unit of the value, “{unit}”.", "units")
        elif dict(units)[unit] != 1:
            answer.fault(f"The factor of “{unit}” must be 1: it is the unit of the value.", "units")
    elif unit:
        units = ((unit, Fraction(1)),)
    answer.nothing_else()
    return Number(target, unit, units)


def restore(body: Json, key: Json) -> Number:
    """The definition again, from what was stored of it."""
    units = tuple((name, exact(key["units"][name])) for name in body["units"])
    return Number(restore_target(key), key["unit"], units, tuple(body.get("unit_words", ())))


def body(definition: Number) -> Json:
    """The units that may be chosen, and in another language what they are called there."""
    units: Json = {"units": [name for name, _ in definition.units]}
    return units | ({"unit_words": list(definition.words)} if definition.words else {})


def key(definition: Number) -> Json:
    """The target with its rule, and the factors of the units."""
    units = {name: plain(factor) for name, factor in definition.units}
    return {**target_key(definition.target), "unit": definition.unit, "units": units}


def check_answer(definition: Number, raw: object, *, decimal: str = ".") -> NumberAnswer | None:
    """The text as typed, the exact value that it was read as, and the unit."""
    text, unit = _parts(raw, decimal)
    if not text:
        return None
    if len(text) > LONGEST:
        raise BadAnswer(N_("This is too long for a number. Write at most %(longest)s characters."), longest=LONGEST)
    figures, typed_unit = _split_unit(definition, text)
    unit, typed_unit = definition.unit_of(unit), definition.unit_of(typed_unit)
    if unit and typed_unit and unit != typed_unit:
        two = {"typed": definition.shown(typed_unit), "chosen": definition.shown(unit)}
        raise BadAnswer(N_("You typed “%(typed)s” but chose “%(chosen)s”. Use one unit."), **two)
    value = plain(read_number(figures, decimal))  # what is no number is said before the unit is asked for
    unit = unit or typed_unit or (definition.unit if len(definition.units) == 1 else "")
    names = [name for name, _ in definition.units]
    if unit and unit not in names:
        raise BadAnswer(N_("This unit does not exist here. Choose one of the units shown."))
    if not unit and names:
        raise BadAnswer(N_("Choose the unit of your number."))
    answer = {"text": text, "value": value}
    return {**answer, "unit": unit} if unit else answer


def _parts(raw: object, decimal: str) -> tuple[str, str]:
    """Text and unit of a raw answer: a text, a number, or a mapping of both."""
    unit: object = ""
    if isinstance(raw, dict):
        unit = raw.get("unit") or ""
        raw = raw.get("text")
    if isinstance(raw, int) and abs(raw) >= 10**LONGEST:
        raise BadAnswer(N_("This is too long for a number. Write at most %(longest)s characters."), longest=LONGEST)
    if is_number(raw):
        raw = plain(exact(raw)).replace(".", decimal)  # type: ignore[arg-type]  # is_number has looked
    if not isinstance(raw, str | None) or not isinstance(unit, str):
        raise not_a_number("…", decimal)
    return (raw or "").strip(), unit


def _split_unit(definition: Number, text: str) -> tuple[str, str]:
    """A unit typed behind the figures, the longest name first, so that “kg” is not read as “g”."""
    names = sorted({*definition.names, *(name for name, _ in definition.units)}, key=len, reverse=True)
    for same in (str, str.casefold):
        for name in names:
            if same(text).endswith(same(name)):
                return text[: -len(name)].strip(), name
    return text, ""


def score(definition: Number, answer: NumberAnswer | None) -> Fraction:
    """What the value, turned into the unit of the target, earns."""
    if answer is None:
        return Fraction(0)
    factor = dict(definition.units).get(answer.get("unit", ""), Fraction(1))
    return definition.target.fraction(exact(answer["value"]) * factor)


def review(definition: Number, answer: NumberAnswer | None) -> Review:
    """What was written, then what is right."""
    fraction = score(definition, answer)
    right = f"{in_words(definition.target)} {definition.shown(definition.unit)}".strip()
    parts = [Part(right, False, True)]
    if answer is not None:
        unit = definition.shown(answer.get("unit", ""))
        text = answer["text"] if answer["text"].endswith(unit) else f"{answer['text']} {unit}"
        parts.insert(0, Part(text.strip(), True, fraction == 1))
    return Review(outcome(fraction, answer is not None), fraction, tuple(parts))


def parse_form(form: Form) -> object:
    """The fields `answer` and `unit`."""
    text = first(form, "answer")
    return {"text": text, "unit": first(form, "unit") or ""} if text else None


def _same(own: Number, other: Number) -> Number:
    """The definition of the first language, with the names that its units have in the other."""
    return replace(own, words=other.names)


def _bare_key(key: Json) -> Json:
    """The key with its units by their place."""
    names = list(key["units"])
    unit = names.index(key["unit"]) if key["unit"] in names else None
    return {**key, "unit": unit, "units": list(key["units"].values())}


LANGUAGES = Languages(same=_same, bare_key=_bare_key)


PHRASES = {
    "unit": Phrase(N_("Choose the unit of your number.")),
    "notUnit": Phrase(N_("This unit does not exist here. Choose one of the units shown.")),
    "twoUnits": Phrase(
        N_("You typed “%(typed)s” but chose “%(chosen)s”. Use one unit."), {"typed": "{typed}", "chosen": "{chosen}"}
    ),
}

KIND = ScoredKind(
    name=NAME,
    folder=Path(__file__).parent,
    parse=parse,
    restore=restore,
    body=body,
    parse_form=parse_form,
    check_answer=check_answer,
    filled=lambda answer: Filled(text=answer["text"], unit=answer.get("unit", "")),
    languages=LANGUAGES,
    key=key,
    score=score,
    review=review,
    practice=BrowserPractice(
        script="practice-figures.js", phrases=NUMBER_PHRASES | PHRASES, body=("units", "unit_words")
    ),
)
