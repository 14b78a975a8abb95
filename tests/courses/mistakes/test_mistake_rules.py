"""What a report of a mistake says, and what may follow in which state."""

from hypothesis import given
from hypothesis import strategies as st

from courses.mistakes.rules import FOLLOWING, OPEN, MistakeState, says_something, tidied

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)  # lone surrogates and NUL among it


@given(ANY_TEXT)
def test_whatever_is_typed_can_be_kept_and_is_tidy_once_it_was_tidied(text):
    once = tidied(text)
    once.encode()
    assert "\0" not in once
    assert tidied(once) == once
    assert once == once.strip()


@given(ANY_TEXT)
def test_tidying_takes_away_no_letter_that_can_be_kept(text):
    kept = [sign for sign in text if sign.isalnum()]
    assert [sign for sign in tidied(text) if sign.isalnum()] == kept


@given(st.text(st.sampled_from(" \n\t.?!\u200b‎—…")))
def test_signs_without_a_letter_or_digit_say_nothing(text):
    assert not says_something(text)
    assert says_something(text + "x")


def test_nothing_leads_back_to_received_and_nothing_to_itself():
    for state, following in FOLLOWING.items():
        assert MistakeState.RECEIVED not in following
        assert state not in following


def test_from_every_state_every_decision_can_be_reached():
    for state in MistakeState:
        reached, waiting = set(), [state]
        while waiting:
            for following in FOLLOWING[waiting.pop()]:
                if following not in reached:
                    reached.add(following)
                    waiting.append(following)
        assert reached >= set(MistakeState) - OPEN


def test_what_is_decided_is_looked_at_again_before_it_is_decided_otherwise():
    for state in set(MistakeState) - OPEN:
        assert FOLLOWING[state] == (MistakeState.LOOKED_AT,)
