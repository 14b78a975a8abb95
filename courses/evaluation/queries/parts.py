"""The runs of which an evaluation speaks, by the group in which they were taken."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from courses.catalogue.models import Course, CourseVersion
from courses.catalogue.queries import VersionTitle, version_titles
from courses.cohorts.models.cohort import Cohort
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.scope_kind import COHORT
from courses.learning.models import CardUse, Enrolment, StepDone
from courses.learning.rules.progress import GroupRef
from courses.permissions import CoursePermission
from courses.surveys.queries.forms import groups_of
from lms.access import Viewer
from lms.errors import NotFound
from lms.people.api import people_in_scope


@dataclass(frozen=True)
class Evaluated:
    """A course with the runs of one cohort, or with all that a viewer reaches, and the groups among them."""

    course_id: int
    version_id: int  # whose outline names the steps
    runs: Select[int]
    groups: Collection[GroupRef]
    with_others: bool = False  # who took the course alone is among them


@dataclass(frozen=True)
class PartCounts:
    """How many runs a part has, and how many of them have done each step."""

    runs: int
    done: Mapping[str, int]


def of_cohort(cohort: FoundCohort) -> Evaluated:
    """What is evaluated of one cohort: the runs of whoever took the course with it."""
    runs = select(Enrolment.id).where(_in_group(COHORT, [cohort.id]))
    return Evaluated(cohort.row.course_id, cohort.row.course_version_id, runs, [cohort.group])


def of_course(session: Session, viewer: Viewer, slug: str) -> Evaluated:
    """What is evaluated of a course: the cohorts that the viewer leads, and the officers beyond whom they reach."""
    course_id = session.scalar(select(Course.id).where(Course.slug == slug))
    version_id = session.scalar(select(func.max(Enrolment.course_version_id)).where(_reached(viewer, course_id)))
    if course_id is None or version_id is None:
        raise NotFound
    led = [group.id for group in groups_of(session, viewer) if group.kind == COHORT]
    own = session.scalars(select(Cohort.id).where(Cohort.id.in_(led), Cohort.course_id == course_id)).all()
    alone = and_(_reached(viewer, course_id), Enrolment.group_kind.is_(None))
    runs = select(Enrolment.id).where(or_(_in_group(COHORT, own), alone))
    return Evaluated(course_id, version_id, runs, [GroupRef(COHORT, number) for number in own], with_others=True)


def courses_evaluated(session: Session, viewer: Viewer, language: str) -> list[VersionTitle]:
    """The courses that officers take or took whom this viewer reaches, by title."""
    newest = select(func.max(Enrolment.course_version_id)).where(_reached(viewer)).group_by(Enrolment.course_id)
    titles = version_titles(session, session.scalars(newest).all(), language)
    return sorted(titles.values(), key=lambda one: one.title)


def _reached(viewer: Viewer, course_id: int | None = None) -> ColumnElement[bool]:
    reached = people_in_scope(viewer, CoursePermission.SURVEY_RUN, Enrolment.person_id.expression)
    return reached if course_id is None else reached & (Enrolment.course_id == course_id)


def _in_group(kind: str, ids: Collection[int]) -> ColumnElement[bool]:
    return and_(Enrolment.group_kind == kind, Enrolment.group_id.in_(ids))


def parts_of(session: Session, what: Evaluated) -> dict[int, int | None]:
    """The group of each run, none for who took the course alone; one query."""
    rows = session.execute(select(Enrolment.id, Enrolment.group_id).where(Enrolment.id.in_(what.runs)))
    return dict(rows.all())


def counts_of(session: Session, what: Evaluated) -> list[PartCounts]:
    """How far the runs of each part came; two queries."""
    own = Enrolment.id.in_(what.runs)
    sizes = dict(
        session.execute(select(Enrolment.group_id, func.count()).where(own).group_by(Enrolment.group_id)).all()
    )
    done: dict[int | None, dict[str, int]] = {part: {} for part in sizes}
    steps = (
        select(Enrolment.group_id, StepDone.step, func.count())
        .join(StepDone, StepDone.enrolment_id == Enrolment.id)
        .where(own)
        .group_by(Enrolment.group_id, StepDone.step)
    )
    for part, step, number in session.execute(steps):
        done[part][step] = number
    return [PartCounts(number, done[part]) for part, number in sizes.items()]


def card_uses_of(session: Session, what: Evaluated) -> list[tuple[int, int, int]]:
    """Of each part, how many say that they used the counter card, how many there are, on how many days; one query.

    Whoever took the course twice stands in the part of their newest run alone.
    """
    newest = (
        select(Enrolment.person_id, func.max(Enrolment.id).label("run"))
        .where(Enrolment.id.in_(what.runs))
        .group_by(Enrolment.person_id)
        .subquery()
    )
    days = (
        select(CardUse.person_id, func.count().label("days"))
        .where(CardUse.course_id == what.course_id)
        .group_by(CardUse.person_id)
        .subquery()
    )
    rows = session.execute(
        select(Enrolment.group_id, func.count(days.c.person_id), func.count(), func.coalesce(func.sum(days.c.days), 0))
        .join(newest, newest.c.run == Enrolment.id)
        .outerjoin(days, days.c.person_id == Enrolment.person_id)
        .group_by(Enrolment.group_id)
    )
    return [(people, of, int(number)) for _part, people, of, number in rows]


def final_of(session: Session, version_id: int) -> str | None:
    """The name of the final exam of a version."""
    return session.scalar(select(CourseVersion.final).where(CourseVersion.id == version_id))
