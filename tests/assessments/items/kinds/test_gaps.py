"""Gaps in a text."""

from fractions import Fraction

import pytest

from assessments.items.kinds.gaps import kind as gaps
from assessments.items.rendering.bodies import as_shown
from assessments.items.rendering.fields import question_fields
from assessments.items.scoring.answers import BadAnswer
from assessments.items.scoring.reviews import Outcome
from tests.assessments.items.samples import ANSWERS, GAPS, define, try_define
from tests.builders.kind_names import KindName

TWO = """
text: "Two are {a} and {b}."
gaps:
  - {id: a, accepted: [ivory, horn], group: g}
  - {id: b, accepted: [ivory, horn], group: g}
"""


@pytest.mark.parametrize(
    ("filled", "fraction"),
    [
        ({"who": "Asian", "appendix": "c2", "office": "ma"}, Fraction(1)),
        ({"who": "Indian", "appendix": "c2", "office": "ma"}, Fraction(3, 4)),
        ({"who": "Asian"}, Fraction(1, 2)),
        ({"appendix": "c1", "office": "MA"}, Fraction(1, 4)),
        ({"appendix": "c1"}, Fraction(0)),
    ],
)
def test_gaps_earn_by_their_weight(filled, fraction):
    assert gaps.score(define(KindName.GAPS), filled) == fraction


def test_in_a_group_the_same_words_earn_once_in_any_order():
    definition = define(KindName.GAPS, TWO)
    assert gaps.score(definition, {"a": "horn", "b": "Ivory"}) == 1
    assert gaps.score(definition, {"a": "ivory", "b": "IVORY"}) == Fraction(1, 2)
    alone = define(KindName.GAPS, TWO.replace(", group: g", ""))
    assert gaps.score(alone, {"a": "ivory", "b": "IVORY"}) == 1


def test_the_lists_do_not_begin_with_what_the_file_begins_with():
    shown = [one["text"] for one in gaps.body(define(KindName.GAPS))["options"]]
    assert shown != ["I", "II", "III"]
    assert sorted(shown) == ["I", "II", "III"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"other": "x"}, "This gap does not exist"),
        ({"appendix": "I"}, "This option does not exist"),
        ({"office": "x" * 201}, "Gap 3: write at most 200"),
        ({"who": "a\0"}, "Gap 1 cannot be read"),
        ({"who": 5}, "Gap 1 cannot be read"),
        (["x"], "This gap does not exist"),
        ("x", "This gap does not exist"),
    ],
)
def test_a_bad_filling_is_refused_and_its_gap_named(raw, said):
    with pytest.raises(BadAnswer, match=said):
        gaps.check_answer(define(KindName.GAPS), raw)


def test_gaps_left_empty_are_left_out_and_all_empty_is_no_answer():
    definition = define(KindName.GAPS)
    assert gaps.check_answer(definition, {"who": " Asian  one ", "office": " "}) == {"who": "Asian one"}
    assert gaps.check_answer(definition, {"who": "", "office": None}) is None


def test_the_review_of_gaps_shows_what_belongs_where_something_is_missing():
    review = gaps.review(define(KindName.GAPS), {"who": "Indian", "appendix": "c1"})
    assert review.outcome is Outcome.PARTLY
    assert [(part.about, part.text, part.chosen, part.right, part.partly) for part in review.parts] == [
        ("1", "Indian", True, False, True),
        ("1", "Asian", False, True, False),
        ("2", "II", True, False, False),
        ("2", "I", False, True, False),
        ("3", "Management Authority", False, True, False),
    ]


def test_the_text_is_cut_at_its_gaps_with_its_markdown_made_html():
    body = as_shown(gaps.body(define(KindName.GAPS)))
    fields = question_fields("gaps", body, ANSWERS[KindName.GAPS], prefix="q", stem_html="")
    assert [gap for _, gap in fields.pieces] == ["who", "appendix", "office", ""]
    assert "<em>the paper</em>" in fields.pieces[2][0]
    assert fields.filled.parts == {"gap-who": "asian", "gap-appendix": "c2", "gap-office": "management authority"}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("{who}", "who", "stands in the text once"),
        ("Appendix {appendix}", "Appendix {appendix} {appendix}", "stands in the text once"),
        ("id: who", "id: office", "stands in the text once"),
        ('right: "I"', 'right: "IV"', "must be one of the choices"),
        (', right: "I"', "", "“right” is missing"),
        ('["I", "II", "III"]', '["I"]', "2 to 8 different choices"),
        ("weight: 2", "weight: 0", "above 0"),
        (", accepted: [Management Authority, MA]", "", "“accepted” is missing"),
        ("weight: 2", "heavy: 2", "not known here"),
    ],
)
def test_a_fault_of_gaps_is_told_with_its_line(old, new, fault):
    assert old in GAPS
    _, faults = try_define(KindName.GAPS, GAPS.replace(old, new))
    assert any(fault in one.message and one.line > 0 for one in faults), faults


def test_more_gaps_than_eight_are_refused():
    text = " ".join(f"{{g{n}}}" for n in range(9))
    listed = "".join(f"  - {{id: g{n}, accepted: [a]}}\n" for n in range(9))
    _, faults = try_define(KindName.GAPS, f'text: "{text}"\ngaps:\n{listed}')
    assert any("at most 8" in one.message for one in faults)
