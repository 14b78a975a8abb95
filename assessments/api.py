"""What other packages may use of assessments."""

from assessments.exams.queries.passed import PassedExam, passed_exams
from assessments.exams.queries.revising import wrong_lessons

__all__ = ["PassedExam", "passed_exams", "wrong_lessons"]
