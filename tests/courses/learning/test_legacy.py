"""Enrolments of 0.1 as runs: rows in, rows out, nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.legacy import CountingRuns, once, positions, runs
from lms.errors import RuleBroken

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
people, courses, lessons = st.integers(1, 3), st.integers(1, 3), st.sampled_from(["first", "second", "third"])


def enrolled(pairs):
    """Enrolments one after the other, an hour apart; of each person in a version of its own."""
    return [
        {
            "id": n,
            "person_id": p,
            "course_id": c,
            "course_version_id": 10 * n,
            "enrolled_at": BEGIN + timedelta(hours=n),
        }
        for n, (p, c) in enumerate(pairs, start=1)
    ]


enrolments = st.lists(st.tuples(people, courses)).map(enrolled)
done = st.lists(st.tuples(people, courses, lessons))


def rows_of(things, enrolled_in):
    """What was done, by those who are enrolled."""
    known = {(row["person_id"], row["course_id"]) for row in enrolled_in}
    return [
        {"id": n, "person_id": p, "course_id": c, "lesson": lesson, "at": BEGIN + timedelta(days=9, minutes=n)}
        for n, (p, c, lesson) in enumerate(things, start=1)
        if (p, c) in known
    ]


@given(enrolments)
def test_every_enrolment_becomes_one_run_and_the_last_of_a_course_is_open(old):
    made = sorted(runs(old, lambda _: ()), key=lambda row: row["id"])
    assert [row["id"] for row in made] == [row["id"] for row in old]
    assert [row["begun_at"] for row in made] == [row["enrolled_at"] for row in old]
    assert len({row["uuid"] for row in made}) == len(made)
    still_open = {(row["person_id"], row["course_id"]): row["id"] for row in made if row["ended_at"] is None}
    counting = CountingRuns(old)
    for row in made:
        last = counting.of("this", row["person_id"], row["course_id"])
        assert still_open[row["person_id"], row["course_id"]] == last
        assert (row["ended_at"] is None) == (row["ended_reason"] is None) == (row["id"] == last)
        assert row["ended_at"] is None or row["ended_at"] > row["begun_at"]


@given(enrolments, done)
def test_each_lesson_counts_once_in_the_run_that_counts(old, things):
    before = rows_of(things, old)
    after = list(once(before, lambda _: old))
    counting = CountingRuns(old)
    was = {(counting.of("it", row["person_id"], row["course_id"]), row["lesson"]) for row in before}
    assert sorted((row["enrolment_id"], row["lesson"]) for row in after) == sorted(was)
    for row in after:
        same = [
            b
            for b in before
            if b["lesson"] == row["lesson"] and counting.of("it", b["person_id"], b["course_id"]) == row["enrolment_id"]
        ]
        assert row["at"] == min(one["at"] for one in same)


@given(enrolments, done)
def test_people_are_where_they_stopped(old, things):
    before = rows_of(things, old)
    after = {row["enrolment_id"]: row["lesson"] for row in positions(before, lambda _: old)}
    counting = CountingRuns(old)
    assert after == {counting.of("it", row["person_id"], row["course_id"]): row["lesson"] for row in before}


def test_progress_of_somebody_who_never_began_is_not_guessed_about():
    row = {"id": 1, "person_id": 7, "course_id": 1, "lesson": "first", "at": BEGIN}
    with pytest.raises(RuleBroken, match="never began that course"):
        list(once([row], lambda _: ()))
