"""Names compared with identity documents at the door of a meeting or a sitting, by trainers of the cohort."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from courses.permissions import CoursePermission
from lms.access import Permission, Viewer
from lms.people.api import DoorCheck, check_at_door, checkable_at_door

AT_DOORS = (CoursePermission.NAME_CHECK_AT_DOOR, Permission.NAME_CHECK)


def names_to_check(session: Session, viewer: Viewer, people: Collection[int]) -> frozenset[int]:
    """Those of these people whose names nobody has checked and the viewer may check at a door; one query."""
    return checkable_at_door(session, viewer, AT_DOORS, people)


def check_names_at_door(
    session: Session, seen: Mapping[str, str], *, by: Viewer, now: datetime
) -> dict[str, DoorCheck]:
    """Check the names that one saw, by the public ids of people; what becomes of each is said for itself."""
    return check_at_door(session, seen, AT_DOORS, by=by, now=now)
