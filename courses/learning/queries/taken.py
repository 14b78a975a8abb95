"""Runs with what is done in them in one statement: for home, for pages that need both, and to compare runs."""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import Select, case, select

from courses.learning.models import Enrolment
from courses.learning.queries.one_run import before_column, done_in_columns, names_done
from courses.learning.queries.runs import PEOPLE, EnrolledCourse, as_taken, courses_taken
from lms.batch import Ids, asked
from lms.db import Session

TakenAndDone = tuple[EnrolledCourse, frozenset[str], frozenset[str]]


def _with_done(wanted: Select[Any]) -> Select[Any]:
    return wanted.add_columns(*done_in_columns(), before_column())


@cache
def _of_some(language: str, named: bool) -> Select[Any]:
    return _with_done(courses_taken(Enrolment.person_id.in_(PEOPLE), language, named))


def taken_and_done(
    session: Session, people: Ids, slug: str | None = None, language: str = ""
) -> dict[int, list[TakenAndDone]]:
    """As `taken_by`; beside each course what is done in its run, and what another version asks once more. One query."""
    named = slug is not None
    values: dict[str, Any] = {"slug": slug} if named else {}
    if isinstance(people, Select):
        rows = session.execute(_with_done(courses_taken(Enrolment.person_id.in_(people), language, named)), values)
    else:
        rows = session.execute(_of_some(language, named), values | {"people": people})
    found: dict[int, list[TakenAndDone]] = {person_id: [] for person_id in asked(people)}
    for *columns, read, steps, before in rows:
        course, done = as_taken(columns), names_done(read, steps)
        found.setdefault(course.person_id, []).append((course, done, names_done(before, None) - done))
    return found


def runs_within(course_ids: Collection[int] | Select[int], people: Collection[int]) -> Select[Any]:
    """As SQL: the runs of these people in these courses: course, person, when it was begun, and 1 while it is open."""
    is_open = case((Enrolment.ended_at.is_(None), 1), else_=0)
    wanted = select(Enrolment.course_id, Enrolment.person_id, Enrolment.begun_at, is_open)
    return wanted.where(Enrolment.course_id.in_(course_ids), Enrolment.person_id.in_(people))


def versions_open() -> Select[int]:
    """As SQL: the versions of courses in which a run is open."""
    return select(Enrolment.course_version_id).where(Enrolment.ended_at.is_(None))
