"""What the page says that an attempt uses, before it starts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.exams.rules.attempt_use import AttemptUse, attempt_use


@pytest.mark.parametrize(
    ("counted", "allowed", "granted", "expected"),
    [
        (0, 3, 0, AttemptUse(3, 3, 24)),
        (1, 3, 0, AttemptUse(2, 3, 24)),
        (2, 3, 0, AttemptUse(1, 3, None)),  # the last
        (2, 3, 1, AttemptUse(2, 4, 0)),  # the next one was given: it opens at once
        (3, 3, 1, AttemptUse(1, 4, None)),
        (0, 1, 0, AttemptUse(1, 1, None)),
        (9, None, 0, AttemptUse(None, None, 24)),  # no limit
    ],
)
def test_an_attempt_says_what_it_uses_and_how_long_the_next_one_waits(counted, allowed, granted, expected):
    assert attempt_use(counted, allowed, 24, granted) == expected


@given(st.integers(0, 9), st.integers(1, 5), st.integers(0, 3), st.integers(0, 48))
def test_nobody_is_told_of_a_wait_for_an_attempt_that_they_do_not_have(counted, allowed, granted, hours):
    use = attempt_use(counted, allowed, hours, granted)
    assert use.left is not None
    assert use.left >= 0
    assert (use.wait_hours is None) == (use.left <= 1)
