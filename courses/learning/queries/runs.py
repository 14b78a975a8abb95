"""Runs and progress of people: every question is asked for many at once, and answered by person or by run."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Integer, Select, bindparam, func, select, union_all
from sqlalchemy.orm import Session

from courses.catalogue.models import Course, CourseVersion, Module, is_published
from courses.catalogue.policy import visible_to
from courses.catalogue.queries import is_withdrawn, language_of, lesson_titles, said
from courses.catalogue.rules import FinalOpens
from courses.learning.models import Enrolment, FinalOpening, LessonRead, ReadingPosition, StepDone
from courses.learning.positions import position_of
from courses.learning.rules.progress import EndReason, GroupRef, Position, Run
from courses.permissions import CoursePermission
from lms.access import Viewer
from lms.batch import Ids, among, asked, one
from lms.errors import NotFound


@dataclass(frozen=True)
class EnrolledCourse:
    """A course version, and of the person who takes it: their run, and the lesson where they stopped."""

    course_id: int
    slug: str
    version_id: int
    version_uuid: str
    no: int
    title: str
    summary: str
    language: str  # of its words here
    final: str | None
    final_opens: FinalOpens
    run: Run | None = None  # none: on offer, and not begun
    position: Position | None = None
    final_opened: bool = False  # for this person, by somebody; asked where courses are listed, not for lessons
    review_no: int | None = None  # how often the review of the course was written; none: not asked with it

    @property
    def stopped_at(self) -> str | None:
        """The lesson where they stopped."""
        return self.position.lesson if self.position else None

    @property
    def run_id(self) -> int:
        """The run of a course that somebody takes."""
        return self._taken().id

    @property
    def person_id(self) -> int:
        """Who takes it."""
        return self._taken().person_id

    def _taken(self) -> Run:
        if self.run is None:
            raise ValueError("Nobody takes this course here.")
        return self.run


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
        CourseVersion.final_opens,
    )


RUN = (
    Enrolment.id,
    Enrolment.uuid,
    Enrolment.person_id,
    Enrolment.course_id,
    Enrolment.course_version_id,
    Enrolment.begun_at,
    Enrolment.enrolled_by_id,
    Enrolment.group_kind,
    Enrolment.group_id,
    Enrolment.ended_at,
    Enrolment.ended_reason,
    Enrolment.follows_id,
)  # the columns of a run
OF_VERSION = len(version(""))  # how many columns tell of the version; the place follows, then the run
OF_RUN = OF_VERSION + 2


def run_of(row: Sequence[Any]) -> Run:
    """A run from its columns."""
    run_id, uuid, person_id, course_id, version_id, begun_at, by_id, kind, number, ended_at, reason, follows_id = row
    group = None if kind is None else GroupRef(kind, number)
    why = None if reason is None else EndReason(reason)
    return Run(run_id, uuid, person_id, course_id, version_id, begun_at, by_id, group, ended_at, why, follows_id)


def _newest(whose: ColumnElement[bool]) -> Select[int]:
    """The ids of the runs that count: of each person and course the newest, which is the open one if there is one."""
    return select(func.max(Enrolment.id)).where(whose).group_by(Enrolment.person_id, Enrolment.course_id)


def courses_taken(whose: ColumnElement[bool], language: str, named: bool) -> Select[Any]:
    """The courses that people take, or the one of the name that is bound, each in the run that counts."""
    wanted = (
        select(*version(language), ReadingPosition.lesson, ReadingPosition.at, *RUN, FinalOpening.id, Course.review_no)
        .join(Enrolment, Enrolment.course_version_id == CourseVersion.id)
        .join(Course, Course.id == CourseVersion.course_id)
        .outerjoin(ReadingPosition, ReadingPosition.enrolment_id == Enrolment.id)
        .outerjoin(FinalOpening, FinalOpening.enrolment_id == Enrolment.id)
        .where(Enrolment.id.in_(_newest(whose)))
        .order_by(Enrolment.id.desc())
    )
    return wanted.where(Course.slug == bindparam("slug")) if named else wanted


def as_taken(row: Sequence[Any]) -> EnrolledCourse:
    """A course from a row of `courses_taken`."""
    course, (lesson, at), (*columns, opening_id, review_no) = row[:OF_VERSION], row[OF_VERSION:OF_RUN], row[OF_RUN:]
    run = run_of(columns)
    position = position_of(run.id, None if lesson is None else Position(lesson, at))
    return enrolled(course, run, position, final_opened=opening_id is not None, review_no=review_no)


def enrolled(
    told: Sequence[Any],
    run: Run | None,
    position: Position | None = None,
    *,
    final_opened: bool = False,
    review_no: int | None = None,
) -> EnrolledCourse:
    """A course from the columns of its version, and the run of who takes it."""
    *columns, opens = told
    return EnrolledCourse(*(*columns, FinalOpens(opens), run, position, final_opened, review_no))


# Statements that every page needs are put together once: that takes longer than the database needs to answer them.
PEOPLE = bindparam("people", type_=Integer, expanding=True)
RUNS = bindparam("runs", type_=Integer, expanding=True)


@cache
def _taken_by_some(language: str, named: bool) -> Select[Any]:
    return courses_taken(Enrolment.person_id.in_(PEOPLE), language, named)


def _done(runs: Any) -> CompoundSelect[Any]:
    return union_all(
        select(LessonRead.enrolment_id, LessonRead.lesson).where(LessonRead.enrolment_id.in_(runs)),
        select(StepDone.enrolment_id, StepDone.step).where(StepDone.enrolment_id.in_(runs)),
    )


DONE = _done(RUNS)


def taken_by(
    session: Session, people: Ids, slug: str | None = None, language: str = ""
) -> dict[int, list[EnrolledCourse]]:
    """The courses that each person takes, or the one of this name, in the run that counts; the latest begun first."""
    named = slug is not None
    values: dict[str, Any] = {"slug": slug} if named else {}
    if isinstance(people, Select):
        rows = session.execute(courses_taken(Enrolment.person_id.in_(people), language, named), values)
    else:
        rows = session.execute(_taken_by_some(language, named), values | {"people": people})
    found: dict[int, list[EnrolledCourse]] = {person_id: [] for person_id in asked(people)}
    for taken in map(as_taken, rows):
        found.setdefault(taken.person_id, []).append(taken)
    return found


def course_taken(session: Session, person_id: int, slug: str, language: str = "") -> EnrolledCourse | None:
    """The course of this name as one person takes it; nothing if they do not."""
    return next(iter(one(taken_by(session, [person_id], slug, language))), None)


def on_offer(
    session: Session, person: Viewer, slug: str | None = None, language: str = "", *, published: bool = False
) -> list[EnrolledCourse]:
    """The newest version of every course that this person may see and that is not withdrawn, or of the one so named.

    Nobody begins a version that is not published, so what is to be begun is asked for with `published`.
    """
    seen = [visible_to(person), *([is_published()] if published else [])]
    seen += [~is_withdrawn()] if slug is None else []
    newest = select(func.max(CourseVersion.id)).where(*seen).group_by(CourseVersion.course_id)
    wanted = (
        select(*version(language), Course.review_no)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(CourseVersion.id.in_(newest.scalar_subquery()))
        .order_by(CourseVersion.title, Course.id)
    )
    if slug is not None:
        wanted = wanted.where(Course.slug == slug)
    return [enrolled(told, None, review_no=review_no) for *told, review_no in session.execute(wanted)]


def course_to_read(session: Session, person: Viewer, slug: str, language: str = "") -> EnrolledCourse | None:
    """The newest version of a course, for who may read any without taking it; nothing for others."""
    if not person.may(CoursePermission.COURSE_READ_ANY):
        return None
    return next(iter(on_offer(session, person, slug, language)), None)


def done_in(session: Session, runs: Ids) -> dict[int, frozenset[str]]:
    """The lessons read and steps done in each of these runs, in one query."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = session.execute(_done(runs)) if isinstance(runs, Select) else session.execute(DONE, {"runs": runs})
    for run_id, name in rows:
        found[run_id].add(name)
    return {run_id: frozenset(found[run_id]) for run_id in (*asked(runs), *found)}


def has_read(session: Session, run_id: int) -> bool:
    """Whether a lesson counts as read in this run."""
    return session.scalar(select(LessonRead.id).where(LessonRead.enrolment_id == run_id).limit(1)) is not None


def runs_of(session: Session, people: Ids, course_id: int | None = None) -> dict[int, list[Run]]:
    """Every run of each person, of one course or of all, the newest first: older ones stay as they ended."""
    wanted = select(*RUN).where(among(Enrolment.person_id, people)).order_by(Enrolment.id.desc())
    if course_id is not None:
        wanted = wanted.where(Enrolment.course_id == course_id)
    found: dict[int, list[Run]] = {person_id: [] for person_id in asked(people)}
    for row in session.execute(wanted):
        run = run_of(row)
        found.setdefault(run.person_id, []).append(run)
    return found


def newest_runs(session: Session, people: Ids, course_id: int, *, lock: bool = False) -> dict[int, Run]:
    """The run that counts of each person who takes this course or has taken it; others are left out.

    Locked, nobody else writes progress in them until the commit.
    """
    wanted = select(*RUN).where(
        Enrolment.id.in_(_newest(among(Enrolment.person_id, people))), Enrolment.course_id == course_id
    )
    if lock:
        wanted = wanted.with_for_update(key_share=True)
    return {run.person_id: run for run in map(run_of, session.execute(wanted))}


def own_run(session: Session, person_id: int, course_id: int, uuid: str, *, lock: bool = False) -> Run:
    """A person's own run of a course; others are not found. Locked, nobody else changes it until the commit."""
    own = (Enrolment.person_id == person_id, Enrolment.course_id == course_id)
    wanted = select(*RUN).where(Enrolment.uuid == uuid, *own)
    row = session.execute(wanted.with_for_update(key_share=True) if lock else wanted).one_or_none()
    if row is None:
        raise NotFound
    return run_of(row)


def runs_by_id(session: Session, runs: Ids, *, lock: bool = False) -> dict[int, Run]:
    """These runs, as far as there are such; locked, nobody else writes progress in them until the commit."""
    wanted = select(*RUN).where(among(Enrolment.id, runs))
    if lock:
        wanted = wanted.with_for_update(key_share=True)
    return {run.id: run for run in map(run_of, session.execute(wanted))}


def runs_in_group(group: GroupRef) -> Select[int]:
    """The ids of the runs of a group, open and ended, to ask other questions with."""
    return select(Enrolment.id).where(Enrolment.group_kind == group.kind, Enrolment.group_id == group.id)


def runs_that_count(people: Ids, course_id: int | None = None) -> Select[int]:
    """The ids of the runs that count of these people, in every course or in one, to ask other questions with."""
    whose = among(Enrolment.person_id, people)
    return _newest(whose if course_id is None else whose & (Enrolment.course_id == course_id))


def taken_in_group(session: Session, group: GroupRef, person_id: int) -> bool:
    """Whether this person takes or took a course with a group."""
    return session.scalar(runs_in_group(group).where(Enrolment.person_id == person_id).limit(1)) is not None


def runs_in_groups(kind: str, ids: Collection[int], people: Ids | None = None) -> Select[int]:
    """The same for many groups of one kind, of everybody in them or of these people."""
    chosen = select(Enrolment.id).where(Enrolment.group_kind == kind, Enrolment.group_id.in_(ids))
    return chosen if people is None else chosen.where(among(Enrolment.person_id, people))


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


def used_runs(session: Session, runs: Ids) -> set[int]:
    """Those of these runs in which somebody stopped at a lesson, read one or did anything; one query."""
    used = union_all(
        select(ReadingPosition.enrolment_id).where(among(ReadingPosition.enrolment_id, runs)),
        select(LessonRead.enrolment_id).where(among(LessonRead.enrolment_id, runs), LessonRead.read_in_id.is_(None)),
        select(StepDone.enrolment_id).where(among(StepDone.enrolment_id, runs)),
        select(FinalOpening.enrolment_id).where(among(FinalOpening.enrolment_id, runs)),
    )
    return set(session.scalars(used))
