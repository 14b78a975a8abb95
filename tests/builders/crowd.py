"""Thousands of people who take a course, written at once: for tests that count statements."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Select, event, select, text
from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.learning.models import Enrolment, LessonRead, ReadingPosition, StepDone
from lms import ids
from lms.inserts import insert_many
from lms.people.models import Person
from tests.builders.people import NOW

FEW, SOME, MANY = 3, 1200, 3000  # some show statements that grow with people as well as many do
_numbers = itertools.count(1)


def crowded(make: Callable[..., Any]) -> Any:
    """A fixture of a module that makes so many people: some in each run, and many where there is time."""
    sizes = [SOME, pytest.param(MANY, marks=pytest.mark.long)]
    return pytest.fixture(scope="module", params=sizes, ids=["some", "many"])(make)


def make_crowd(session: Session, version: CourseVersion, count: int = MANY) -> list[int]:
    """So many people under way in this course, each with a place, a lesson read and a step done; their ids."""
    word = f"crowd{next(_numbers)}"
    people = [
        {
            "uuid": ids.new_uuid(),
            "username": f"{word}.{n}",
            "name": f"Officer {n}",
            "demonstration": False,
            "created_at": NOW,
        }
        for n in range(count)
    ]
    insert_many(session, Person, people)
    numbers = list(session.scalars(select(Person.id).where(Person.username.startswith(word)).order_by(Person.id)))
    runs = [
        {
            "uuid": ids.new_uuid(),
            "person_id": number,
            "course_id": version.course_id,
            "course_version_id": version.id,
            "begun_at": NOW,
        }
        for number in numbers
    ]
    insert_many(session, Enrolment, runs)
    of_run = [{"enrolment_id": run_id, "at": NOW} for run_id in session.scalars(runs_of_people(numbers))]
    insert_many(session, LessonRead, [one | {"lesson": "first"} for one in of_run])
    insert_many(session, ReadingPosition, [one | {"lesson": "second"} for one in of_run])
    insert_many(session, StepDone, [one | {"step": "quiz-one"} for one in of_run])
    session.flush()
    return numbers


def runs_of_people(people: list[int]) -> Select[int]:
    """The ids of the runs of these people."""
    return select(Enrolment.id).where(Enrolment.person_id.in_(people)).order_by(Enrolment.id)


def statements(session: Session, ask: Callable[[], Any]) -> tuple[int, Any]:
    """How many statements a question takes, and its answer.

    PostgreSQL first learns how much is there, as it does by itself in a running site once all of it is committed:
    without it it may ask the thousands of a test one by one, for minutes.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE"))
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        answer = ask()
    finally:
        event.remove(connection, "before_cursor_execute", note)
    return len(seen), answer
