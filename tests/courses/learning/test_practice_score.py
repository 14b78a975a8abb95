"""What a practice quiz counts of its results."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.practice_score import PracticeScore, practice_score_of

OUTCOMES = ("right", "partly", "wrong", "")


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(OUTCOMES)), max_size=12))
def test_a_tally_counts_the_last_answer_of_each_check(answers):
    tally, last = practice_score_of("", 5), {}
    for place, outcome in answers:
        tally = tally.noted(place, outcome)
        if outcome:
            last[place] = outcome
    counts = [list(last.values()).count(one) for one in ("right", "partly")]
    assert (tally.all, tally.answered, [tally.right, tally.partly]) == (5, len(last), counts)
    assert practice_score_of(tally.signs, 5) == tally


@pytest.mark.parametrize("said", ["", "r", "rrr", "rx", "r\n", "RR"])
def test_a_tally_that_does_not_fit_its_checks_begins_anew(said):
    assert practice_score_of(said, 2) == PracticeScore("--")
