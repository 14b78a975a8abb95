"""Small numbers are left out, and the fewest others, so that no sum gives them away."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.reporting.rules.counting import totals_of
from certificates.reporting.rules.suppression import BySex, Counted, Shown, suppressed
from tests.certificates.reporting.published import known_too_well
from tests.suite.examples import of_hundred

QUIET = settings(deadline=None, max_examples=of_hundred(60), suppress_health_check=[HealthCheck.too_slow])
COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 40))


def table(rows: Mapping[str, tuple[int, ...]], name: str = "country") -> Counted:
    return Counted(name, totals_of(rows), rows)


@st.composite
def tables(draw: st.DrawFn, name: str = "country") -> Counted:
    rows = {}
    for number in range(draw(st.integers(1, 7))):
        certified, passed, took_part = draw(COUNTS), draw(COUNTS), draw(COUNTS)
        reached = max(1, certified + passed + took_part + draw(COUNTS))
        rows[f"{name}{number}"] = (reached, certified + passed + took_part, certified + passed, certified)
    return table(rows, name)


@st.composite
def with_sexes(draw: st.DrawFn) -> tuple[Counted, BySex]:
    counted = draw(tables())
    by_row = {}
    for row, (people, *_beyond) in counted.rows.items():
        women = draw(st.integers(0, people))
        men = draw(st.integers(0, people - women))
        by_row[row] = {"female": women, "male": men, "none": people - women - men}
    totals = {sex: sum(one[sex] for one in by_row.values()) for sex in ("female", "male", "none")}
    large = {row: counts for row, counts in by_row.items() if counted.rows[row][0] >= 20}
    return counted, BySex(totals, large)


def left_out(shown: Shown) -> set[tuple[str, ...]]:
    return {key for key, value in shown.cells.items() if value is None}


def test_numbers_of_five_and_more_are_all_shown():
    shown = suppressed(table({"KE": (40, 30, 20, 10), "TH": (25, 20, 9, 5)}))
    assert left_out(shown) == set()
    assert shown.of("country", "TH", "3") == 5


def test_one_small_number_takes_the_smallest_other_of_its_column_along():
    shown = suppressed(table({"KE": (40, 30, 20, 10), "TH": (25, 20, 9, 3), "VN": (30, 20, 9, 8)}))
    assert left_out(shown) == {("country", "TH", "3"), ("country", "VN", "3")}


def test_small_numbers_that_protect_each_other_take_nothing_along():
    shown = suppressed(table({"KE": (40, 30, 20, 10), "TH": (25, 20, 9, 3), "VN": (30, 20, 9, 2)}))
    assert left_out(shown) == {("country", "TH", "3"), ("country", "VN", "3")}


def test_nobody_is_a_small_number_too():
    shown = suppressed(table({"KE": (40, 30, 20, 10), "TH": (25, 20, 9, 0), "VN": (30, 20, 9, 9)}))
    assert ("country", "TH", "3") in left_out(shown)


def test_a_number_that_the_one_before_it_bounds_takes_more_along():
    """Of 12 who passed 5 are shown; 3 and 4 are left, of 5 people in each place: so each were 2 to 5."""
    counted = table({"A": (5, 5, 3, 0), "B": (5, 5, 4, 0), "C": (30, 20, 5, 0)})
    shown = suppressed(counted)
    assert ("country", "C", "2") in left_out(shown)
    assert known_too_well([counted], None, shown) == []


def test_a_stage_of_fewer_than_five_is_told_of_nowhere():
    shown = suppressed(table({"KE": (40, 30, 3, 1), "TH": (25, 20, 1, 0)}))
    assert {key for key in shown.cells if key[-1] in "23"} == left_out(shown)
    assert shown.of("total", "1") == 50


def test_of_fewer_than_five_people_nothing_is_told():
    shown = suppressed(table({"KE": (4, 4, 4, 4)}))
    assert left_out(shown) == set(shown.cells)


def test_a_list_of_places_that_leaves_no_doubt_is_left_out_whole():
    """Five people in five places that are named: in each there is one."""
    shown = suppressed(table(dict.fromkeys("ABCDE", (1, 1, 1, 1))))
    assert set(shown.cells) == {("total", str(stage)) for stage in range(4)}
    assert shown.of("total", "0") == 5


def test_sexes_are_told_of_twenty_people_and_more():
    few = suppressed(table({"KE": (19, 9, 9, 9)}), BySex({"female": 9, "male": 10}, {}))
    enough = suppressed(table({"KE": (20, 9, 9, 9)}), BySex({"female": 9, "male": 11}, {}))
    assert not [key for key in few.cells if key[0] == "sex"]
    assert enough.of("sex", "female") == 9


def test_a_country_whose_people_are_left_out_has_no_sexes():
    rows = {"A": (3, 3, 3, 3), "B": (21, 21, 21, 21), "C": (60, 60, 60, 60)}
    by_row = {"B": {"female": 10, "male": 11}, "C": {"female": 30, "male": 30}}
    shown = suppressed(table(rows), BySex({"female": 42, "male": 42}, by_row))
    assert shown.of("country", "B", "0") is None
    assert ("sex-country", "B", "male") not in shown.cells
    assert shown.of("sex-country", "C", "male") == 30


@QUIET
@given(tables())
def test_linear_programming_bounds_nothing_to_fewer_than_five_values(counted):
    assert known_too_well([counted], None, suppressed(counted)) == []


@QUIET
@given(with_sexes())
def test_nor_does_it_with_the_sexes_beside(both):
    counted, sexes = both
    assert known_too_well([counted], sexes, suppressed(counted, sexes)) == []


@QUIET
@given(tables())
def test_nothing_is_left_out_in_vain(counted):
    shown = suppressed(counted)
    for key in left_out(shown):
        value = counted.rows[key[1]][int(key[2])] if key[0] == "country" else 0
        if value >= 5:
            again = Shown({**shown.cells, key: value})
            assert known_too_well([counted], None, again), f"{key} could be shown"


@QUIET
@given(tables(), st.randoms(use_true_random=False))
def test_two_tables_of_the_same_people_give_nothing_away_together(countries, chance):
    """The courses of the same people: other rows, the same totals."""
    names = ["one", "two", "three"]
    at = [[before - after for before, after in zip(row, (*row[1:], 0), strict=True)] for row in countries.rows.values()]
    rows = {name: [0, 0, 0, 0] for name in names}
    for stages in at:
        for stage, people in enumerate(stages):
            for _each in range(people):
                row = rows[chance.choice(names)]
                for before in range(stage + 1):
                    row[before] += 1
    courses = table({name: tuple(row) for name, row in rows.items() if row[0]}, "course")
    assert courses.totals == countries.totals
    both = Shown({**suppressed(countries).cells, **suppressed(courses).cells})
    assert known_too_well([countries, courses], None, both) == []


@pytest.mark.parametrize("rows", [2, 60])
def test_the_same_counts_leave_out_the_same_numbers(rows):
    counted = table({f"c{n}": (n + 3, n, n // 2, n // 3) for n in range(rows)})
    assert suppressed(counted).cells == suppressed(counted).cells
