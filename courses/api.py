"""What other packages may use of courses."""

from sqlalchemy.orm import Session

from courses.catalogue.course_folder.located_yaml import Marked, YamlFault, read_yaml
from courses.catalogue.queries import Act, VersionTitle, acts, lesson_titles, pictures_of_version, version_titles
from courses.catalogue.rendering.lesson_html import lesson_path
from courses.learning.outline import checks_of
from courses.learning.pages.counter_card import CardCourse, CardUses, card_course, card_uses
from courses.learning.queries import EnrolledCourse, enrolment_of, taken_by, versions_taken
from courses.learning.services import enrol, record_completion, record_read
from courses.permissions import CoursePermission
from courses.ports import (
    ASSESSMENTS,
    COUNTER_CARD,
    Assessments,
    CheckAnswer,
    CheckBlocks,
    CheckKeys,
    CheckPlace,
    CourseFacts,
    CoursePage,
    LessonBlock,
    LoadedVersion,
    Mention,
    NotExamined,
    PictureSize,
    Problem,
    QuestionBundle,
    StepInfo,
    StepKind,
    StepSource,
    StepState,
    StoredPicture,
)

__all__ = [
    "ASSESSMENTS",
    "COUNTER_CARD",
    "Act",
    "Assessments",
    "CardCourse",
    "CardUses",
    "CheckAnswer",
    "CheckBlocks",
    "CheckKeys",
    "CheckPlace",
    "CourseFacts",
    "CoursePage",
    "CoursePermission",
    "EnrolledCourse",
    "LessonBlock",
    "LoadedVersion",
    "Marked",
    "Mention",
    "NotExamined",
    "PictureSize",
    "Problem",
    "QuestionBundle",
    "StepInfo",
    "StepKind",
    "StepSource",
    "StepState",
    "StoredPicture",
    "VersionTitle",
    "YamlFault",
    "acts",
    "card_course",
    "card_uses",
    "checks_of",
    "course_version_of",
    "enrol",
    "lesson_path",
    "lesson_titles",
    "may_sit",
    "pictures_of_version",
    "read_yaml",
    "record_completion",
    "record_read",
    "taken_by",
    "version_titles",
    "versions_taken",
]


def may_sit(session: Session, person_id: int, course_id: int) -> bool:
    """Whether a person takes this course, and so may sit its quizzes and exams."""
    return enrolment_of(session, person_id, course_id) is not None


def course_version_of(session: Session, person_id: int, course_id: int) -> int | None:
    """The id of the version of a course that a person takes; nothing if they do not take it."""
    enrolment = enrolment_of(session, person_id, course_id)
    return enrolment.course_version_id if enrolment else None
