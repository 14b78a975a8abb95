"""What every kind of item keeps to."""

import json

import pytest

from assessments.items.kinds.base import ScoredKind
from assessments.items.kinds.registry import KINDS, kind
from assessments.items.scoring.answers import BadAnswer
from assessments.items.scoring.reviews import Outcome
from tests.assessments.items.samples import ANSWERS, define
from tests.builders.kind_names import KindName
from tests.every_case import every_case

KEY_WORDS = {
    KindName.ONE_CHOICE: ("right", "weight", "0.5"),
    KindName.SEVERAL_CHOICES: ("right", "weight"),
    KindName.TRUE_FALSE: ("answer", "true"),
    KindName.NUMBER: ("1234.5", "value", "tolerance", "0.001"),
    KindName.SPOT: ("zone", "coords", "circle", "150"),
    KindName.ANGLE: ("121", "value", "band"),
    KindName.MATCHING: ("pairs", "match", "extra", "per_pair", "right"),
    KindName.ORDERING: ("order", "right", "place"),
    KindName.GAPS: ("Asian", "Indian", "Management", "MA", "accepted", "weight", "right"),
    KindName.SHORT_TEXT: ("Loxodonta", "africana", "accepted", "typos"),
    KindName.MANIFEST: ("suspicious", "weight", "mcc"),
    KindName.PERMIT: ("defect", "found"),
}


def test_every_kind_stands_in_the_registry_once_with_a_folder_of_its_own():
    assert [one.name for one in KINDS] == list(KindName)
    assert len({one.folder for one in KINDS}) == len(KINDS)


@pytest.mark.parametrize("one", KINDS, ids=lambda one: one.name)
def test_the_folder_of_a_kind_holds_its_fields_and_its_practice_where_it_is_judged_in_the_browser(one):
    files = {path.name for path in one.folder.iterdir() if path.is_file()}
    assert {"kind.py", "fields.html"} <= files
    assert files <= {"__init__.py", "kind.py", "fields.html", "review.html", "widget.js", "practice.js"}
    assert ("practice.js" in files) == (isinstance(one, ScoredKind) and one.practice is not None)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="essay"):
        kind("essay")


@pytest.mark.parametrize("name", list(KindName))
def test_body_and_key_are_json_and_make_the_same_definition_again(name):
    definition = define(name)
    body, key = (json.loads(json.dumps(part)) for part in (kind(name).body(definition), kind(name).key(definition)))
    assert kind(name).restore(body, key) == definition


@pytest.mark.parametrize("name", list(KindName))
def test_what_leaves_the_server_holds_nothing_of_the_key(name):
    sent = json.dumps(kind(name).body(define(name)))
    assert not [word for word in KEY_WORDS[name] if word in sent]


@pytest.mark.parametrize("name", list(KindName))
def test_the_key_words_of_the_test_above_are_in_the_key(name):
    kept = json.dumps(kind(name).key(define(name)))
    assert any(word in kept for word in KEY_WORDS[name])


@pytest.mark.parametrize("name", list(KindName))
def test_the_right_answer_earns_all(name):
    definition = define(name)
    answer = kind(name).check_answer(definition, ANSWERS[name])
    review = kind(name).review(definition, answer)
    assert kind(name).score(definition, answer) == review.fraction == 1
    assert review.outcome is Outcome.RIGHT


@pytest.mark.parametrize("name", list(KindName))
def test_a_stored_answer_is_json_and_is_taken_again_unchanged(name):
    definition = define(name)
    stored = kind(name).check_answer(definition, ANSWERS[name])
    assert kind(name).check_answer(definition, json.loads(json.dumps(stored))) == stored


@pytest.mark.parametrize("name", list(KindName))
def test_no_answer_is_unanswered_and_earns_nothing(name):
    definition = define(name)
    assert kind(name).check_answer(definition, None) is None
    assert kind(name).check_answer(definition, "") is None
    assert kind(name).check_answer(definition, kind(name).parse_form({})) is None
    review = kind(name).review(definition, None)
    assert (review.fraction, review.outcome) == (0, Outcome.UNANSWERED)
    assert not any(part.chosen for part in review.parts)


@pytest.mark.parametrize("name", list(KindName))
@every_case("raw", [{"a": {"b": [1]}}, [[[]]], [None], 1e308, -0.5, "\0", "a" * 100_000, object()])
def test_nonsense_is_refused_with_a_sentence_or_is_no_answer(name, raw):
    try:
        stored, said = kind(name).check_answer(define(name), raw), "."
    except BadAnswer as refusal:
        stored, said = None, refusal.message
    assert said.endswith(".")
    assert len(said) < 200
    assert stored is None or kind(name).score(define(name), stored) <= 1


@pytest.mark.parametrize(
    ("name", "form", "raw"),
    [
        (KindName.ONE_CHOICE, {"answer": ["a"]}, ["a"]),
        (KindName.SEVERAL_CHOICES, {"answer": ["a", "c"]}, ["a", "c"]),
        (KindName.TRUE_FALSE, {"answer": ["true"]}, True),
        (KindName.TRUE_FALSE, {"answer": ["false"]}, False),
        (KindName.NUMBER, {"answer": [" 1 234,5 "], "unit": ["kg"]}, {"text": "1 234,5", "unit": "kg"}),
        (KindName.NUMBER, {"answer": [" "], "unit": ["kg"]}, None),
        (KindName.SPOT, {"points": ["20 20\n150 100"]}, [[20, 20], [150, 100]]),
        (KindName.ANGLE, {"typed": ["121"], "points": [""]}, {"typed": "121"}),
        (KindName.ANGLE, {"typed": [""], "points": ["1 2\n3 4\n5 6"]}, {"points": [[1, 2], [3, 4], [5, 6]]}),
        (KindName.MATCHING, {"match-p1": ["c3"], "match-p2": [""], "unit": ["kg"]}, {"p1": "c3"}),
        (KindName.MATCHING, {"match-p1": [""], "match-p2": []}, None),
        (KindName.ORDERING, {"place-c1": ["2"], "place-c3": ["1"], "place-c2": [""]}, {"c1": "2", "c3": "1"}),
        (KindName.ORDERING, {"place-c1": [""]}, None),
        (KindName.GAPS, {"gap-who": [" Asian"], "gap-office": [" "], "answer": ["x"]}, {"who": " Asian"}),
        (KindName.SHORT_TEXT, {"answer": [" Loxodonta "]}, "Loxodonta"),
        (KindName.MANIFEST, {"answer": ["l2", "l4"]}, ["l2", "l4"]),
        (KindName.MANIFEST, {"answer": []}, None),
        (KindName.PERMIT, {"answer": ["=nothing"]}, ["=nothing"]),
    ],
)
def test_the_fields_of_a_page_make_the_raw_answer(name, form, raw):
    assert kind(name).parse_form(form) == raw


def test_two_values_in_a_form_for_one_choice_are_refused():
    raw = kind("one-choice").parse_form({"answer": ["a", "b"]})
    with pytest.raises(BadAnswer, match="only one"):
        kind("one-choice").check_answer(define(KindName.ONE_CHOICE), raw)
