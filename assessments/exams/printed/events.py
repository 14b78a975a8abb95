"""What printed quizzes record; the subject is the attempt."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class SheetPrinted(Event):
    """A sheet was printed for an officer of a cohort."""

    name = "attempt.sheet-printed"
    said = N_("Quiz printed on paper")
    sheet_id: int
    cohort_id: int


@dataclass(frozen=True, kw_only=True)
class SheetKeyed(Event):
    """Somebody keyed in the answers of a sheet, checked them, or settled what differed."""

    name = "attempt.sheet-keyed"
    said = N_("Answers on paper entered")
    keying_id: int
    step: str
    answers_hash: str


@dataclass(frozen=True, kw_only=True)
class SheetLossSaid(Event):
    """Somebody said that a sheet cannot be keyed in."""

    name = "attempt.sheet-loss-said"
    said = N_("Printed quiz reported as not usable")
    loss_id: int
    reason: str
    words: str


@dataclass(frozen=True, kw_only=True)
class SheetLossDecided(Event):
    """Somebody else agreed that a sheet is given up, or said that it is there."""

    name = "attempt.sheet-loss-decided"
    said = N_("Printed quiz cancelled, or found again")
    loss_id: int
    agreed: bool
