"""Who checked a lesson, as its foot says it."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from courses.catalogue.review.queries import CheckedLesson, checked_lessons, review_no
from courses.learning.outline import REMEMBERED
from courses.learning.queries.runs import EnrolledCourse
from lms.db import database


def checked_line(session: Session, taken: EnrolledCourse, slug: str) -> CheckedLesson | None:
    """How a lesson stands with its specialists; no query where its version is remembered as it was last written.

    None: what it says was not kept as pieces yet.
    """
    number = taken.review_no if taken.review_no is not None else review_no(session, taken.course_id)
    memory = database().cache("lessons-checked", REMEMBERED)
    key = taken.version_uuid, taken.language, number
    kept: Mapping[str, CheckedLesson] | None = memory.get(key)
    if kept is None:
        found = checked_lessons(session, taken.course_id, taken.version_id, taken.language)
        kept = memory[key] = found
    return kept.get(slug)
