"""What assessments say has happened."""

from assessments.decisions.events import DecisionEnded, DecisionInForce
from assessments.exams.events import AttemptAnnulled, AttemptRestored, ExamPassed, ResultPublished

__all__ = ["AttemptAnnulled", "AttemptRestored", "DecisionEnded", "DecisionInForce", "ExamPassed", "ResultPublished"]
