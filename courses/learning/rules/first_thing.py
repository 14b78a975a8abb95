"""What somebody does first in a course: the one thing that its page opens with."""

from dataclasses import dataclass
from enum import StrEnum


class FirstThing(StrEnum):
    """The one thing to do first, or what is to be known first where nothing is to be done."""

    CLAIM = "claim"  # what was earned waits to become a certificate
    PASSED = "passed"
    RETAKE = "retake"  # what was earned has ended: the course may be taken again
    FAILED = "failed"  # the final exam
    ENDED = "ended"
    DONE = "done"  # every step, in a course that ends without an exam
    START = "start"
    NEXT = "next"


@dataclass(frozen=True)
class HowFar:
    """How somebody stands in a course."""

    claims: bool = False  # a certificate of it waits
    holds: bool = False  # a certificate of it is valid
    passed: bool = False  # the final exam, in this run
    failed: bool = False  # it was tried in this run and not passed, and no attempt is under way
    reopens: bool = False  # another run may begin
    is_open: bool = True  # the run
    has_next: bool = True  # a step is left
    began: bool = False


def first_thing(facts: HowFar) -> FirstThing:
    """What waits for a name comes before anything half done; a result before the step that follows it."""
    if facts.claims:
        return FirstThing.CLAIM
    if facts.reopens and not facts.holds:
        return FirstThing.RETAKE
    if facts.passed:
        return FirstThing.PASSED
    if not facts.is_open:
        return FirstThing.PASSED if facts.holds else FirstThing.ENDED
    if facts.failed:
        return FirstThing.FAILED
    if not facts.has_next:
        return FirstThing.DONE
    return FirstThing.NEXT if facts.began else FirstThing.START
