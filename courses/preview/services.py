"""What is done in a preview alone: its author is always on what stands in the folder."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from courses.catalogue import queries
from courses.catalogue.course_folder.bundle import Bundle
from courses.catalogue.models import Course, CourseVersion
from courses.catalogue.services.loading import load_course
from courses.learning.models import Enrolment
from courses.learning.services import enrol


def version_of(session: Session, bundle: Bundle, *, now: datetime) -> CourseVersion:
    """The version of a folder: loaded, or one of before if its author went back to that content."""
    course = session.scalars(select(Course)).one_or_none()
    if course is not None and bundle.course is not None:
        before = queries.version_of_content(session, course.id, bundle.hash)
        course.slug = bundle.course.slug  # its author gave it another name: still the one course here
        session.flush()
        if before is not None:
            return before
    return load_course(session, bundle, actor_id=None, now=now).version


def take_version(session: Session, person_id: int, version: CourseVersion, *, now: datetime) -> None:
    """Go over to this version in the run that is under way; elsewhere whoever is under way stays on theirs."""
    run = enrol(session, person_id, version.id, now=now)
    session.execute(update(Enrolment).where(Enrolment.id == run.id).values(course_version_id=version.id))
