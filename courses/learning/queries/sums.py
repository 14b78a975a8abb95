"""Runs and what was done in them as parts of statements that count: nobody is loaded, whoever counts joins them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true

from courses.learning.models import Enrolment, LessonRead, StepDone


def run_rows() -> Select[int, int, int, datetime, datetime | None, str | None, int | None]:
    """Every run: its id, person, course, from when until when, and with which group."""
    return select(
        Enrolment.id.label("run_id"),
        Enrolment.person_id,
        Enrolment.course_id,
        Enrolment.begun_at,
        Enrolment.ended_at,
        Enrolment.group_kind,
        Enrolment.group_id,
    )


def done_in_run(run_id: ColumnElement[int], since: datetime | None = None, until: datetime | None = None) -> Any:
    """As a filter on a column that holds a run: a lesson was read in it, or a quiz or exam done, between these."""
    read = exists().where(LessonRead.enrolment_id == run_id, LessonRead.read_in_id.is_(None))
    done = exists().where(StepDone.enrolment_id == run_id)
    return or_(read.where(_between(LessonRead.at, since, until)), done.where(_between(StepDone.at, since, until)))


def done_at(since: datetime) -> tuple[Select[int, datetime], Select[int, datetime]]:
    """What was done from a moment on, by person, as two selects of person and moment: lessons read, steps done."""
    return (
        select(Enrolment.person_id, LessonRead.at)
        .join(Enrolment, Enrolment.id == LessonRead.enrolment_id)
        .where(LessonRead.at >= since, LessonRead.read_in_id.is_(None)),
        select(Enrolment.person_id, StepDone.at)
        .join(Enrolment, Enrolment.id == StepDone.enrolment_id)
        .where(StepDone.at >= since),
    )


def _between(at: Any, since: datetime | None, until: datetime | None) -> ColumnElement[bool]:
    after = at >= since if since is not None else true()
    return and_(after, at < until if until is not None else true())
