"""The result of a practice check on a phone is the one that the server would give; nothing else leaves it."""

from __future__ import annotations

import itertools
import json

import pytest
from sqlalchemy import select

from assessments.items.item import Use
from assessments.items.kinds.ordering.kind import OrderRule as Order
from assessments.items.kinds.several_choices.kind import SetRule
from assessments.items.models import CourseItem, Item, ItemVersion
from assessments.items.rendering.kind_files import judges
from assessments.items.rendering.practice_keys import practice_keys
from assessments.items.rendering.practice_words import result_words
from assessments.items.scoring.answers import BadAnswer
from assessments.items.scoring.numerals import read_number
from tests.assessments.items.phone import of_phone, of_server
from tests.assessments.items.samples import ANGLE, NUMBER, SAMPLES, SPOT, define
from tests.assessments.items.stage import SCRIPTS
from tests.builders import assessments as make
from tests.builders.kind_names import KindName

SEVERAL = SAMPLES[KindName.SEVERAL_CHOICES]
TOLD_WHY = SAMPLES[KindName.ONE_CHOICE].replace("text: Wood", "text: Wood, feedback: Wood has *rings*")
SETS = [{"answer": list(one)} for n in range(6) for one in itertools.combinations("abcde", n)]
NUMBERS = [
    "", "1234.5", "1,234.5", "1 234,5", "1.234,5", "1235", "1235.001", "1234", "1233.99", "1234500 g", "12345 g",
    "1234.5 KG", "1234.5kg", "١٢٣٤٫٥", "12 34", "1e3", "1,234", "−5", "twelve", "1234.5 lb", "1'234.5", "1.2.3",
    "9" * 41,
]  # fmt: skip
PLACES = ["", "20 20", "20 20\n150 100", "20 20\n150 100\n230 220", "10 10", "9 9", "170 100\n170.01 100", "230 260",
          "700 1", "a b", "1 1\n2 2\n3 3\n4 4\n5 5\n6 6", "\n".join(["20 20"] * 7), "245 230", "20,20"]  # fmt: skip
ANGLES = [
    *({"typed": [one]} for one in ("", "121", "121°", "126", "126.1", "131", "131.01", "116", "110", "181", "-1", "x")),
    *({"points": [one]} for one in ("229 213\n320 162\n411 213", "1 1\n1 1\n5 5", "1 1\n2 2", "1 1\n2 2\n9 9\n3 3")),
]
BANDS = "answer: {value: 0.3, bands: [[0.1, 1], [0.2, 0.5]]}\n"
STEPS, EMPTY = ("c1", "c2", "c3", "c4"), ""
MATCHES = [
    {f"match-p{n}": [one] for n, one in enumerate(chosen, 1)}
    for chosen in itertools.product(("c1", "c2", "c3", "c4", EMPTY), repeat=3)
] + [{"match-p1": ["c9"]}, {"match-p9": ["c1"]}, {"match-p1": ["p2"]}]  # fmt: skip
ORDERS = [
    {f"place-{step}": [place] for step, place in zip(STEPS, places, strict=True)}
    for places in itertools.product(("1", "2", "3", "4", EMPTY), repeat=4)
] + [{"place-c1": [one]} for one in ("0", "5", "1.5", "NaN", " 1", "one")] + [{"place-c9": ["1"]}]  # fmt: skip
TYPED = [
    "", " ", "Loxodonta africana", "LOXODONTA  AFRICANA.", "“Loxodonta africana”", "Loxodonta", "loxodont", "lox",
    "Loxodonta afrciana", "Loxodnta afrcana", "Lodonta africana", "Loxodónta áfricana", "ＬＯＸＯＤＯＮＴＡ",
    "Loxo\u00addonta", "Loxodonta\u00a0africana", "\ufeff", "\u0007Loxodonta", "a" * 200, "a" * 201, "\U00010400" * 200,
    "Loxodonta 1", "(Loxodonta africana)", "Loxodonta-africana", "Loxodonta africanas", "…", "Elephas",
]  # fmt: skip
WORDS = [
    "", "Œuf", "oeuf", "STRASSE", "straße", "Straße", "ΣΊΣΥΦΟΣ", "σίσυφος", "İzmir", "izmir", "ızmir", "Ørsted", "đà",
    "अंग", "अग", "ไม้", "Appendix 2", "Appendix 3", "appendix２", "l’ivoire", "l'ivoire", "a-b", "a–b",
]  # fmt: skip
EXACTLY = """
accepted: {Œuf: 1, Straße: 0.5, Σίσυφος: 0.25, Loxodonta africana: 0.125}
case: true
accents: true
typos: true
"""
GROUP = """
text: "{one} and {two}"
gaps:
  - {id: one, accepted: [straße, σίσυφος, l'ivoire, đa, Appendix 2], group: both, weight: 0.3}
  - id: two
    accepted: {Strasse: 1, Œuf: 0.5, izmir: 0.25, a-b: 0.125, अंग: 0.75}
    group: both
    weight: 0.1
    typos: true
"""
WHO = ("", "Asian", "asían ", "indian", "Indan", "x" * 201, "a\u0001b")
GAPS = [
    {"gap-who": [who], "gap-appendix": [appendix], "gap-office": [office]}
    for who in WHO
    for appendix in ("", "c1", "c2", "c3", "I", "c9")
    for office in ("", "MA", "management authority", "m.a.", "MA\u0003")
] + [{"gap-other": ["x"]}]
LINES = [{"answer": list(one)} for n in range(6) for one in itertools.combinations(("l1", "l2", "l3", "l4", "l5"), n)]
LINES += [{"answer": ["=nothing"]}, {"answer": ["=nothing", "l1"]}, {"answer": ["l9"]}, {"answer": ["l2", "l2"]}]
WEIGHED = (
    SAMPLES[KindName.MANIFEST].replace("12 kg], suspicious: true", "12 kg], suspicious: true, weight: 0.7")
    + "scoring: youden_weighted\n"
)
FIELDS = [{"answer": [one.replace("l", "f") for one in form["answer"]]} for form in LINES[:-3]]
FIELDS += [{"answer": ["=nothing"]}, {"answer": ["=nothing", "f1"]}, {"answer": ["f9"]}, {"answer": ["b1"]}]


def figures(*texts: str) -> list[dict[str, list[str]]]:
    return [{"answer": [text]} for text in texts]


CASES = {
    "one choice": (KindName.ONE_CHOICE, SAMPLES[KindName.ONE_CHOICE], [{"answer": [one]} for one in "abc"] + [{}]),
    "one choice, told why": (KindName.ONE_CHOICE, TOLD_WHY, [{"answer": [one]} for one in "abc"]),
    "several, told why": (KindName.SEVERAL_CHOICES, SEVERAL.replace("claws", "claws, feedback: They are *big*"), SETS),
    "formula": (KindName.ONE_CHOICE, SAMPLES[KindName.ONE_CHOICE].replace(", weight: 0.5", "") + "scoring: formula\n",
                [{"answer": [one]} for one in "abc"]),
    **{f"several, {rule}": (KindName.SEVERAL_CHOICES, f"{SEVERAL}scoring: {rule}\n", SETS) for rule in SetRule},
    "true or false": (KindName.TRUE_FALSE, "answer: false\n", [{}, {"answer": ["true"]}, {"answer": ["false"]}]),
    "number": (KindName.NUMBER, NUMBER, [{"answer": [a], "unit": [u]} for a in NUMBERS for u in ("", "kg", "g")]),
    "range": (KindName.NUMBER, "answer: {low: 10, high: 12.5}\n", figures("9.99", "10", "12.5", "12,5", "13")),
    "bands": (KindName.NUMBER, BANDS, figures("0.4", "0.41", "0.5", "0.1", "0.6")),
    "spot": (KindName.SPOT, SPOT, [{"points": [one]} for one in PLACES]),
    "angle": (KindName.ANGLE, ANGLE, ANGLES),
    "matching": (KindName.MATCHING, SAMPLES[KindName.MATCHING], MATCHES),
    "matching, all or nothing": (KindName.MATCHING, SAMPLES[KindName.MATCHING] + "scoring: all_or_nothing\n", MATCHES),
    **{f"ordering, {rule}": (KindName.ORDERING, SAMPLES[KindName.ORDERING] + f"scoring: {rule}\n", ORDERS)
       for rule in Order},
    "gaps": (KindName.GAPS, SAMPLES[KindName.GAPS], GAPS),
    "gaps, in a group": (KindName.GAPS, GROUP, [{"gap-one": [a], "gap-two": [b]} for a in WORDS for b in WORDS]),
    "short text": (KindName.SHORT_TEXT, SAMPLES[KindName.SHORT_TEXT], figures(*TYPED)),
    "short text, exactly": (KindName.SHORT_TEXT, EXACTLY, figures(*TYPED, *WORDS)),
    "manifest": (KindName.MANIFEST, SAMPLES[KindName.MANIFEST], LINES),
    "manifest, weighed": (KindName.MANIFEST, WEIGHED, LINES),
    "manifest, nothing": (KindName.MANIFEST, SAMPLES[KindName.MANIFEST].replace(", suspicious: true", ""), LINES),
    "permit": (KindName.PERMIT, SAMPLES[KindName.PERMIT], FIELDS),
    "permit, clean": (KindName.PERMIT, SAMPLES[KindName.PERMIT].replace(", defect: true", ""), FIELDS),
}  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("case", list(CASES))
def test_a_phone_and_the_server_judge_alike(judging, case):
    name, text, forms = CASES[case]
    definition = define(name, text)
    expected = [of_server(definition, name, form) for form in forms]
    assert of_phone(judging, definition, name, forms) == expected


@pytest.mark.parametrize("name", KindName)
def test_the_cases_hold_every_outcome_of_every_kind(name):
    texts = {(kind, text) for kind, text, _ in CASES.values() if kind is name}
    forms = [(text, form) for kind, text, all_forms in CASES.values() if kind is name for form in all_forms]
    outcomes = {of_server(define(name, text), name, form)["outcome"] for text, form in forms}
    assert texts
    assert {"right", "wrong", "refused"} <= outcomes


@pytest.mark.browser
def test_a_phone_reads_a_number_as_the_server_does(judging):
    signs = "0123456789.,' -+e٣۴"
    texts = ["".join(one) for n in (1, 2, 3) for one in itertools.product(signs, repeat=n)]
    for decimal in ".,":
        read = judging.evaluate(
            "([all, d]) => all.map((one) => practice.number(one, d)).map((n) => (n === n ? n : null))", [texts, decimal]
        )
        for text, value in zip(texts, read, strict=True):
            assert (value is None) == (number_of(text, decimal) is None), (text, decimal, value)
            assert value is None or abs(value - number_of(text, decimal)) <= 1e-9 * abs(value), (text, decimal)


def number_of(text: str, decimal: str) -> float | None:
    try:
        return float(read_number(text, decimal))
    except BadAnswer:
        return None


@pytest.mark.browser
def test_every_kind_is_judged_on_a_phone_by_scripts_that_it_names(browser):
    page = browser.new_page()
    for name in KindName:
        page.goto("about:blank")  # without what the last kind brought
        assert page.evaluate("typeof practice") == "undefined"
        for script in judges([name]):
            page.add_script_tag(content=SCRIPTS[script])
        assert page.evaluate("(name) => name in practice.rules", name)
    page.close()


def test_only_practice_items_leave_with_their_key(app, session, tmp_path, now):
    version = make.load_folder(session, make.write_exam_course(tmp_path), now)
    every = session.execute(
        select(Item.key, CourseItem.use)
        .join(ItemVersion, ItemVersion.item_id == Item.id)
        .join(CourseItem, CourseItem.item_version_id == ItemVersion.id)
        .where(CourseItem.course_version_id == version.id)
    ).all()
    uses = dict(every)
    assert {Use.EXAM, Use.CHECKPOINT, Use.PRACTICE} <= set(uses.values())
    with app.test_request_context():
        found = practice_keys(session, version.id, list(uses))
    assert set(found["checks"]) == {key for key, use in uses.items() if use == Use.PRACTICE}
    assert json.loads(json.dumps(found)) == found


def test_the_words_of_a_result_fill_in_what_the_script_fills_in(app):
    with app.test_request_context():
        words = result_words(set(KindName))
    assert "{text}" in words["notNumber"]
    assert "{n}" in words["dot"]
    assert all(words.values())
