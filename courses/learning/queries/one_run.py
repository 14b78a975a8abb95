"""One run on one page: what its version says is remembered, and what is done in it comes in two columns."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import aggregate_strings

from courses.catalogue.models import Course, CourseVersion
from courses.learning.models import DoneBefore, Enrolment, FinalOpening, LessonRead, ReadingPosition, StepDone
from courses.learning.positions import position_of
from courses.learning.queries.runs import RUN, EnrolledCourse, enrolled, run_of, version
from courses.learning.rules.progress import Position, Run
from lms.db import database

REMEMBERED = 512  # versions, each in its languages


def done_in_columns() -> tuple[Any, Any]:
    """The lessons read and the steps done in a run, each in one column, beside whatever else is asked of it."""
    read = select(aggregate_strings(LessonRead.lesson, " ")).where(LessonRead.enrolment_id == Enrolment.id)
    done = select(aggregate_strings(StepDone.step, " ")).where(StepDone.enrolment_id == Enrolment.id)
    return read.correlate(Enrolment).scalar_subquery(), done.correlate(Enrolment).scalar_subquery()


def before_column() -> Any:
    """What was done in another version of the course and has to be done again, in one column like those."""
    before = select(aggregate_strings(DoneBefore.step, " ")).where(DoneBefore.enrolment_id == Enrolment.id)
    return before.correlate(Enrolment).scalar_subquery()


def names_done(read: str | None, done: str | None) -> frozenset[str]:
    """The names in the two columns."""
    return frozenset(f"{read or ''} {done or ''}".split())


# Statements that every page needs are put together once: that takes longer than the database needs to answer them.
def _course_read() -> Select[Any]:
    """The newest run of one person in the course of this name, the place in it, and in three columns what is done.

    The last is what was done in another version and has changed since.
    """
    columns = (*done_in_columns(), before_column())
    wanted: tuple[Any, ...] = (ReadingPosition.lesson, ReadingPosition.at, Course.review_no, *RUN, *columns)
    return (
        select(*wanted)
        .join(Course, Course.id == Enrolment.course_id)
        .outerjoin(ReadingPosition, ReadingPosition.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id == bindparam("person_id", type_=Integer), Course.slug == bindparam("slug"))
        .order_by(Enrolment.id.desc())
        .limit(1)
    )


def _beside_final() -> Select[Any]:
    """What is done in one run, and who opened its final exam."""
    opening = (FinalOpening.actor_id, FinalOpening.reason, FinalOpening.at)
    return (
        select(*opening, *done_in_columns())
        .select_from(Enrolment)
        .outerjoin(FinalOpening, FinalOpening.enrolment_id == Enrolment.id)
        .where(Enrolment.id == bindparam("run_id", type_=Integer))
    )


COURSE_READ = _course_read()
BESIDE_FINAL = _beside_final()


@cache
def _version(language: str) -> Select[Any]:
    return (
        select(*version(language))
        .join(Course, Course.id == CourseVersion.course_id)
        .where(CourseVersion.id == bindparam("version_id"))
    )


def course_read(
    session: Session, person_id: int, slug: str, language: str = ""
) -> tuple[EnrolledCourse, frozenset[str], frozenset[str]] | None:
    """The course of this name as one person takes it, with what is done in their run: one query, for every lesson.

    Last is what they did before, in another version, and have to do again, since it changed.

    On the connection itself: nothing here is an object to be kept, and what a session does for objects takes as long.
    What the version says never changes, and is cached.
    """
    row = session.connection().execute(COURSE_READ, {"person_id": person_id, "slug": slug}).first()
    if row is None:
        return None
    lesson, at, review_no, *columns, read, done, before = row
    run = run_of(columns)
    position = position_of(run.id, None if lesson is None else Position(lesson, at))
    course = enrolled(_told(session, run.version_id, language), run, position, review_no=review_no)
    now = names_done(read, done)
    return course, now, frozenset((before or "").split()) - now


def course_of_run(session: Session, run: Run, language: str = "") -> EnrolledCourse:
    """The course of a run, without where its person stopped; no query where its version is remembered."""
    return enrolled(_told(session, run.version_id, language), run)


def course_of_version(session: Session, version_id: int, language: str = "") -> EnrolledCourse:
    """A version as whoever takes it reads it, without a run; no query where it is remembered."""
    return enrolled(_told(session, version_id, language), None)


def _told(session: Session, version_id: int, language: str) -> tuple[Any, ...]:
    """What a version says of itself in a language, which never changes: one query, then none."""
    memory = database().cache("course-versions", REMEMBERED)
    told: tuple[Any, ...] | None = memory.get((version_id, language))
    if told is None:
        told = tuple(session.connection().execute(_version(language), {"version_id": version_id}).one())
        memory[version_id, language] = told
    return told


@dataclass(frozen=True)
class Opening:
    """Who opened a final exam for one person before what it waits for is done, why, and when."""

    actor_id: int
    reason: str
    at: datetime


def done_and_opening(session: Session, run_id: int) -> tuple[frozenset[str], Opening | None]:
    """What is done in one run, and who opened its final exam, if somebody did; one query."""
    actor_id, reason, at, read, done = session.execute(BESIDE_FINAL, {"run_id": run_id}).one()
    return names_done(read, done), None if actor_id is None else Opening(actor_id, reason, at)
