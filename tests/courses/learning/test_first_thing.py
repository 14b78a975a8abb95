"""The one thing to do first in a course, by rule."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.first_thing import FirstThing, HowFar, first_thing

PASSED = HowFar(passed=True, has_next=False, began=True)
FAILED = HowFar(failed=True, began=True)


@pytest.mark.parametrize(
    ("standing", "thing"),
    [
        (HowFar(), FirstThing.START),
        (HowFar(began=True), FirstThing.NEXT),
        (HowFar(began=True, has_next=False), FirstThing.DONE),
        (HowFar(began=True, is_open=False), FirstThing.ENDED),
        (FAILED, FirstThing.FAILED),
        (replace(FAILED, is_open=False), FirstThing.ENDED),
        (PASSED, FirstThing.PASSED),
        (replace(PASSED, holds=True), FirstThing.PASSED),
        (replace(PASSED, claims=True), FirstThing.CLAIM),
        (replace(PASSED, holds=True, reopens=True), FirstThing.PASSED),  # to be renewed: it is still valid
        (replace(PASSED, reopens=True), FirstThing.RETAKE),
        (HowFar(began=True, holds=True), FirstThing.NEXT),  # the run that renews it
        (HowFar(claims=True, has_next=True, began=True), FirstThing.CLAIM),
    ],
)
def test_what_comes_first(standing, thing):
    assert first_thing(standing) is thing


@given(standing=st.builds(HowFar, *[st.booleans()] * 8))
def test_a_name_to_confirm_comes_before_everything_and_nobody_who_passed_is_sent_to_a_lesson(standing):
    thing = first_thing(standing)
    assert (thing is FirstThing.CLAIM) == standing.claims
    if standing.passed:
        assert thing in {FirstThing.CLAIM, FirstThing.PASSED, FirstThing.RETAKE}
    if thing in {FirstThing.NEXT, FirstThing.START}:
        assert standing.is_open
        assert standing.has_next
