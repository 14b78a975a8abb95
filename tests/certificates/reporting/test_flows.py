"""Small networks that one can work out by hand: how far a number may lie from what it is, and what hides it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from certificates.reporting.rules.activities import PaidActivity, in_period, read, written
from certificates.reporting.rules.flows import Arc, Network, NoRoom
from certificates.reporting.rules.suppression import Counted, shown_stages, suppressed

A, B, C = ("a",), ("b",), ("c",)
DAY = timedelta(days=1)


def column(a: int, b: int, c: int | None = None, *, least: int = 0, more: tuple[Arc, ...] = ()) -> Network:
    """Numbers that add up to a sum that is shown."""
    arcs = [Arc("from", "to", value, key, least) for key, value in ((A, a), (B, b), (C, c)) if value is not None]
    arcs += more
    return Network([*arcs, Arc("to", "from", sum(one.value for one in arcs), fixed=True)])


def test_a_number_may_be_anything_that_the_sum_and_the_others_leave_it():
    network = column(3, 7)
    assert (network.keys(), network.value(A), network.value(B)) == ([A, B], 3, 7)
    for hidden, enough, room in (
        ({A, B}, 100, 10), ({A, B}, 10, 10), ({A, B}, 9, 9), ({A, B}, 7, 7), ({A, B}, 4, 4), ({A}, 4, 0), ({B}, 4, 0),
    ):  # fmt: skip
        assert network.room(A if A in hidden else B, hidden, enough) == room
    assert column(3, 7, least=1).room(A, {A, B}, 100) == 8
    assert column(3, 7, 5).room(A, {A, C}, 100) == 8
    assert column(3, 7, 5).room(A, {A, B, C}, 100) == 15
    assert column(0, 0).room(A, {A, B}, 100) == 0


def test_what_no_table_has_hides_a_number_and_what_is_shown_in_any_case_never_does():
    untold = Arc("from", "to", 2)
    assert column(3, 7, more=(untold,)).room(A, {A}, 100) == 5
    assert column(3, 7, more=(replace(untold, least=1),)).room(A, {A}, 100) == 4
    assert column(3, 7, more=(replace(untold, fixed=True),)).room(A, {A}, 100) == 0
    assert column(3, 7, more=(replace(untold, key=C, fixed=True),)).room(A, {A, C}, 100) == 0


@pytest.mark.parametrize(
    ("numbers", "hidden", "others"),
    [
        ((3, 7), {A}, [B]),
        ((3, 7, 5), {A}, [C]),  # the least of two
        ((3, 5, 7), {A}, [B]),
        ((3, 7, 5), {A, C}, [B]),
        ((0, 0, 9), {A}, [C]),
        ((3, 0, 9), {A}, [B]),  # what the first loses the second gains
    ],
)
def test_the_cheapest_to_leave_out_besides_are_the_fewest_then_the_least(numbers, hidden, others):
    assert column(*numbers).cheapest(A, hidden, 20) == others


def test_one_large_number_is_left_out_before_two_small_ones():
    detour = [Arc("from", "by", 6, ("one",)), Arc("by", "to", 6, ("two",))]
    straight = Arc("from", "to", 90, ("large",))
    own = Arc("from", "to", 3, A)
    back = Arc("to", "from", 99, fixed=True)
    assert Network([own, *detour, straight, back]).cheapest(A, {A}, 4) == [("large",)]
    assert sorted(Network([own, *detour, back]).cheapest(A, {A}, 4)) == [("one",), ("two",)]
    assert Network([own, *detour, straight, back]).cheapest(A, {A, ("one",)}, 200) == [("two",)]


def test_a_number_that_nothing_can_hide_has_no_room():
    alone = Network([Arc("from", "to", 3, A), Arc("to", "from", 3, fixed=True)])
    assert alone.room(A, {A}, 4) == 0
    with pytest.raises(NoRoom):
        alone.cheapest(A, {A}, 4)
    with pytest.raises(NoRoom):
        Network([Arc("from", "to", 0, A), Arc("from", "to", 0, B, 0, fixed=True),
                 Arc("to", "from", 0, fixed=True)]).cheapest(A, {A}, 4)  # fmt: skip


@pytest.mark.parametrize(
    ("totals", "stages"), [((5, 5, 5, 5), 4), ((9, 5, 4, 4), 2), ((4, 0, 0, 0), 0), ((6, 4, 3, 0), 1)]
)
def test_a_stage_is_told_of_from_five_people_on(totals, stages):
    assert shown_stages(totals) == stages
    told = suppressed(Counted("country", totals, {"KE": totals})).cells
    assert sum(told["total", str(stage)] is not None for stage in range(4)) == stages


FIRST, LAST = date(2026, 4, 1), date(2026, 9, 30)


@pytest.mark.parametrize(
    ("starts", "ends", "lies"),
    [
        (LAST, LAST + DAY, True),
        (LAST + DAY, LAST + DAY, False),
        (FIRST - DAY, FIRST, True),
        (FIRST - DAY, FIRST - DAY, False),
        (FIRST - DAY, LAST + DAY, True),
        (None, LAST, False),
        (FIRST, None, False),
    ],
)
def test_an_activity_lies_in_a_period_with_one_day_of_it(starts, ends, lies):
    assert in_period(starts, ends, (FIRST, LAST)) is lies


def test_an_activity_is_read_as_it_was_written():
    one = PaidActivity("At sea", "mission", ["LA"], "Region", FIRST, LAST, ["A partner"], {"reached": 4})
    assert read(written(one)) == one
    assert written(one)["starts_on"] == "2026-04-01"
