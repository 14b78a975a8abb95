"""The result of a practice check on a phone is the one that the server would give; nothing else leaves it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from assessments.items.item import Use
from assessments.items.kinds import BadAnswer, KindName
from assessments.items.models import CourseItem, Item, ItemVersion
from assessments.items.numerals import read_number
from assessments.items.practice_keys import SCORED, practice_keys, result_words
from assessments.items.registry import KINDS, kind
from assessments.items.several_choices import Rule
from tests.assessments.items.samples import ANGLE, NUMBER, SAMPLES, SPOT, define
from tests.assessments.items.stage import ITEMS
from tests.builders import assessments as make

JUDGE = """([told, forms]) => forms.map((one) => {
  const form = new FormData();
  for (const [name, values] of Object.entries(one)) for (const value of values) form.append(name, value);
  const { error, outcome } = practice.judge(told, "one", form);
  return error ? "refused" : outcome;
})"""
SEVERAL = SAMPLES[KindName.SEVERAL_CHOICES]
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
WORDS = (
    "none", "needsLine", "notNumber", "unit", "twoUnits", "angle", "arms", "places", "most", "tooMany", "outside",
)  # fmt: skip
READ = "([all, d]) => all.map((one) => practice.number(one, d)).map((n) => (n === n ? n : null))"


def figures(*texts: str) -> list[dict[str, list[str]]]:
    return [{"answer": [text]} for text in texts]


CASES = {
    "one choice": (KindName.ONE_CHOICE, SAMPLES[KindName.ONE_CHOICE], [{"answer": [one]} for one in "abc"] + [{}]),
    "formula": (KindName.ONE_CHOICE, SAMPLES[KindName.ONE_CHOICE].replace(", weight: 0.5", "") + "scoring: formula\n",
                [{"answer": [one]} for one in "abc"]),
    **{f"several, {rule}": (KindName.SEVERAL_CHOICES, f"{SEVERAL}scoring: {rule}\n", SETS) for rule in Rule},
    "true or false": (KindName.TRUE_FALSE, "answer: false\n", [{}, {"answer": ["true"]}, {"answer": ["false"]}]),
    "number": (KindName.NUMBER, NUMBER, [{"answer": [a], "unit": [u]} for a in NUMBERS for u in ("", "kg", "g")]),
    "range": (KindName.NUMBER, "answer: {low: 10, high: 12.5}\n", figures("9.99", "10", "12.5", "12,5", "13")),
    "bands": (KindName.NUMBER, BANDS, figures("0.4", "0.41", "0.5", "0.1", "0.6")),
    "spot": (KindName.SPOT, SPOT, [{"points": [one]} for one in PLACES]),
    "angle": (KindName.ANGLE, ANGLE, ANGLES),
}  # fmt: skip


def told(definition, name: KindName) -> dict[str, object]:
    of_kind = kind(name)
    body = {key: value for key, value in of_kind.body(definition).items() if key != "options"}
    review = of_kind.review(definition, None)
    parts = [{"option": part.option, "right": part.right} for part in review.parts]
    one = {"kind": name, "key": of_kind.key(definition), "body": body, "parts": parts,
           "zones": review.drawing.get("zones", [])}  # fmt: skip
    return {"checks": {"one": one}, "decimal": ".", "words": dict.fromkeys(WORDS, "no")}


def of_server(definition, name: KindName, form) -> str:
    of_kind = kind(name)
    try:
        answer = of_kind.check_answer(definition, of_kind.parse_form(form))
    except BadAnswer:
        return "refused"
    return "refused" if answer is None else of_kind.review(definition, answer).outcome.value


@pytest.fixture
def judging(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_content("<!doctype html><title>Judge</title>")
    page.add_script_tag(path=ITEMS / "static" / "practice.js")
    yield page
    page.close()


@pytest.mark.browser
@pytest.mark.pure
@pytest.mark.parametrize("case", list(CASES))
def test_a_phone_and_the_server_judge_alike(judging, case):
    name, text, forms = CASES[case]
    definition = define(name, text)
    expected = [of_server(definition, name, form) for form in forms]
    assert judging.evaluate(JUDGE, [told(definition, name), forms]) == expected


@pytest.mark.browser
@pytest.mark.pure
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


def test_every_kind_says_whether_a_phone_can_judge_it():
    assert set(KINDS) >= SCORED


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
        words = result_words()
    assert "{text}" in words["notNumber"]
    assert "{n}" in words["mark"]
    assert all(words.values())
