"""Answers by lots, every letter, and the published vectors: a phone judges as the server does."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from assessments.items.kinds.angle.kind import Angle
from assessments.items.kinds.gaps import kind as gaps
from assessments.items.kinds.manifest import kind as manifest
from assessments.items.kinds.matching import kind as matching
from assessments.items.kinds.number import kind as number
from assessments.items.kinds.one_choice import kind as one_choice
from assessments.items.kinds.ordering import kind as ordering
from assessments.items.kinds.several_choices import kind as several_choices
from assessments.items.kinds.short_text import kind as short_text
from assessments.items.kinds.spot import kind as spot
from assessments.items.parsing.exact import exact
from assessments.items.scoring.bands import restore_bands
from assessments.items.scoring.choices import Option
from assessments.items.scoring.targets import restore_target
from assessments.items.scoring.triage import TriageRule as Triage
from assessments.items.scoring.wording import fold, is_slip
from assessments.items.scoring.zones import restore_zones
from tests.assessments.items.phone import of_phone, of_server
from tests.assessments.items.samples import define
from tests.assessments.items.scoring.test_vectors import FILE, WIDE, words_of
from tests.builders.kind_names import KindName

pytestmark = [pytest.mark.browser]
SYLLABLES = ("ka", "Ló", "ß", "œ", "-", " ", "’", "2", "ñ", ".", "ti", "Σ", "ı", "אֶ", "ก็")


def test_a_phone_folds_every_letter_as_the_server_does(judging):
    every = [chr(n) for n in range(0x30000) if unicodedata.category(chr(n)) not in {"Cc", "Cn", "Cs", "Co"}]
    letters = [one for one in every if unicodedata.category(one) != "Lo" or fold(f"x{one}x") != f"x{one}x"]
    assert len(letters) > 10_000
    texts = [f"x{letter}x" for letter in letters]
    for options in ({}, {"case": True}, {"accents": True}):
        lines = "([all, how]) => all.split('\\n').map((one) => practice.fold(one, how)).join('\\n')"
        folded = judging.evaluate(lines, ["\n".join(texts), options]).split("\n")
        pairs = [(text, got, fold(text, **options)) for text, got in zip(texts, folded, strict=True)]
        assert [pair for pair in pairs if pair[1] != pair[2]] == []


def test_a_phone_takes_the_same_slips_for_slips(judging):
    chance = random.Random(3)
    words = ["".join(chance.choice("abc1é") for _ in range(chance.randint(1, 12))) for _ in range(60)]
    pairs = [[given, word] for given in words for word in words]
    pairs += [["".join(slipped(chance, word)), word] for word in words for _ in range(20)]
    found = judging.evaluate("(all) => all.map(([one, other]) => practice.isSlip(one, other))", pairs)
    assert found == [is_slip(*pair) for pair in pairs]
    assert {True, False} == set(found)


def slipped(chance: random.Random, word: str) -> list[str]:
    """A word with up to three slips in it."""
    letters = list(word)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(letters) + 1)
        what = chance.randrange(4)
        if what == 0:
            letters.insert(at, "x")
        elif at < len(letters) and what == 1:
            del letters[at]
        elif at < len(letters) and what == 2:
            letters[at] = "y"
        elif 0 < at < len(letters):
            letters[at - 1 : at + 1] = letters[at], letters[at - 1]
    return letters


def text_of(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(1, 7))).strip(" -.’") or "ka"


def weight_of(chance: random.Random) -> str:
    return chance.choice(("1", "0.5", "0.25", "0.9", "0.05"))


def made_words(chance: random.Random) -> tuple[KindName, str, list[dict[str, list[str]]]]:
    flags = "".join(f"{name}: true\n" for name in ("typos", "case", "accents") if chance.random() < 0.5)
    case, accents = "case: true" in flags, "accents: true" in flags
    words = list({fold(word, case=case, accents=accents): word for word in (text_of(chance) for _ in range(4))}.items())
    accepted = [word for folded, word in words if folded] or ["ka"]
    lines = "".join(f"  {json.dumps(word)}: {1 if n == 0 else weight_of(chance)}\n" for n, word in enumerate(accepted))
    typed = [*accepted, *("".join(slipped(chance, word)) for word in accepted for _ in range(4)), text_of(chance)]
    changes: tuple[Callable[[str], str], ...] = (str, str.upper, str.lower, lambda one: f"  “{one}”! ")
    forms = [{"answer": [chance.choice(changes)(one)]} for one in typed]
    return KindName.SHORT_TEXT, f"accepted:\n{lines}{flags}", forms


def made_order(chance: random.Random) -> tuple[KindName, str, list[dict[str, list[str]]]]:
    steps = chance.randint(3, 8)
    rule = chance.choice(list(ordering.OrderRule))
    text = f"order: [{', '.join(f'Step {n}' for n in range(steps))}]\nscoring: {rule}\n"
    forms = []
    for _ in range(20):
        places = chance.sample(range(1, steps + 1), steps)
        left = chance.random() < 0.3
        forms.append({f"place-c{n}": [str(p)] for n, p in enumerate(places, 1) if not left or chance.random() < 0.6})
    return KindName.ORDERING, text, forms


def made_manifest(chance: random.Random) -> tuple[KindName, str, list[dict[str, list[str]]]]:
    lines = chance.randint(4, 40)
    weighed = chance.random() < 0.5
    suspicious = set(chance.sample(range(lines), chance.randint(0, lines - 1)))
    rows = ""
    for n in range(lines):
        weight = f", weight: {chance.choice(('0.3', '1', '2.5'))}" if weighed else ""
        rows += f"  - {{cells: [L{n}, Goods]{f', suspicious: true{weight}' if n in suspicious else ''}}}\n"
    text = f"columns: [Consignment, Goods]\nlines:\n{rows}" + ("scoring: youden_weighted\n" if weighed else "")
    ids = [f"l{n}" for n in range(1, lines + 1)]
    forms = [{"answer": chance.sample(ids, chance.randint(0, lines))} for _ in range(20)]
    return KindName.MANIFEST, text, [*forms, {"answer": [f"l{n + 1}" for n in suspicious] or ["=nothing"]}]


def made_permit(chance: random.Random) -> tuple[KindName, str, list[dict[str, list[str]]]]:
    fields = chance.randint(4, 30)
    wrong = set(chance.sample(range(fields), chance.randint(0, fields // 2)))
    rows = "".join(f"  - {{label: F{n}, text: T{n}{', defect: true' if n in wrong else ''}}}\n" for n in range(fields))
    ids = [f"f{n}" for n in range(1, fields + 1)]
    forms = [{"answer": chance.sample(ids, chance.randint(0, fields))} for _ in range(20)]
    return KindName.PERMIT, f"document: A permit\nfields:\n{rows}", [*forms, {"answer": ["=nothing"]}]


def made_numbers(chance: random.Random) -> tuple[KindName, str, list[dict[str, list[str]]]]:
    value, tolerance = chance.randint(-5000, 5000) / 100, chance.randint(0, 300) / 100
    of = "relative" if value and chance.random() < 0.5 else "absolute"
    text = f"answer: {{value: {value}, tolerance: {tolerance}, tolerance_type: {of}}}\n"
    near = [value, value + tolerance, value - tolerance, value + chance.randint(-400, 400) / 100]
    near += [value + abs(value) * tolerance]
    return KindName.NUMBER, text, [{"answer": [f"{one:.6f}".replace(".", chance.choice(".,"))]} for one in near]


@pytest.mark.parametrize("made", [made_words, made_order, made_manifest, made_permit, made_numbers])
def test_answers_by_lots_are_judged_alike(judging, made):
    chance = random.Random(20261125)
    for _round in range(15):
        name, text, forms = made(chance)
        definition = define(name, text)
        expected = [of_server(definition, name, form) for form in forms]
        assert of_phone(judging, definition, name, forms) == expected, text


def options_of(names: Any) -> tuple[Option, ...]:
    return tuple(Option(one, one, exact(0)) for one in sorted(set(names)))


def single(vector):
    weights = vector["key"]["weights"].items()
    options = tuple(Option(name, name, exact(weight)) for name, weight in weights)
    made = one_choice.OneChoice(options, one_choice.ChoiceRule(vector["rule"]))
    return KindName.ONE_CHOICE, made, {"answer": [vector["response"]]}


def multiple(vector):
    key = vector["key"]
    options = tuple(Option(name, name, exact(int(name in key["correct"]))) for name in key["options"])
    made = several_choices.SeveralChoices(options, several_choices.SetRule(vector["rule"]))
    return KindName.SEVERAL_CHOICES, made, {"answer": vector["response"]}


def numeric(vector):
    key = vector["key"]
    units = tuple((name, exact(factor)) for name, factor in key.get("units", {}).items())
    made = number.Number(restore_target({"rule": vector["rule"], **key}), key.get("unit", ""), units)
    given = vector["response"]
    given = given if isinstance(given, dict) else {"text": str(given)}
    return KindName.NUMBER, made, {"answer": [given["text"]], "unit": [given.get("unit", "")]}


def hotspot(vector):
    places = "\n".join(f"{x} {y}" for x, y in vector["response"])
    return KindName.SPOT, spot.Spot(WIDE, restore_zones(vector["key"]["zones"])), {"points": [places]}


def angle(vector):
    given = vector["response"]
    points = "\n".join(f"{x} {y}" for x, y in given.get("points", ())) if isinstance(given, dict) else ""
    typed = str(given.get("typed", "")) if isinstance(given, dict) else str(given)
    return KindName.ANGLE, Angle(WIDE, restore_bands(vector["key"])), {"points": [points], "typed": [typed]}


def pairs(vector):
    key, given = vector["key"], vector["response"]
    prompts = tuple(matching.Prompt(name, name, right) for name, right in sorted(key.items()))
    made = matching.Matching(prompts, options_of([*key.values(), *given.values()]), matching.PairRule(vector["rule"]))
    return KindName.MATCHING, made, {f"match-{prompt}": [option] for prompt, option in given.items()}


def order(vector):
    made = ordering.Ordering(options_of(vector["key"]), tuple(vector["key"]), ordering.OrderRule(vector["rule"]))
    given = enumerate(vector["response"], 1)
    return KindName.ORDERING, made, {f"place-{step}": [str(place)] for place, step in given if step is not None}


def short(vector):
    made = short_text.ShortText(words_of(vector["key"], vector["options"]))
    return KindName.SHORT_TEXT, made, {"answer": [vector["response"]]}


def cloze(vector):
    made = tuple(
        gaps.Gap(one["id"], exact(one["weight"]), one.get("group", ""), words_of(one["accepted"], vector["options"]))
        for one in vector["key"]
    )
    return KindName.GAPS, gaps.Gaps("", made), {f"gap-{name}": [text] for name, text in vector["response"].items()}


def stopped(vector):
    key = vector["key"]
    lines = tuple(
        manifest.Consignment(str(n), (str(n),), n in key["suspicious"], exact(key.get("weights", {}).get(str(n), 1)))
        for n in range(key["lines"])
    )
    rule = Triage.MCC if vector["rule"] == "f1" else Triage(vector["rule"])
    made = manifest.Manifest(("Line",), lines, None, rule)
    return KindName.MANIFEST, made, {"answer": [str(n) for n in vector["response"]] or ["=nothing"]}


MADE = {
    "single": single, "multiple": multiple, "numeric": numeric, "hotspot": hotspot, "angle": angle, "matching": pairs,
    "ordering": order, "short_text": short, "cloze": cloze, "triage": stopped,
}  # fmt: skip


def published() -> list[Any]:
    every = json.loads(FILE.read_text())["vectors"]
    return [one for one in every if one["type"] in MADE and one["rule"] != "schreger_set"]


@pytest.mark.parametrize("type_", list(MADE))
def test_a_phone_scores_every_vector_as_published(judging, type_):
    vectors = [one for one in published() if one["type"] == type_]
    assert vectors
    for vector in vectors:
        name, made, form = MADE[type_](vector)
        (got,) = of_phone(judging, made, name, [form], vector.get("options", {}).get("decimal", "."))
        if vector["rule"] == "f1":
            assert got["figures"]["f1"] == int(vector["score"] * 100 + 1e-6), vector
        elif vector["score"] is None or got["outcome"] == "refused":  # some score what a page does not let one send
            assert got == of_server(made, name, form), vector
            assert got["outcome"] == "refused", vector
        else:
            assert got["fraction"] == pytest.approx(vector["score"], abs=1e-6), vector
