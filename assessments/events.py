"""What assessments say has happened."""

from assessments.decisions.events import DecisionEnded, DecisionInForce
from assessments.evidence.events import EvidenceAdded, EvidenceWithdrawn, WitnessEnded
from assessments.exams.events import AttemptAnnulled, AttemptRestored, ExamPassed, ResultPublished
from assessments.sheets.events import FeedbackReleased, PerformanceReconciled, SheetCameLate

__all__ = [
    "AttemptAnnulled",
    "AttemptRestored",
    "DecisionEnded",
    "DecisionInForce",
    "EvidenceAdded",
    "EvidenceWithdrawn",
    "ExamPassed",
    "FeedbackReleased",
    "PerformanceReconciled",
    "ResultPublished",
    "SheetCameLate",
    "WitnessEnded",
]
