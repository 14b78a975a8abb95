"""What other packages may use of assessments."""

from assessments.exams.queries.board import AttemptLine, attempts_in
from assessments.exams.queries.passed import PassedExam, passed_exams
from assessments.exams.queries.revising import wrong_lessons

__all__ = ["AttemptLine", "PassedExam", "attempts_in", "passed_exams", "wrong_lessons"]
