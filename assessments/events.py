"""What assessments say has happened."""

from assessments.exams.events import ExamPassed, ResultPublished

__all__ = ["ExamPassed", "ResultPublished"]
