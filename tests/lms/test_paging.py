"""Which page of a long list is shown."""

from hypothesis import given
from hypothesis import strategies as st

from lms.paging import page_of

COUNTS, NUMBERS, SIZES = st.integers(0, 500), st.integers(-3, 600), st.integers(1, 60)


@given(COUNTS, NUMBERS, SIZES)
def test_the_page_shown_is_always_one_of_those_that_there_are(count, number, size):
    shown, pages = page_of(count, number, size)
    assert 1 <= shown <= pages
    assert shown == number or not 1 <= number <= pages


@given(COUNTS, SIZES)
def test_every_line_stands_on_one_page_and_only_an_empty_list_has_an_empty_page(count, size):
    _shown, pages = page_of(count, 1, size)
    lines = [line for number in range(pages) for line in range(count)[number * size : (number + 1) * size]]
    assert lines == list(range(count))
    assert (pages - 1) * size < max(count, 1) <= pages * size
