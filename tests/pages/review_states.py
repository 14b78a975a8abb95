"""The review of courses: what a specialist reads and signs, and what a course needs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.catalogue.queries import course_of
from courses.catalogue.review.queries import pieces_of_version, version_under_review
from courses.catalogue.review.rules.standing import Need, PieceKind
from courses.catalogue.review.services.requiring import propose_rule
from courses.permissions import CourseRole
from courses.reviews.demo import CHANGED, COURSE, LANGUAGE, RETURNED, SIGNED, USERNAME
from lms.access import Role
from lms.people.models import Person
from tests.builders import people as build
from tests.pages.made import World
from tests.pages.state import State

AT = f"/reviews/{COURSE}/{LANGUAGE}"
REVIEWS = [
    State("reviews.index", "for a specialist", "specialist", "/reviews"),
    State("reviews.index", "for a manager", "manager", "/reviews"),
    State("reviews.index", "none", "manager", "/reviews", empty=True),
    State("reviews.course", "some signed", "specialist", AT),
    State("reviews.course", "for an administrator", "admin", AT),
    State("reviews.lesson", "signed", "specialist", AT + "/lessons/{signed-lesson}"),
    State("reviews.lesson", "changed since", "specialist", AT + "/lessons/{changed-lesson}"),
    State("reviews.lesson", "returned", "manager", AT + "/lessons/{returned-lesson}"),
    State("reviews.words", "some", "specialist", AT + "/words"),
    State("reviews.rule", "none", "admin", f"/reviews/{COURSE}/rule"),
    State("reviews.rule", "proposed", "admin", "/reviews/risk-management/rule"),
    State("learning.lesson", "checked", "manager", f"/courses/{COURSE}/lessons/{{signed-lesson}}"),
    State("learning.lesson", "not checked since", "manager", f"/courses/{COURSE}/lessons/{{changed-lesson}}"),
    State("learning.lesson", "returned", "manager", f"/courses/{COURSE}/lessons/{{returned-lesson}}"),
]


def add(session: Session, made: World, now: datetime) -> None:
    """The specialist of the demonstration, lessons in each state, and a rule that waits for a second administrator."""
    made.people["specialist"] = session.scalars(select(Person.id).where(Person.username == USERNAME)).one()
    version: CourseVersion = version_under_review(session, course_of(session, COURSE).id)
    pieces = pieces_of_version(session, version.id, LANGUAGE)
    lessons = [one.name for one in pieces if one.kind == PieceKind.LESSON]
    places = {"signed": SIGNED.start, "changed": CHANGED, "returned": RETURNED}
    made.values |= {f"{state}-lesson": lessons[place] for state, place in places.items()}
    other = build.person(session, "Sofia Berg", Role.ADMINISTRATOR, password=None)
    risk = course_of(session, "risk-management")
    asked = [Need(role=CourseRole.LAW_SPECIALIST), Need(role=CourseRole.SPECIES_SPECIALIST)]
    propose_rule(session, risk.id, asked, reason="The law changes in March.", actor_id=other.id, now=now)
