"""What is left out of counts, and that nothing of it can be worked out again."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.surveys.rules.suppression import LEAST, SuppressedCounts, by_fives, suppressed


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ([7, 9], (7, 9), 16),
        ([4, 9], (None, None), 13),  # the total would give the four away
        ([4, 9, 12], (None, None, 12), 25),  # with the fewest others
        ([4, 3, 12], (None, None, 12), 19),  # two small ones keep each other, as there are five in them
        ([1, 2, 12, 5], (None, None, 12, None), 20),  # three people in two cells would still be told of
        ([0, 9, 9], (None, None, 9), 18),  # that nobody is in a cell is told of no cell either
        ([2, 2], (None, None), None),
        ([5], (5,), 5),
        ([4], (None,), None),
        ([], (), None),
    ],
)
def test_small_cells_are_left_out_with_the_fewest_others(counts, cells, total):
    assert suppressed(counts) == SuppressedCounts(cells, total)


COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=4)


def possible(shown):
    """Every value of each cell that fits what is shown, found by trying all."""
    most = shown.total if shown.total is not None else LEAST - 1
    cells = [range(most + 1) if one is None else [one] for one in shown.cells]
    totals = {shown.total} if shown.total is not None else set(range(LEAST))
    return [set(values) for values in zip(*(one for one in product(*cells) if sum(one) in totals), strict=True)]


@given(COUNTS)
def test_no_cell_that_is_left_out_can_be_bounded_to_fewer_than_five_values(counts):
    shown = suppressed(counts)
    for one, values in zip(shown.cells, possible(shown), strict=True):
        assert one is not None or len(values) >= 5


@given(COUNTS)
def test_what_can_be_subtracted_from_the_total_is_nobody_or_five_people(counts):
    shown = suppressed(counts)
    if shown.total is not None:
        rest = shown.total - sum(one for one in shown.cells if one is not None)
        assert rest == 0 or rest >= LEAST


@given(st.lists(st.integers(0, 500), max_size=9))
def test_no_small_cell_is_shown_and_at_most_one_large_one_goes_with_them(counts):
    shown = suppressed(counts)
    assert all(one is None or one >= LEAST for one in shown.cells)
    assert sum(one is None and count >= LEAST for one, count in zip(shown.cells, counts, strict=True)) <= 1


@pytest.mark.parametrize(("number", "summed"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10), (14, 10)])
def test_answers_that_go_on_coming_are_summed_in_lots_of_five(number, summed):
    assert by_fives(number) == summed
