"""What the people of places of work take, and how many have begun and passed."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion, is_published
from courses.learning.models import Enrolment, StepDone
from courses.permissions import CoursePermission
from lms.access import Viewer
from lms.people.api import PlaceReached, administrations_of, people_at, workplaces_of_people


@dataclass(frozen=True)
class PlaceCounts:
    """How many people of a place take courses or might, have begun one, and have passed the final exam of one."""

    people: int = 0
    begun: int = 0
    passed: int = 0

    def __add__(self, other: "PlaceCounts") -> "PlaceCounts":
        """Of two places together."""
        return PlaceCounts(self.people + other.people, self.begun + other.begun, self.passed + other.passed)


@dataclass(frozen=True)
class CourseTaken:
    """A course that people of a place take, in the version of whoever begins it now, and how many take it."""

    id: int
    version_id: int
    people: int


def counts_of_places(session: Session, viewer: Viewer) -> dict[tuple[int, int | None], PlaceCounts]:
    """By administration and unit, of those whom the viewer reaches; one query, whatever their number."""
    there = workplaces_of_people().subquery()
    has_run = select(Enrolment.id).where(Enrolment.person_id == there.c.person_id).exists()
    has_passed = (
        select(StepDone.id)
        .join(Enrolment, Enrolment.id == StepDone.enrolment_id)
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .where(Enrolment.person_id == there.c.person_id, StepDone.step == CourseVersion.final)
        .exists()
    )
    each = (
        select(
            there.c.administration_id, there.c.unit_id, there.c.is_officer, has_run.label("b"), has_passed.label("p")
        )
        .where(administrations_of(viewer, CoursePermission.PROGRESS_SEE, there.c.administration_id))
        .subquery()
    )
    rows = session.execute(
        select(
            each.c.administration_id,
            each.c.unit_id,
            func.count().filter(or_(each.c.is_officer, each.c.b)),
            func.count().filter(each.c.b),
            func.count().filter(each.c.p),
        ).group_by(each.c.administration_id, each.c.unit_id)
    )
    return {(home, unit): PlaceCounts(*counts) for home, unit, *counts in rows}


def courses_taken_at(session: Session, place: PlaceReached) -> list[CourseTaken]:
    """The courses that people of a place take or took, the one that most of them take first; one query."""
    newest = (
        select(func.max(CourseVersion.id))
        .where(CourseVersion.course_id == Enrolment.course_id, is_published())
        .correlate(Enrolment)
        .scalar_subquery()
    )
    people = func.count(Enrolment.person_id.distinct())
    rows = session.execute(
        select(Enrolment.course_id, func.coalesce(newest, func.max(Enrolment.course_version_id)), people)
        .where(Enrolment.person_id.in_(people_at(place)))
        .group_by(Enrolment.course_id)
        .order_by(people.desc(), Enrolment.course_id)
    )
    return [CourseTaken(*row) for row in rows]
