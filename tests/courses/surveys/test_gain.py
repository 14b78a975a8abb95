"""The gain between two tests, against published figures."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.surveys.rules.gain import Gain, gain, paired_interval, t_quantile

# Student, "The probable error of a mean", Biometrika 6 (1908), page 20: hours of sleep gained with two drugs. The
# interval is that of R, `t.test(extra ~ group, data = sleep, paired = TRUE)`.
DRUG_ONE = (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)
DRUG_TWO = (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)


def test_the_interval_is_that_of_students_own_example():
    found = gain(list(zip(DRUG_ONE, DRUG_TWO, strict=True)))
    assert found.mean == pytest.approx(1.58)
    assert found.interval.low == pytest.approx(0.7001142, abs=1e-7)
    assert found.interval.high == pytest.approx(2.4598858, abs=1e-7)


# NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, upper critical values of Student's t, column 0.975.
@pytest.mark.parametrize(
    ("freedom", "critical"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (9, 2.262), (10, 2.228), (30, 2.042), (60, 2.000), (100, 1.984)],
)
def test_the_quantiles_are_those_of_the_tables(freedom, critical):
    assert t_quantile(0.975, freedom) == pytest.approx(critical, abs=5e-4)


def test_with_one_degree_of_freedom_the_quantile_is_that_of_cauchy():
    assert t_quantile(0.9, 1) == pytest.approx(math.tan(0.4 * math.pi), rel=1e-12)


def test_with_many_degrees_of_freedom_it_is_that_of_the_normal_distribution():
    assert t_quantile(0.975, 10**6) == pytest.approx(1.959966, abs=1e-6)


def test_the_normalised_gain_is_what_was_gained_of_what_there_was_to_gain():
    found = gain([(40, 70)] * 5)  # Hake (1998): (70 - 40) / (100 - 40)
    assert (found.before, found.after, found.normalised) == (40, 70, 0.5)


def test_where_nothing_was_left_to_gain_it_has_no_normalised_value():
    assert gain([(100, 100)] * 5).normalised is None


def test_one_person_has_no_gain_that_can_be_told():
    assert gain([(40, 70)]) is None
    assert gain([]) is None


@pytest.mark.parametrize("number", [2, 3, 4])
def test_of_two_to_four_people_all_figures_are_left_out(number):
    assert gain([(40, 70)] * number) == Gain(None)


def test_five_people_are_told_of():
    assert gain([(40, 70)] * 5).number == 5


PAIRS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=5, max_size=40)


@given(PAIRS)
def test_the_mean_lies_in_the_middle_of_its_interval(pairs):
    found = gain(pairs)
    assert found.mean == pytest.approx((found.interval.low + found.interval.high) / 2, abs=1e-9)


@given(PAIRS)
def test_turned_round_the_gain_is_a_loss(pairs):
    there, back = gain(pairs), gain([(after, before) for before, after in pairs])
    assert (back.mean, back.interval.low) == pytest.approx((-there.mean, -there.interval.high), abs=1e-9)


@given(st.lists(st.integers(-100, 100), min_size=2, max_size=30))
def test_the_same_people_twice_over_have_no_wider_interval(differences):
    once, twice = paired_interval(differences), paired_interval(differences * 2)
    assert twice.high - twice.low <= once.high - once.low + 1e-9
