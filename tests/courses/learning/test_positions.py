"""The place where somebody stopped: gathered while they read, written in batches, the latest by time."""

from __future__ import annotations

from datetime import UTC, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from courses.learning import services
from courses.learning.models import LessonRead, ReadingPosition
from courses.learning.positions import buffer, note_position, record_positions
from courses.learning.queries.runs import course_taken
from courses.learning.rules.progress import Position, later
from lms.db import Database
from tests.builders.people import NOW

SLUG, HOME = "tiny-course", "/courses/tiny-course"
FIRST, SECOND = f"{HOME}/lessons/first", f"{HOME}/lessons/second"
MINUTE = timedelta(minutes=1)
places = st.builds(Position, st.sampled_from("abc"), st.datetimes(timezones=st.just(UTC)))


@pytest.fixture
def run(session, enrolled):
    return course_taken(session, enrolled.id, SLUG).run


@pytest.fixture
def own(signed_in, enrolled):
    return signed_in(enrolled)


@given(st.lists(places, min_size=1), st.randoms())
def test_of_many_places_the_latest_stays_in_whatever_order_they_come(each, chance):
    found = each[0]
    chance.shuffle(each)
    for one in each:
        found = later(found, one)
    assert found.at == max(one.at for one in each)


@pytest.mark.parametrize("order", list(permutations((0, 1, 2))))
def test_the_latest_place_stays_whichever_process_writes_last(session, run, order):
    for n in order:
        record_positions(session, {run.id: Position(f"lesson-{n}", NOW + n * MINUTE)})
    assert session.scalars(select(ReadingPosition.lesson)).one() == "lesson-2"


def test_a_lesson_is_shown_without_a_write(own, counting):
    own.get(FIRST)
    with counting() as seen:
        assert own.get(SECOND).status_code == 200
    assert [statement for statement in seen if not statement.startswith("SELECT")] == []


def test_a_lesson_takes_three_queries_at_most_whichever_it_is(own, counting):
    for address in (FIRST, SECOND):
        own.get(address)
    for address in (FIRST, SECOND):
        with counting() as seen:
            own.get(address)
        assert len(seen) <= 3


def test_the_process_knows_the_place_before_it_is_written(own, session, run):
    own.get(SECOND)
    assert session.scalars(select(ReadingPosition)).all() == []
    assert course_taken(session, run.person_id, SLUG).stopped_at == "second"
    assert f'href="{SECOND}"' in own.get("/").text


def test_another_process_knows_it_once_it_is_written(own, session, run, shared_database: Database):
    own.get(SECOND)
    buffer().flush()
    shared_database.bound = shared_database.bound  # forgets what the process gathered
    assert course_taken(session, run.person_id, SLUG).stopped_at == "second"


def test_a_crash_loses_what_was_gathered_and_nothing_that_was_marked_as_read(
    own, session, run, shared_database: Database
):
    own.get(FIRST)
    buffer().flush()
    own.post(f"{FIRST}/read")
    own.get(SECOND)
    shared_database.bound = shared_database.bound
    assert course_taken(session, run.person_id, SLUG).stopped_at == "first"
    assert session.scalars(select(LessonRead.lesson)).all() == ["first"]


def test_a_place_written_by_another_process_later_counts_before_one_gathered_here(session, run):
    note_position(run.id, Position("first", NOW))
    services.record_position(session, run.id, "third", now=NOW + MINUTE)
    assert course_taken(session, run.person_id, SLUG).stopped_at == "third"
    session.commit()
    buffer().flush()
    session.expire_all()
    assert course_taken(session, run.person_id, SLUG).stopped_at == "third"


def test_opening_the_same_lesson_again_counts_before_a_place_that_another_process_writes_later(own, session, run):
    own.get(FIRST)
    buffer().flush()
    known = session.scalars(select(ReadingPosition.at)).one()
    own.get(FIRST)
    held_elsewhere = Position("third", known + timedelta(microseconds=1))
    buffer().flush()
    record_positions(session, {run.id: held_elsewhere})
    assert course_taken(session, run.person_id, SLUG).stopped_at == "first"
