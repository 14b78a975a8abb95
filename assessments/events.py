"""What assessments say has happened."""

from assessments.decisions.events import DecisionEnded, DecisionInForce
from assessments.evidence.events import EvidenceAdded, EvidenceWithdrawn, WitnessEnded
from assessments.exams.events import AttemptAnnulled, AttemptRestored, ExamPassed, ResultPublished
from assessments.missions.events import (
    MissionAnnexSigned,
    MissionCancelled,
    MissionHostAnswered,
    MissionMemberJoined,
    MissionMemberLeft,
    MissionReportDelivered,
)
from assessments.sheets.events import (
    FeedbackReleased,
    PerformanceReconciled,
    RecommendationSigned,
    SheetCameLate,
    SheetSealed,
)

__all__ = [
    "AttemptAnnulled",
    "AttemptRestored",
    "DecisionEnded",
    "DecisionInForce",
    "EvidenceAdded",
    "EvidenceWithdrawn",
    "ExamPassed",
    "FeedbackReleased",
    "MissionAnnexSigned",
    "MissionCancelled",
    "MissionHostAnswered",
    "MissionMemberJoined",
    "MissionMemberLeft",
    "MissionReportDelivered",
    "PerformanceReconciled",
    "RecommendationSigned",
    "ResultPublished",
    "SheetCameLate",
    "SheetSealed",
    "WitnessEnded",
]
