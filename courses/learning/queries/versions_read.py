"""A version of a course as whoever may read any reads it, such as the one to which a cohort is pinned."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.catalogue.models import Course, CourseVersion
from courses.catalogue.policy import visible_to
from courses.learning.queries.runs import EnrolledCourse, course_to_read, enrolled, version
from courses.permissions import CoursePermission
from lms.access import Viewer


def version_to_read(
    session: Session, person: Viewer, slug: str, uuid: str | None, language: str = ""
) -> EnrolledCourse | None:
    """This version of a course, or the newest where none is named; nothing for who may not read any course."""
    if uuid is None:
        return course_to_read(session, person, slug, language)
    if not person.may(CoursePermission.COURSE_READ_ANY):
        return None
    wanted = (
        select(*version(language))
        .join(Course, Course.id == CourseVersion.course_id)
        .where(visible_to(person), Course.slug == slug, CourseVersion.uuid == uuid)
    )
    row = session.execute(wanted).one_or_none()
    return enrolled(row, None) if row else None


def version_by_id(session: Session, version_id: int, language: str = "") -> EnrolledCourse:
    """The version of this number, whoever asks; for pages that know already who may."""
    wanted = select(*version(language)).join(Course, Course.id == CourseVersion.course_id)
    return enrolled(session.execute(wanted.where(CourseVersion.id == version_id)).one(), None)
