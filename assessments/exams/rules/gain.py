"""Gain test: the same questions before a course and after it; when each of the two may be sat."""

from collections.abc import Sequence
from enum import StrEnum

from assessments.exams.rules.states import AttemptState

TIMES = 2


class GainStep(StrEnum):
    """Where somebody is with the gain test of a course."""

    BEFORE = "before"  # the first may begin
    UNDER_WAY = "under-way"
    WAITS = "waits"  # the first is handed in, and the course goes on
    AFTER = "after"  # the second may begin
    DONE = "done"
    MISSED = "missed"  # a lesson was read, or the course was over, before the first began


def gain_step(states: Sequence[AttemptState], *, has_begun: bool, is_over: bool) -> GainStep:
    """Where somebody with these attempts is: `has_begun` once a lesson was read, `is_over` once the final was sat.

    Who did not sit the first has nothing to compare with, so is asked nothing.
    """
    counted = [one for one in states if one is not AttemptState.VOIDED]
    if AttemptState.IN_PROGRESS in counted:
        return GainStep.UNDER_WAY
    if len(counted) >= TIMES:
        return GainStep.DONE
    if counted:
        return GainStep.AFTER if is_over else GainStep.WAITS
    return GainStep.MISSED if has_begun or is_over else GainStep.BEFORE
