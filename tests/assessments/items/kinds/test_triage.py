"""Manifest triage and permit check: flags, and what everything and nothing earn."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.items.kinds.manifest import kind as manifest
from assessments.items.kinds.permit import kind as permit
from assessments.items.kinds.permit.kind import found_minus_false
from assessments.items.scoring.answers import BadAnswer
from assessments.items.scoring.flagging import NOTHING
from assessments.items.scoring.reviews import Outcome
from assessments.items.scoring.triage import PLACES, Triage, TriageRule, count, mcc, score_flags
from tests.assessments.items.samples import MANIFEST, PERMIT, define, try_define
from tests.builders.kind_names import KindName

CLEAN_MANIFEST = MANIFEST.replace(", suspicious: true", "")
CLEAN_PERMIT = PERMIT.replace(", defect: true", "")


@st.composite
def triages(draw):
    """Lines, the suspicious ones (never none, never all) and those that were flagged."""
    lines = [f"l{n}" for n in range(draw(st.integers(2, 14)))]
    suspicious = draw(st.sets(st.sampled_from(lines), min_size=1, max_size=len(lines) - 1))
    return frozenset(lines), frozenset(suspicious), frozenset(draw(st.sets(st.sampled_from(lines))))


def earned(rule, lines, suspicious, flagged):
    return score_flags(rule, lines, dict.fromkeys(suspicious, Fraction(1)), flagged)


@given(triages(), st.sampled_from(TriageRule))
def test_flags_earn_between_nothing_and_all_and_only_the_right_ones_all(triage, rule):
    _, suspicious, flagged = triage
    assert 0 <= earned(rule, *triage) <= 1
    assert (earned(rule, *triage) == 1) is (flagged == suspicious)


@given(triages(), st.sampled_from(TriageRule))
def test_flagging_everything_or_nothing_earns_nothing(triage, rule):
    lines, suspicious, _ = triage
    assert earned(rule, lines, suspicious, lines) == 0
    assert earned(rule, lines, suspicious, frozenset()) == 0


@given(triages())
def test_the_correlation_is_the_root_cut_after_nine_decimals(triage):
    t = count(*triage)
    product = t.flagged * t.suspicious * (t.cleared + t.false_alarms) * (t.cleared + t.misses)
    square = Fraction(max(0, t.hits * t.cleared - t.false_alarms * t.misses) ** 2, product) if product else Fraction(0)
    assert mcc(t) ** 2 <= square < (mcc(t) + Fraction(1, PLACES)) ** 2


@pytest.mark.parametrize(
    ("t", "precision", "recall", "f1"),
    [
        (Triage(3, 1, 0, 16), Fraction(1), Fraction(3, 4), Fraction(6, 7)),
        (Triage(2, 2, 2, 14), Fraction(1, 2), Fraction(1, 2), Fraction(1, 2)),
        (Triage(0, 4, 0, 16), None, Fraction(0), Fraction(0)),
        (Triage(0, 0, 0, 20), None, None, Fraction(1)),
        (Triage(0, 0, 1, 19), Fraction(0), None, Fraction(0)),
    ],
)
def test_precision_and_recall_are_told_and_undefined_where_there_is_nothing(t, precision, recall, f1):
    assert (t.precision, t.recall, t.f1) == (precision, recall, f1)


@pytest.mark.parametrize(
    ("text", "answer", "fraction"),
    [
        (MANIFEST, ["l2", "l4"], Fraction(1)),
        (MANIFEST, [], Fraction(0)),
        (MANIFEST, ["l1", "l3"], Fraction(0)),
        (MANIFEST, ["l2", "l4", "l5"], Fraction(666666666, PLACES)),
        (CLEAN_MANIFEST, [], Fraction(1)),
        (CLEAN_MANIFEST, ["l1"], Fraction(0)),
        (CLEAN_MANIFEST, None, Fraction(0)),
    ],
)
def test_a_manifest_is_scored_by_correlation_and_a_clean_one_by_no_flag_alone(text, answer, fraction):
    assert manifest.score(define(KindName.MANIFEST, text), answer) == fraction


def test_a_line_of_high_risk_weighs_more_where_the_rule_weighs():
    text = MANIFEST.replace("12 kg], suspicious: true", "12 kg], suspicious: true, weight: 3")
    definition = define(KindName.MANIFEST, text + "scoring: youden_weighted\n")
    assert manifest.score(definition, ["l2"]) == Fraction(3, 4)
    assert manifest.score(definition, ["l4"]) == Fraction(1, 4)
    assert manifest.score(definition, ["l2", "l1"]) == Fraction(3, 4) - Fraction(1, 3)


def test_more_inspections_than_there_are_are_refused_and_the_page_knows_the_limit():
    definition = define(KindName.MANIFEST)
    assert manifest.body(definition)["limit"] == 3
    assert manifest.check_answer(definition, ["l5", "l1", "l2", "l2"]) == ["l1", "l2", "l5"]
    with pytest.raises(BadAnswer, match=r"You ticked 4\. Tick at most 3"):
        manifest.check_answer(definition, ["l1", "l2", "l3", "l4"])


@pytest.mark.parametrize("name", [KindName.MANIFEST, KindName.PERMIT])
def test_saying_that_nothing_is_wrong_is_an_answer_and_ticking_nothing_is_none(name):
    kind, definition = {KindName.MANIFEST: manifest, KindName.PERMIT: permit}[name], define(name)
    assert kind.check_answer(definition, kind.parse_form({"answer": [NOTHING]})) == []
    assert kind.check_answer(definition, kind.parse_form({"answer": []})) is None
    assert kind.review(definition, []).outcome is Outcome.WRONG
    assert kind.review(definition, None).outcome is Outcome.UNANSWERED
    with pytest.raises(BadAnswer, match="Clear one of the two"):
        kind.check_answer(definition, [NOTHING, kind.body(definition)[
            "lines" if name is KindName.MANIFEST else "fields"][0]["id"]])  # fmt: skip


@pytest.mark.parametrize("raw", [["l9"], "x", [1], [None], [["l1"]], {"l1": 1}, True, ["l1"] * 101])
def test_an_unknown_line_is_refused(raw):
    with pytest.raises(BadAnswer):
        manifest.check_answer(define(KindName.MANIFEST), raw)


def test_the_review_of_a_manifest_tells_precision_and_recall():
    review = manifest.review(define(KindName.MANIFEST), ["l2", "l5"])
    assert review.figures == {
        "hits": 1, "flagged": 2, "suspicious": 2, "precision": 50, "recall": 50, "f1": 50,
    }  # fmt: skip
    assert [part.text for part in review.parts if part.right] == [
        "AWB 2 · Lagos · Cashew nuts · 12 kg", "AWB 4 · Doha · Plastic waste · 300 kg",
    ]  # fmt: skip
    assert manifest.review(define(KindName.MANIFEST), None).figures == {}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("columns: [Consignment, From, Goods, Weight]", "columns: [Consignment]", "names 2 to 8 columns"),
        ("[Consignment, From, Goods, Weight]", "[Consignment, From, Goods]", "4 cells for 3 columns"),
        ('"AWB 2"', '"AWB 1"', "the same first cell"),
        ("limit: 3", "limit: 1", "at least the number of suspicious"),
        ("limit: 3", "limit: 5", "less than all lines"),
        ("40 kg]", "40 kg], weight: 2", "for a suspicious line"),
        ("12 kg], suspicious: true", "12 kg], suspicious: true, weight: 2", "youden_weighted"),
        ("Books", "x" * 121, "at most 120"),
        ("limit: 3", "limits: 3", "not known here"),
    ],
)
def test_a_fault_of_a_manifest_is_told_with_its_line(old, new, fault):
    assert old in MANIFEST
    _, faults = try_define(KindName.MANIFEST, MANIFEST.replace(old, new))
    assert any(fault in one.message and one.line > 0 for one in faults), faults


def test_a_manifest_on_which_every_line_is_suspicious_is_refused():
    text = CLEAN_MANIFEST.replace("]}", "], suspicious: true}").replace("limit: 3", "")
    _, faults = try_define(KindName.MANIFEST, text)
    assert [one.message for one in faults] == ["Every line is suspicious; at least one must not be."]


@pytest.mark.parametrize(
    ("planted", "accused", "fraction"),
    [
        ("ab", "ab", Fraction(1)),
        ("ab", "a", Fraction(1, 2)),
        ("ab", "abx", Fraction(1, 2)),
        ("ab", "ax", Fraction(0)),
        ("ab", "xyz", Fraction(0)),
        ("ab", "abxyz", Fraction(0)),  # never below nothing
        ("ab", "", Fraction(0)),
        ("abc", "abx", Fraction(1, 3)),
        ("abc", "abc", Fraction(1)),
        ("", "", Fraction(1)),
        ("", "x", Fraction(0)),
        ("", "xyz", Fraction(0)),
        ("a", "a", Fraction(1)),
        ("a", "ax", Fraction(0)),
    ],
)
def test_a_permit_check_earns_defects_found_less_false_accusations(planted, accused, fraction):
    assert found_minus_false(frozenset(planted), frozenset(accused)) == fraction


@given(st.integers(4, 12), st.data())
def test_accusing_every_field_of_a_permit_earns_nothing_while_at_most_half_are_wrong(fields, data):
    names = [f"f{n}" for n in range(fields)]
    planted = data.draw(st.sets(st.sampled_from(names), max_size=fields // 2))
    assert found_minus_false(planted, frozenset(names)) == 0
    assert found_minus_false(planted, planted) == 1


def test_a_clean_permit_is_right_only_for_who_accuses_nothing():
    definition = define(KindName.PERMIT, CLEAN_PERMIT)
    assert [permit.score(definition, answer) for answer in ([], ["f1"], None)] == [1, 0, 0]


def test_the_review_of_a_permit_names_found_missed_and_falsely_accused_fields():
    review = permit.review(define(KindName.PERMIT), ["f1", "f3"])
    assert review.figures == {"hits": 1, "flagged": 2, "planted": 2}
    shown = [(part.text, part.chosen, part.right) for part in review.parts if part.chosen or part.right]
    assert shown == [
        ("1. Valid until: 3 May 2024", True, True),
        ("3. Species: Python regius", True, False),
        ("4. Quantity: 12 skins", False, True),
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("document: CITES export permit", "", "“document” is missing"),
        ("2. Importer", "1. Valid until", "the same label"),
        ("12 skins, defect: true", "12 skins, wrong: true", "not known here"),
        ("text: Python regius", "text: Python regius, defect: true", "More than half"),
        ("text: 40 skins", "texts: 40 skins", "“text” is missing"),
        ("text: A. Person", f"text: {'x' * 201}", "longer than 200"),
    ],
)
def test_a_fault_of_a_permit_is_told_with_its_line(old, new, fault):
    assert old in PERMIT
    _, faults = try_define(KindName.PERMIT, PERMIT.replace(old, new))
    assert any(fault in one.message and one.line > 0 for one in faults), faults
