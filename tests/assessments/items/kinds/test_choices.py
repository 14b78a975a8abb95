"""One choice, several choices, true or false."""

from fractions import Fraction

import pytest

from assessments.items.kinds.one_choice import kind as one_choice
from assessments.items.kinds.several_choices import kind as several_choices
from assessments.items.kinds.several_choices.kind import SetRule
from assessments.items.kinds.true_false import kind as true_false
from assessments.items.scoring.answers import BadAnswer
from assessments.items.scoring.reviews import Outcome
from tests.assessments.items.samples import ONE_CHOICE, SEVERAL_CHOICES, define, try_define
from tests.builders.kind_names import KindName

FIVE = frozenset("abcde")


def several(rule):
    return define(KindName.SEVERAL_CHOICES, SEVERAL_CHOICES + f"scoring: {rule}\n")


@pytest.mark.parametrize(
    ("rule", "right", "chosen", "earned"),
    [
        ("tpr_minus_fpr", "ac", "ac", Fraction(1)),
        ("tpr_minus_fpr", "ac", "a", Fraction(1, 2)),
        ("tpr_minus_fpr", "ac", "ab", Fraction(1, 6)),
        ("tpr_minus_fpr", "ac", "bde", Fraction(0)),
        ("tpr_minus_fpr", "ac", "abcde", Fraction(0)),
        ("tpr_minus_fpr", "ac", "", Fraction(0)),
        ("all_or_nothing", "ac", "ac", Fraction(1)),
        ("all_or_nothing", "ac", "acd", Fraction(0)),
        ("all_or_nothing", "ac", "a", Fraction(0)),
        ("plus_minus", "ac", "ab", Fraction(0)),
        ("plus_minus", "abc", "abcde", Fraction(1, 3)),  # select-all pays (2K-n)/K when K > n/2
        ("per_option", "ac", "", Fraction(3, 5)),  # pays for leaving noise alone: never the default
        ("per_option", "ac", "ab", Fraction(3, 5)),
        ("per_option_corrected", "ac", "a", Fraction(3, 5)),
        ("per_option_corrected", "ac", "bde", Fraction(0)),
        ("select_n", "abc", "abd", Fraction(2, 3)),
        ("select_n", "ac", "abc", Fraction(0)),  # more than were asked for
    ],
)
def test_a_set_of_choices_earns_by_its_rule(rule, right, chosen, earned):
    assert several_choices.score_choice(SetRule(rule), FIVE, frozenset(right), frozenset(chosen)) == earned


def test_the_rule_of_several_choices_is_tpr_minus_fpr_unless_the_item_says_otherwise():
    assert define(KindName.SEVERAL_CHOICES).rule is SetRule.TPR_MINUS_FPR


def test_choices_are_stored_once_each_in_the_order_of_the_item():
    assert several_choices.check_answer(define(KindName.SEVERAL_CHOICES), ["c", "a", "c"]) == ["a", "c"]


@pytest.mark.parametrize("raw", [["z"], "z", [1], [None], [["a"]], {"a": 1}, 3, True, ["a"] * 51, ["a" * 5_000_000]])
def test_an_unknown_choice_is_refused(raw):
    with pytest.raises(BadAnswer):
        several_choices.check_answer(define(KindName.SEVERAL_CHOICES), raw)


def test_where_choices_are_limited_one_more_is_refused_and_the_page_knows_the_limit():
    definition = several("select_n")
    assert several_choices.body(definition)["limit"] == 2
    with pytest.raises(BadAnswer, match="at most 2"):
        several_choices.check_answer(definition, ["a", "b", "c"])


def test_without_a_limiting_rule_the_page_does_not_learn_how_many_are_right():
    assert several_choices.body(define(KindName.SEVERAL_CHOICES))["limit"] is None


@pytest.mark.parametrize(("chosen", "earned"), [("a", Fraction(1)), ("b", Fraction(1, 2)), ("c", Fraction(0))])
def test_one_choice_earns_the_weight_of_its_option(chosen, earned):
    assert one_choice.score(define(KindName.ONE_CHOICE), chosen) == earned


@pytest.mark.parametrize(
    ("chosen", "earned"), [("a", Fraction(1)), ("b", Fraction(-1, 2)), ("c", Fraction(-1, 2)), (None, Fraction(0))]
)
def test_formula_scoring_takes_a_share_off_for_a_wrong_choice(chosen, earned):
    definition = define(KindName.ONE_CHOICE, ONE_CHOICE + "scoring: formula\n")
    assert one_choice.score(definition, chosen) == earned


@pytest.mark.parametrize("raw", ["z", ["a", "b"], 1, True, {"a": "a"}, "a" * 100])
def test_one_choice_takes_one_known_option_only(raw):
    with pytest.raises(BadAnswer):
        one_choice.check_answer(define(KindName.ONE_CHOICE), raw)


@pytest.mark.parametrize(("answer", "earned"), [(True, Fraction(1)), (False, Fraction(0)), (None, Fraction(0))])
def test_true_or_false(answer, earned):
    assert true_false.score(define(KindName.TRUE_FALSE), answer) == earned


@pytest.mark.parametrize("raw", ["true", 1, 0, [True], "yes"])
def test_true_or_false_takes_nothing_else(raw):
    with pytest.raises(BadAnswer):
        true_false.check_answer(define(KindName.TRUE_FALSE), raw)


def test_a_review_names_what_was_chosen_and_what_is_right():
    review = several_choices.review(define(KindName.SEVERAL_CHOICES), ["a", "b"])
    assert review.outcome is Outcome.PARTLY
    assert [(part.text, part.chosen, part.right) for part in review.parts][:3] == [
        ("Walrus tusks", True, True),
        ("Cattle horns", True, False),
        ("Leopard teeth", False, True),
    ]


WITH_FEEDBACK = ONE_CHOICE.replace("text: Resin", "text: Resin, feedback: Resin has *bubbles*")


def test_a_wrong_option_may_say_why_it_is_wrong_and_what_leaves_before_the_result_holds_nothing_of_it():
    definition = define(KindName.ONE_CHOICE, WITH_FEEDBACK)
    body, key = one_choice.body(definition), one_choice.key(definition)
    assert key["feedback"] == {"b": "Resin has *bubbles*"}
    assert "bubbles" not in str(body)
    assert one_choice.restore(body, key) == definition
    review = one_choice.review(definition, "b")
    assert [part.feedback for part in review.parts] == ["", "Resin has *bubbles*", ""]


def test_a_key_without_feedback_is_what_it_was():
    assert set(one_choice.key(define(KindName.ONE_CHOICE))) == {"weights", "rule"}


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        (KindName.ONE_CHOICE, ONE_CHOICE.replace("true", "true, feedback: Yes"), "says why a wrong option is wrong"),
        (KindName.ONE_CHOICE, WITH_FEEDBACK.replace("bubbles", "b" * 300), "“feedback” is longer than 300"),
        (KindName.ONE_CHOICE, ONE_CHOICE.replace(", right: true", ""), "No option is marked"),
        (KindName.ONE_CHOICE, ONE_CHOICE.replace("text: Wood", "text: Wood, right: true"), "2 options are marked"),
        (KindName.ONE_CHOICE, ONE_CHOICE.replace("id: c", "id: a"), "have the id “a”"),
        (KindName.ONE_CHOICE, ONE_CHOICE.replace("text: Wood", "text: BONE"), "say “bone”"),
        (KindName.ONE_CHOICE, ONE_CHOICE.replace("weight: 0.5", "weight: 1"), "weight"),
        (KindName.ONE_CHOICE, ONE_CHOICE.replace("text: Wood", "txt: Wood"), "“text” is missing"),
        (KindName.ONE_CHOICE, ONE_CHOICE.replace("text: Wood", "text: Wood, rigth: true"), "“rigth” is not known"),
        (KindName.ONE_CHOICE, "options: []\n", "0 options"),
        (KindName.ONE_CHOICE, "options: yes\n", "must be a list"),
        (KindName.ONE_CHOICE, ONE_CHOICE + "scoring: generous\n", "must be one of"),
        (KindName.SEVERAL_CHOICES, SEVERAL_CHOICES.replace(", right: true", ""), "No option is marked"),
        (KindName.SEVERAL_CHOICES, ONE_CHOICE, "3 options"),
        (KindName.TRUE_FALSE, "answer: maybe\n", "must be true or false"),
        (KindName.TRUE_FALSE, "", "“answer” is missing"),
    ],
)
def test_a_faulty_item_is_told_what_is_wrong(kind, text, says):
    _, faults = try_define(kind, text or "{}")
    assert any(says in fault.message for fault in faults), faults


def test_every_option_right_is_refused():
    text = "options:\n" + "".join(f"  - {{id: {one}, text: Thing {one}, right: true}}\n" for one in "abcd")
    _, faults = try_define(KindName.SEVERAL_CHOICES, text)
    assert [fault.message for fault in faults] == ["Every option is marked right; at least one must be wrong."]


def test_a_fault_knows_its_line():
    _, faults = try_define(KindName.ONE_CHOICE, ONE_CHOICE.replace("text: Wood", "txt: Wood"))
    assert {fault.line for fault in faults} == {5}
