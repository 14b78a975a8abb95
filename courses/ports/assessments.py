"""What courses ask of the one package that keeps questions and exams."""

from dataclasses import dataclass

from courses.ports.pages import CoursePage
from courses.ports.questions import CheckKeys, LessonBlock, QuestionBundle
from courses.ports.steps import StepSource
from lms.manifest import Port


@dataclass(frozen=True)
class Assessments:
    """What courses ask of the one package that keeps questions and exams."""

    questions: QuestionBundle
    check_blocks: LessonBlock
    check_keys: CheckKeys
    steps: StepSource
    course_pages: tuple[CoursePage, ...] = ()


ASSESSMENTS: Port[Assessments] = Port("assessments")
