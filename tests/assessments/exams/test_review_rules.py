"""What somebody is asked before a paper is submitted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.exams.rules.review import AskAgain, ask_before_submitting, read_positions

POSITIONS = st.frozensets(st.integers(1, 60))


@pytest.mark.parametrize("shown", [None, []])
@pytest.mark.parametrize("sure", [False, True])
def test_a_paper_that_is_answered_whole_is_submitted_unasked(shown, sure):
    assert ask_before_submitting([], shown, sure=sure) is None


@pytest.mark.parametrize(("shown", "sure"), [(None, False), (None, True), ([3, 7], False)])
def test_what_has_no_answer_is_asked_about_once(shown, sure):
    assert ask_before_submitting([3, 7], shown, sure=sure) == AskAgain((3, 7))


def test_whoever_is_sure_about_just_these_is_not_asked_again():
    assert ask_before_submitting([3, 7], [7, 3], sure=True) is None


def test_an_answer_taken_back_elsewhere_is_asked_about_again():
    assert ask_before_submitting([3, 7], [3], sure=True) == AskAgain((3, 7), emptied_since=(7,))


def test_an_answer_given_elsewhere_is_told_before_anything_is_submitted():
    assert ask_before_submitting([], [3], sure=True) == AskAgain((), answered_since=(3,))


@given(POSITIONS, POSITIONS)
def test_whoever_is_asked_is_told_exactly_what_changed(now, shown):
    ask = ask_before_submitting(now, shown, sure=False)
    assert (ask is None) == (not now and not shown)
    if ask is not None:
        assert set(ask.unanswered) == now
        assert (frozenset(shown) - set(ask.answered_since)) | set(ask.emptied_since) == now
        assert ask.changed == (now != shown)
        assert ask_before_submitting(now, ask.unanswered, sure=True) is None


@given(POSITIONS)
def test_positions_are_read_as_a_page_sends_them(positions):
    assert read_positions(",".join(map(str, positions))) == positions


@pytest.mark.parametrize("text", [None, "a", "1,", ",1", "-1", "1;2", "12345", "1," * 600 + "1", "٣", "1\n"])
def test_what_is_no_list_of_positions_is_none(text):
    assert read_positions(text) is None
