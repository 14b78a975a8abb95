"""The demonstration publishes what is shipped; tests/test_shipped_courses.py asks what the courses are."""

import pytest
from sqlalchemy import select

from courses.api import lesson_titles
from courses.catalogue.models import Course
from courses.demo import CONTENT, MORE, SHIPPED, load
from courses.learning.queries import runs as queries
from lms.access import Role
from tests.builders.people import person


@pytest.fixture(autouse=True)
def fakes(questions, steps, monkeypatch):
    """Its questions are checked where questions are understood."""
    monkeypatch.setattr(questions, "check", lambda files, facts, today: [])


def test_everything_that_is_shipped_is_published():
    assert {path.name for path in CONTENT.iterdir() if path.is_dir()} - {"__pycache__"} == {SHIPPED.name, *MORE}


def test_the_demonstration_publishes_it_and_people_are_under_way(app, session, now):
    people = {f"person{n}": person(session, f"Person {n}", Role.OFFICER).id for n in range(4)}
    session.commit()
    world = {"people": people, "passwords": [("officer", "person0", "x"), ("trainer", "person3", "y")]}
    load(world, now)
    lessons = list(lesson_titles(session, world["course"]["version_id"]))
    runs = queries.newest_runs(session, list(people.values()), world["course"]["id"])
    done = queries.done_in(session, [run.id for run in runs.values()])
    read = [len(done[runs[one].id]) for one in people.values() if one in runs]
    assert read == [5, len(lessons), len(lessons)]
    assert world["course"]["all_lessons_read_by"] == [people["person1"], people["person2"]]
    taken = queries.taken_by(session, [people["person0"], people["person3"]])
    assert taken[people["person0"]][0].stopped_at == lessons[5]
    assert taken[people["person3"]] == []
    offered = session.scalars(select(Course.slug).order_by(Course.slug)).all()
    assert offered == sorted([SHIPPED.name, *MORE])
