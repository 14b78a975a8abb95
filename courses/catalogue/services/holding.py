"""Who holds the files of a course version, and so its questions with their keys, by a command of the server."""

from datetime import datetime

from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.events import CourseFilesHeld
from lms import events
from lms.errors import RuleBroken
from lms.people.api import PersonInfo, person_by_login


def holder_named(session: Session, login: str) -> PersonInfo:
    """The account of this user name or e-mail address; a name that nobody has is refused."""
    found = person_by_login(session, login)
    if found is None:
        raise RuleBroken(f"Nobody has the user name or e-mail address “{login}”.")
    return found


def note_holder(session: Session, version: CourseVersion, person_id: int, *, now: datetime) -> None:
    """Say that this person holds the files of a version; the packages above know what that means for them."""
    subject = f"course:{version.course_id}"
    happened = CourseFilesHeld(subject=subject, actor_id=person_id, at=now, course_version_id=version.id)
    events.publish(session, happened)
