"""What happens on a sheet, and how it stands after that."""

from collections.abc import Iterable
from enum import StrEnum


class Occasion(StrEnum):
    """At what sort of thing somebody performs."""

    WORKSHOP = "workshop"
    MISSION = "mission"
    MEETING = "meeting"
    CALIBRATION = "calibration"


class Turn(StrEnum):
    """As the how-manieth assessor somebody rates a performance."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    ONLY = "only"  # an observation, an annex, a reference performance: one sheet is meant


class SheetAct(StrEnum):
    """What an assessor does on a sheet."""

    RATE = "rate"
    COMMENT = "comment"
    GRADE = "grade"  # the global grade, given before the total shows
    FLAG = "flag"  # borderline
    SEAL = "seal"
    REOPEN = "reopen"  # with a reason; the seal before it stays in the row


class Way(StrEnum):
    """How what is on a sheet came to the server."""

    LINE = "line"
    DEVICE = "device"  # sealed without a line, sent later
    FILE = "file"  # handed over on the coordinator's computer
    PAPER = "paper"


class KeptContent(StrEnum):
    """Which of two contents of one sheet counts."""

    FIRST = "first"  # what came first
    COPY = "copy"


class ReviewCause(StrEnum):
    """Why a result is looked at again."""

    LATE = "late"  # a sheet came after the decision
    SETTLED = "settled"  # a sheet came after people settled the result


class PaperStep(StrEnum):
    """As the how-manieth somebody keys a paper sheet in."""

    FIRST = "first"
    SECOND = "second"  # blind
    SETTLED = "settled"  # where the two differ: by the paper


class ThirdBasis(StrEnum):
    """From what a third assessor rates."""

    RECORDING = "recording"  # made with consent
    IN_ROOM = "in-room"  # a silent third was there


class Settlement(StrEnum):
    """What the two sheets of a performance, or the three, came to."""

    AGREED = "agreed"
    THIRD_MARKING = "third_marking"
    SETTLED = "settled"  # by the median of three
    PANEL = "panel"


def is_sealed(acts: Iterable[SheetAct]) -> bool:
    """Whether a sheet is sealed after these acts in their order."""
    sealed = False
    for act in acts:
        if act in (SheetAct.SEAL, SheetAct.REOPEN):
            sealed = act is SheetAct.SEAL
    return sealed
