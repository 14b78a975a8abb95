"""Sheets of a printed quiz in the third class of home, next door and abroad: one to key in, one reported as lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.printed.rules.sheets import LossReason
from assessments.exams.printed.services.giving_up import say_lost
from courses.catalogue.models import CourseVersion
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.services.joining import bring_in
from lms.access import Role
from lms.people.models import Administration, Person
from tests.access_matrix import persons
from tests.builders import assessments as make
from tests.builders import people
from tests.builders import printed as paper

QUIZ = "quiz-two"  # of whose questions each can be printed
HOME, NEXT_DOOR, FAR = ("1" * 8 + "-0000-4000-8000-" + f"{number:012d}" for number in range(3))


@dataclass(frozen=True)
class Printed:
    """Codes of sheets, the step in which they were printed, and an officer who has none."""

    batch: str
    code: str
    reported: str
    without: str


def build(
    session: Session,
    version: CourseVersion,
    found: Mapping[str, FoundCohort],
    places: Mapping[str, Administration],
    helper: Person,
    now: datetime,
) -> Printed:
    """Officers of their own, so that nobody else has an attempt more."""
    quiz = make.exam_of(session, version, QUIZ)
    sheets = {}
    officers = []
    for name, word, batch in (
        ("third", persons.HOMES, HOME), ("near", persons.NEAR, NEXT_DOOR), ("far", persons.FAR, FAR),
    ):  # fmt: skip
        place = places["home" if name == "third" else name]
        made = [people.person(session, f"{word} Paper {sign}", (Role.OFFICER, place), place=place) for sign in "abc"]
        bring_in(session, found[name], [one.id for one in made], by=None, now=now)
        sheets[name] = paper.printed(session, found[name], quiz, made[:2], helper, now, batch)
        officers.append(made)
    own = sheets["third"]
    say_lost(session, own[1], LossReason.LOST, "Left in a bus.", actor=people.viewer(session, helper), now=now)
    return Printed(HOME, own[0].row.code, own[1].row.code, officers[0][2].uuid)
