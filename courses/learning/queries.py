"""Enrolments and progress, always of one person."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Integer, Select, bindparam, func, select, union_all
from sqlalchemy.orm import Session

from courses.catalogue.models import Course, CourseVersion, Module
from courses.catalogue.policy import visible_to
from courses.catalogue.queries import language_of, lesson_titles, said
from courses.learning.models import CardUse, Enrolment, LessonRead, LessonVisit, StepDone
from lms.access import Viewer


@dataclass(frozen=True)
class EnrolledCourse:
    """A course version, and of the person who takes it: when they began and the lesson where they stopped."""

    course_id: int
    slug: str
    version_id: int
    version_uuid: str
    no: int
    title: str
    summary: str
    language: str  # of its words here
    final: str | None
    stopped_at: str | None = None


def version(language: str) -> tuple[Any, ...]:
    """The columns of a version as it speaks to who wants this language."""
    return (
        CourseVersion.course_id,
        Course.slug,
        CourseVersion.id,
        CourseVersion.uuid,
        CourseVersion.no,
        said(CourseVersion.title, CourseVersion.translations, language),
        said(CourseVersion.summary, CourseVersion.translations, language),
        language_of(language),
        CourseVersion.final,
    )


@cache
def _taken(language: str, named: bool) -> Select[Any]:
    """Made once: putting this statement together takes longer than the database needs to answer it."""
    latest = (
        select(func.max(Enrolment.id)).where(Enrolment.person_id == PERSON).group_by(Enrolment.course_id)
    ).scalar_subquery()
    stopped = (
        select(LessonVisit.lesson)
        .where(LessonVisit.person_id == PERSON, LessonVisit.course_id == Enrolment.course_id)
        .order_by(LessonVisit.id.desc())
        .limit(1)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    wanted = (
        select(*version(language), stopped)
        .join(Enrolment, Enrolment.course_version_id == CourseVersion.id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(Enrolment.person_id == PERSON, Enrolment.id.in_(latest))
        .order_by(Enrolment.id.desc())
    )
    return wanted.where(Course.slug == bindparam("slug")) if named else wanted


def _done() -> CompoundSelect[Any]:
    """Made once, as above."""
    return union_all(
        select(LessonRead.course_id, LessonRead.lesson).where(
            LessonRead.person_id == PERSON, LessonRead.course_id.in_(COURSES)
        ),
        select(StepDone.course_id, StepDone.step).where(StepDone.person_id == PERSON, StepDone.course_id.in_(COURSES)),
    )


PERSON = bindparam("person_id", type_=Integer)
COURSES = bindparam("course_ids", type_=Integer, expanding=True)
DONE = _done()


def taken_by(session: Session, person_id: int, slug: str | None = None, language: str = "") -> list[EnrolledCourse]:
    """The courses that a person takes, or the one of this name; each in the version that counts, the latest begun."""
    values = {"person_id": person_id} | ({} if slug is None else {"slug": slug})
    return [EnrolledCourse(*row) for row in session.execute(_taken(language, slug is not None), values)]


def on_offer(session: Session, person: Viewer, slug: str | None = None, language: str = "") -> list[EnrolledCourse]:
    """The newest version of every course that this person may see, or of the one of this name."""
    newest = select(func.max(CourseVersion.id)).where(visible_to(person)).group_by(CourseVersion.course_id)
    wanted = (
        select(*version(language))
        .join(Course, Course.id == CourseVersion.course_id)
        .where(CourseVersion.id.in_(newest.scalar_subquery()))
        .order_by(CourseVersion.title)
    )
    if slug is not None:
        wanted = wanted.where(Course.slug == slug)
    return [EnrolledCourse(*row) for row in session.execute(wanted)]


def done_by(session: Session, person_id: int, course_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """The lessons read and steps done in these courses, by course, in one query."""
    found: dict[int, set[str]] = defaultdict(set)
    for course_id, name in session.execute(DONE, {"person_id": person_id, "course_ids": list(course_ids)}):
        found[course_id].add(name)
    return {course_id: frozenset(found[course_id]) for course_id in course_ids}


def enrolment_of(session: Session, person_id: int, course_id: int, *, lock: bool = False) -> Enrolment | None:
    """The enrolment of a person in a course that counts: the latest; locked, no other writes progress on it now."""
    query = (
        select(Enrolment)
        .where(Enrolment.person_id == person_id, Enrolment.course_id == course_id)
        .order_by(Enrolment.id.desc())
        .limit(1)
    )
    return session.scalars(query.with_for_update(key_share=True) if lock else query).first()


def versions_taken(session: Session, course_ids: Collection[int]) -> set[int]:
    """The versions of these courses that somebody takes now; one query."""
    latest = (
        select(func.max(Enrolment.id))
        .where(Enrolment.course_id.in_(course_ids))
        .group_by(Enrolment.person_id, Enrolment.course_id)
    )
    return set(session.scalars(select(Enrolment.course_version_id).distinct().where(Enrolment.id.in_(latest))))


def all_steps(session: Session, version_id: int) -> list[str]:
    """The names of every lesson, checkpoint and the final exam of a version."""
    checkpoints = session.scalars(select(Module.checkpoint).where(Module.course_version_id == version_id))
    final = session.scalars(select(CourseVersion.final).where(CourseVersion.id == version_id)).one()
    return [*lesson_titles(session, version_id), *(name for name in [*checkpoints, final] if name)]


def all_lessons(session: Session, version_id: int) -> list[str]:
    """The names of the lessons of a version."""
    return list(lesson_titles(session, version_id))


def words_of(session: Session, version_id: int, language: str = "") -> list[dict[str, Any]]:
    """The glossary words of a version: id, term, meaning, and where it is so that its translation is to be reviewed."""
    own, others = session.execute(
        select(CourseVersion.words, CourseVersion.translations).where(CourseVersion.id == version_id)
    ).one()
    words: list[dict[str, Any]] = others.get(language, {}).get("words", own)
    return words


def card_used_on(session: Session, person_id: int, course_id: int, day: date) -> bool:
    """Whether a person noted that they used the card of a course on this day."""
    used = select(CardUse.id).where(
        CardUse.person_id == person_id, CardUse.course_id == course_id, CardUse.used_on == day
    )
    return session.scalars(used).first() is not None
