"""What many answers say together."""

from hypothesis import given
from hypothesis import strategies as st

from courses.surveys.rules.summary import shuffled, summarize
from tests.builders.surveys import FORM

SHEET = {"clear": 4, "pace": "right", "recommend": True, "change": "More time."}


def of(summary, key):
    return next(one for one in summary.questions if one.key == key)


def test_of_fewer_than_five_answers_nothing_is_told():
    assert summarize(FORM, [SHEET] * 4, seed="a") is None


def test_from_five_on_a_scale_has_its_number_and_mean():
    found = of(summarize(FORM, [{"clear": point} for point in (2, 3, 4, 5, 5)], seed="a"), "clear")
    assert (found.number, found.mean) == (5, 3.8)


def test_a_question_that_fewer_than_five_answered_tells_nothing():
    found = summarize(FORM, [SHEET, SHEET, SHEET, SHEET, {"clear": 1}], seed="a")
    assert not any(of(found, key).is_shown for key in ("pace", "recommend", "change"))
    assert of(found, "change").texts == ()


def test_the_points_of_a_scale_are_counted_only_where_none_is_small():
    few = of(summarize(FORM, [{"clear": 4}] * 9 + [{"clear": 1}], seed="a"), "clear")
    many = of(summarize(FORM, [{"clear": point} for point in (1, 2, 3, 4, 5)] * 5, seed="a"), "clear")
    assert (few.mean, few.cells) == (3.7, (None,) * 5)
    assert many.cells == (5,) * 5


def test_one_who_said_no_is_not_told_of():
    sheets = [{"recommend": True}] * 11 + [{"recommend": False}]
    assert of(summarize(FORM, sheets, seed="a"), "recommend").cells == (None, None)


def test_a_choice_is_counted_by_option():
    sheets = [{"pace": "right"}] * 7 + [{"pace": "fast"}] * 5
    assert of(summarize(FORM, sheets, seed="a"), "pace").cells == (7, 5)


@given(st.lists(st.text("ab "), min_size=5), st.randoms())
def test_the_order_of_texts_says_nothing_about_who_wrote_first(texts, chance):
    mixed = chance.sample(texts, len(texts))
    assert shuffled(texts, "seed") == shuffled(mixed, "seed")
    assert sorted(shuffled(texts, "seed")) == sorted(texts)
