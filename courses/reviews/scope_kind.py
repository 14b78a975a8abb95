"""Courses as scopes of roles: a specialist checks the courses for which they hold the right, and reaches nobody."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, String, and_, cast, false, func, select
from sqlalchemy.orm import Session

from courses.catalogue.models import Course, CourseVersion, newest_published
from lms.i18n import lazy
from lms.scopes import ScopeOption, Scopes, numbers

COURSE = "course"


def _newest() -> Select[int, str, str]:
    """Each course with the title of its newest version that is published, in the language of the course.

    Until one is, it goes by its name in addresses: specialists are named before, and lists of roles are read by many.
    """
    title = func.coalesce(CourseVersion.title, Course.slug)
    own = and_(CourseVersion.course_id == Course.id, CourseVersion.id.in_(newest_published()))
    return select(Course.id, Course.uuid, title).outerjoin(CourseVersion, own).order_by(title, Course.id)


class CourseScope:
    """A course; nobody is in it: whoever checks what is taught has nothing to do with who learns it."""

    name = COURSE
    title: Any = lazy("Course")
    missing: Any = lazy("This course does not exist.")

    def titles(self, session: Session, ids: Collection[str]) -> Mapping[str, str]:
        """The titles of these courses."""
        rows = session.execute(_newest().where(Course.id.in_(numbers(ids))))
        return {str(number): title for number, _uuid, title in rows}

    def people(self, ids: Collection[str]) -> Select[int]:
        """Nobody."""
        return select(Course.id).where(Course.id.in_(numbers(ids)), false())

    def around(self, person_id: int) -> Select[str]:
        """Nothing: nobody is in a course."""
        return select(cast(Course.id, String)).where(Course.id == person_id, false())

    def inside(self, session: Session, scopes: Scopes, ids: Collection[str] | None = None) -> list[ScopeOption]:
        """Every course for who holds a right everywhere, else those named."""
        query = _newest()
        if not scopes.everywhere:
            query = query.where(Course.id.in_(numbers(scopes.ids(COURSE))))
        if ids is not None:
            query = query.where(Course.id.in_(numbers(ids)))
        return [ScopeOption(str(number), uuid, title) for number, uuid, title in session.execute(query)]
