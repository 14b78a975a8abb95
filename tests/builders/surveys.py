"""Survey forms, codes with answers, and supervisors of tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.catalogue.models import Course, CourseVersion
from courses.surveys.models import SupervisorRequest, SurveyCode
from courses.surveys.rules.form import SurveyContent, from_json
from courses.surveys.services.answering import FilledSheet, answer_form
from courses.surveys.services.codes import NewCode, make_code
from courses.surveys.services.supervising import (
    FinishedCourse,
    NamedSupervisor,
    answer_request,
    make_link,
    name_supervisor,
)
from lms import ids
from lms.access import Viewer

REACTION = {"relevant": "5", "clear": "4", "pace": "right", "recommend": "yes"}
SUPERVISOR = {"looks": "4", "documents": "3", "shares": "yes", "hinders": "nothing"}
FOUR_MONTHS = timedelta(days=120)


def form(**changes: Any) -> SurveyContent:
    """A form with a question of each kind, in two languages."""
    both = {"en": "In English", "fr": "En français"}
    value: dict[str, Any] = {
        "slug": "trial",
        "purpose": "reaction",
        "title": both,
        "intro": both,
        "questions": [
            {"key": "clear", "kind": "scale", "words": both, "low": both, "high": both},
            {
                "key": "pace",
                "kind": "choice",
                "words": both,
                "options": [{"key": "right", "words": both}, {"key": "fast", "words": both}],
            },
            {"key": "recommend", "kind": "yes-no", "words": both},
            {"key": "change", "kind": "text", "words": both},
        ],
    }
    return from_json(value | changes)


FORM = form()


def course_called(session: Session, slug: str) -> CourseVersion:
    """The version of a course that there is."""
    versions = select(CourseVersion).join(Course, Course.id == CourseVersion.course_id)
    return session.scalars(versions.where(Course.slug == slug).order_by(CourseVersion.no.desc()).limit(1)).one()


def sheet(raw: Mapping[str, str] = REACTION, language: str = "en") -> FilledSheet:
    """A sheet as a page sends it."""
    return FilledSheet(ids.new_uuid(), raw, language)


def code(session: Session, trainer: Viewer, now: datetime, *, answers: int = 0, **wanted: Any) -> SurveyCode:
    """A code of a trainer, answered by so many."""
    values: dict[str, Any] = {"form": "reaction", "title": "A class"}
    row = make_code(session, NewCode(**(values | wanted)), viewer=trainer, now=now)
    for _number in range(answers):
        answer_form(session, row.code, sheet(), now=now)
    return row


def named(
    session: Session,
    officer: Viewer,
    course: CourseVersion,
    now: datetime,
    *,
    name: str = "Sam Boss",
    email: str = "boss@post.example",
    ago: timedelta = FOUR_MONTHS,
) -> list[SupervisorRequest]:
    """An officer names a supervisor for a course that was done some time ago."""
    done = FinishedCourse(course.course_id, course.id, (now - ago).date())
    return name_supervisor(session, done, NamedSupervisor(name, email, "en"), viewer=officer, now=now)


def linked(session: Session, request: SupervisorRequest, now: datetime) -> str:
    """The letter about this request went out; answers the token of its link."""
    request.sent_at = request.sent_at or now
    return make_link(session, request.id, now=now)


def answered(session: Session, request: SupervisorRequest, now: datetime, name: str = "Sam Boss") -> None:
    """The supervisor has answered."""
    answer_request(session, linked(session, request, now), name, sheet(SUPERVISOR), now=now)
