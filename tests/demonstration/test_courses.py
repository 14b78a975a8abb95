"""The courses of the demonstration, and who is under way; tests/test_shipped_courses.py asks what the courses are.

PostgreSQL holds the whole of it for `test_figures.py`; what it tells is read once.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from courses.api import lesson_titles
from courses.catalogue.models import Course
from courses.demo import MORE, READ, SHIPPED, learners
from courses.learning.queries import runs as queries

pytestmark = pytest.mark.once


def test_every_shipped_course_is_published_and_no_other(session, world):
    offered = session.scalars(select(Course.slug).order_by(Course.slug)).all()
    assert offered == sorted([SHIPPED.name, *MORE])


@pytest.fixture
def read(session, world):
    """How many lessons of the first course each of its learners has read, by id, in their order."""
    lessons = set(lesson_titles(session, world["course"]["version_id"]))
    runs = queries.newest_runs(session, learners(world), world["course"]["id"])
    done = queries.done_in(session, [run.id for run in runs.values()])
    return {one: len(lessons & set(done[runs[one].id])) for one in learners(world) if one in runs}


def test_people_are_under_way_in_the_first_one_after_another(session, world, read):
    lessons = len(lesson_titles(session, world["course"]["version_id"]))
    assert list(read.values()) == [min(count, lessons) for count in READ]
    assert world["course"]["all_lessons_read_by"] == [one for one, count in read.items() if count == lessons]


def test_who_is_under_way_goes_on_with_the_lesson_that_comes_next_and_staff_take_nothing(session, world, read):
    lessons = list(lesson_titles(session, world["course"]["version_id"]))
    first, trainer = next(iter(read)), next(key for words, key, _password in world["passwords"] if "trainer" in words)
    taken = queries.taken_by(session, [first, world["people"][trainer]])
    assert taken[first][0].stopped_at == lessons[read[first]] == lessons[5]
    assert taken[world["people"][trainer]] == []
