"""How pages call what happens to sheets and performances."""

from collections.abc import Mapping
from typing import Any

from assessments.sheets.rules.progress import PerformanceState
from assessments.sheets.rules.recommending import TopicProposal
from assessments.sheets.rules.reconciliation import ReconciliationTrigger
from assessments.sheets.rules.recording import RecordingFault
from assessments.sheets.rules.states import KeptContent, Occasion, ReviewCause, Turn, Way
from lms.i18n import lazy as _l

STATES: Mapping[PerformanceState, tuple[Any, str]] = {
    PerformanceState.DIFFERS: (_l("sheet received twice, with differences"), "bad"),
    PerformanceState.REVIEW: (_l("something received late"), "bad"),
    PerformanceState.THIRD_WANTED: (_l("third assessor needed"), "bad"),
    PerformanceState.PANEL_WANTED: (_l("panel needed"), "bad"),
    PerformanceState.THIRD_NAMED: (_l("third assessor named"), "info"),
    PerformanceState.MARKING: (_l("marking"), ""),
    PerformanceState.PLANNED: (_l("planned"), ""),
    PerformanceState.FINAL: (_l("result is final"), "ok"),
    PerformanceState.REPLACED: (_l("replaced by a repeat exercise"), ""),
}
TURNS: Mapping[Turn, Any] = {
    Turn.FIRST: _l("first assessor"),
    Turn.SECOND: _l("second assessor"),
    Turn.THIRD: _l("third assessor"),
    Turn.ONLY: _l("only assessor"),
}
WAYS: Mapping[Way, Any] = {
    Way.LINE: _l("on this site"),
    Way.DEVICE: _l("sealed on a device, sent later"),
    Way.FILE: _l("handed over as a file"),
    Way.PAPER: _l("entered from paper"),
}
OCCASIONS: Mapping[Occasion, Any] = {
    Occasion.WORKSHOP: _l("Workshop"),
    Occasion.MISSION: _l("Mission"),
    Occasion.MEETING: _l("Meeting"),
    Occasion.CALIBRATION: _l("Calibration"),
}
TRIGGERS: Mapping[ReconciliationTrigger, Any] = {
    ReconciliationTrigger.NON_ADJACENT: _l("The two assessors are too many levels apart on at least one criterion."),
    ReconciliationTrigger.CRITICAL_DISAGREEMENT: _l(
        "A critical criterion passes for one assessor and fails for the other."
    ),
    ReconciliationTrigger.TOTAL_DIFFERENCE: _l("The two totals are too far apart."),
    ReconciliationTrigger.DECISION_SPLIT: _l("One total passes, the other fails."),
    ReconciliationTrigger.BORDERLINE: _l("The mean is too close to the pass mark."),
}
CAUSES: Mapping[ReviewCause, Any] = {
    ReviewCause.LATE: _l("A sheet was sealed after the decision."),
    ReviewCause.SETTLED: _l("A sheet was sealed after the result was decided."),
}
RECORDING_FAULTS: Mapping[RecordingFault, Any] = {
    RecordingFault.NO_ONE: _l("Only what a candidate performs in a workshop is recorded."),
    RecordingFault.OWN: _l("This is your own file. Somebody else has to act here."),
    RecordingFault.WRITTEN: _l("Written work needs no recording."),
    RecordingFault.NOT_AGREED: _l(
        "This candidate did not agree to be recorded. Delete the recording, or let the coordinator note the written"
        " consent first."
    ),
    RecordingFault.THIRD_NAMED: _l("There is a third assessor already. What they rate cannot be changed."),
}
KEPT: Mapping[KeptContent, Any] = {
    KeptContent.FIRST: _l("First sheet"),
    KeptContent.COPY: _l("Second sheet"),
}
PROPOSALS: Mapping[TopicProposal, tuple[Any, str]] = {
    TopicProposal.CERTIFY: (_l("certify"), "ok"),
    TopicProposal.CONDITIONS: (_l("certify with conditions"), "warn"),
    TopicProposal.NOT: (_l("do not certify"), "bad"),
    TopicProposal.NOT_SEEN: (_l("not seen in this workshop"), ""),
}
HOW: Mapping[str, Any] = {
    "agreed": _l("the mean of two"),
    "resolved": _l("the median of three"),
    "panel": _l("decided by a panel"),
    "discussion": _l("decided in a discussion"),
}  # how sheets became one result
