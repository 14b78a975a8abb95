"""A person for those who answer for them: every course with how far they are, as a part of their page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy.orm import Session

from courses.cohorts.pages.board import BoardLine
from courses.cohorts.rules.states import today_in
from courses.learning.queries.runs import runs_that_count
from courses.permissions import CoursePermission
from courses.progress.pages.place import chips_of_run, seen_of
from courses.progress.pages.standings import runs_found, standing_in
from lms.access import Viewer
from lms.people.api import PersonAsked, PersonPart, PersonPartSource


@dataclass(frozen=True)
class CoursesOfPerson:
    """The courses of one person as lines of a board: the one that was begun last first."""

    lines: Sequence[BoardLine]
    held: int = 0  # meetings: these lines tell of none


def courses_part(session: Session, viewer: Viewer, person: PersonAsked) -> PersonPart:
    """How far a person is in each course."""
    found = runs_found(session, runs_that_count([person.id]), person.now)
    today, day = today_in(person.time_zone, person.now), cache(lambda moment: today_in(person.time_zone, moment))
    lines = []
    for run in sorted(found.runs, key=lambda one: one.run.id, reverse=True):
        one = standing_in(found, run, today, day)
        name = one.course.title if one.course else ""
        lines.append(BoardLine(standing=one, name=name, url="", seen=seen_of(one), chips=chips_of_run(one)))
    return PersonPart("progress/_courses.html", CoursesOfPerson(lines))


COURSES_PART = PersonPartSource(frozenset({CoursePermission.PROGRESS_SEE}), courses_part)
