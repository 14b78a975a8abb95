"""What holds for every answer, not only for those one thinks of."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assessments.items.kinds.angle import kind as angle
from assessments.items.kinds.angle.kind import measured
from assessments.items.kinds.number import kind as number
from assessments.items.kinds.several_choices import kind as several_choices
from assessments.items.kinds.several_choices.kind import SetRule, score_choice
from assessments.items.kinds.spot import kind as spot
from assessments.items.parsing.exact import exact, plain
from assessments.items.scoring.answers import BadAnswer
from assessments.items.scoring.numerals import read_number
from tests.assessments.items.samples import define
from tests.builders.kind_names import KindName


@st.composite
def keys(draw):
    """Options and the right ones among them: never none and never all."""
    options = [f"o{n}" for n in range(draw(st.integers(2, 9)))]
    right = draw(st.sets(st.sampled_from(options), min_size=1, max_size=len(options) - 1))
    return frozenset(options), frozenset(right)


@st.composite
def choices(draw):
    options, right = draw(keys())
    return options, right, frozenset(draw(st.sets(st.sampled_from(sorted(options)))))


@given(choices(), st.sampled_from(SetRule))
def test_every_rule_stays_between_nothing_and_all(choice, rule):
    assert 0 <= score_choice(rule, *choice) <= 1


@given(keys(), st.sampled_from(SetRule))
def test_exactly_the_right_ones_earn_all_by_every_rule(key, rule):
    options, right = key
    assert score_choice(rule, options, right, right) == 1


@given(keys())
def test_everything_and_nothing_earn_nothing_by_the_default_rule(key):
    options, right = key
    assert score_choice(SetRule.TPR_MINUS_FPR, options, right, options) == 0
    assert score_choice(SetRule.TPR_MINUS_FPR, options, right, frozenset()) == 0


@given(choices())
def test_only_the_right_set_earns_all_by_the_default_rule(choice):
    options, right, chosen = choice
    assert (score_choice(SetRule.TPR_MINUS_FPR, options, right, chosen) == 1) is (chosen == right)


@given(choices())
def test_one_more_right_choice_never_costs(choice):
    options, right, chosen = choice
    before = score_choice(SetRule.TPR_MINUS_FPR, options, right, chosen)
    assert all(score_choice(SetRule.TPR_MINUS_FPR, options, right, chosen | {one}) >= before for one in right)


@given(st.lists(st.sampled_from("abcde"), max_size=20), st.randoms(use_true_random=False))
def test_neither_order_nor_repeats_of_choices_matter(chosen, random):
    definition = define(KindName.SEVERAL_CHOICES)
    mixed = [*chosen, *chosen]
    random.shuffle(mixed)
    assert several_choices.check_answer(definition, mixed) == several_choices.check_answer(definition, chosen)


places = st.tuples(st.integers(0, 640), st.integers(0, 400)).map(list)


@given(st.lists(places, max_size=5), st.randoms(use_true_random=False))
def test_spots_stay_between_nothing_and_all_in_any_order(dots, random):
    definition = define(KindName.SPOT)
    mixed = random.sample(dots, len(dots))
    score = spot.score(definition, spot.check_answer(definition, dots))
    assert 0 <= score <= 1
    assert spot.score(definition, spot.check_answer(definition, mixed)) == score


@given(st.lists(st.sampled_from([[20, 20], [150, 100], [230, 220]]), min_size=1, max_size=3))
def test_more_dots_in_a_zone_that_is_hit_change_nothing(dots):
    definition = define(KindName.SPOT)
    assert spot.score(definition, [*dots, dots[0]]) == spot.score(definition, dots)


@given(st.lists(places, min_size=3, max_size=3))
def test_an_angle_lies_between_0_and_180_and_its_arms_may_change_places(points):
    definition = define(KindName.ANGLE)
    try:
        stored = angle.check_answer(definition, {"points": points})
    except BadAnswer:
        assert points[1] in (points[0], points[2])
        return
    exact_points = [(Fraction(x), Fraction(y)) for x, y in points]
    assert 0 <= measured(exact_points) <= 180
    assert measured(exact_points) == measured(exact_points[::-1])
    assert 0 <= angle.score(definition, stored) <= 1


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_number_is_read_alike_with_point_and_with_comma(value):
    written = f"{value:,}"
    turned = written.translate(str.maketrans(",.", ".,"))
    assert read_number(written, ".") == read_number(turned, ",") == Fraction(str(value))


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_is_refused(text):
    try:
        value = read_number(text)
    except BadAnswer:
        return
    assert exact(plain(value)) == value


@given(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=50),
        st.dictionaries(st.sampled_from(["text", "unit"]), st.one_of(st.text(max_size=20), st.integers())),
    )
)
def test_a_number_item_scores_nothing_or_all_of_whatever_it_takes(raw):
    definition = define(KindName.NUMBER)
    try:
        stored = number.check_answer(definition, raw)
    except BadAnswer:
        return
    assert number.score(definition, stored) in (0, 1)
