"""What states of rooms and candidates are called on pages; lazy texts, so that each page speaks its language."""

from assessments.exams.rules.supervision import Supervision
from assessments.exams.sittings.rules.room import CandidateProgress, LineKind, SittingState
from lms.i18n import lazy

STATES = {  # words and tone of a chip
    SittingState.PLANNED: (lazy("planned"), "info"),
    SittingState.OPEN: (lazy("open"), "ok"),
    SittingState.OVER: (lazy("waits for the record of the room"), "warn"),
    SittingState.SETTLED: (lazy("closed"), ""),
    SittingState.CANCELLED: (lazy("cancelled"), "bad"),
}
PROGRESS = {
    CandidateProgress.ABSENT: (lazy("not started"), ""),
    CandidateProgress.WRITING: (lazy("in progress"), "info"),
    CandidateProgress.UNHEARD: (lazy("no answer for a while"), "warn"),
    CandidateProgress.SUBMITTED: (lazy("submitted"), "ok"),
}
LINES = {
    LineKind.LEFT: lazy("Left the room"),
    LineKind.CAME_BACK: lazy("Came back"),
    LineKind.IRREGULAR: lazy("Problem"),
    LineKind.NOTE: lazy("Note"),
}
SUPERVISION = {
    Supervision.SUPERVISED: (lazy("supervised"), "ok"),
    Supervision.TRAINER: (lazy("in the presence of their trainer"), "info"),
    Supervision.NONE: (lazy("not supervised"), "warn"),
}
