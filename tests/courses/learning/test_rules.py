"""Where a person goes on."""

import pytest

from courses.learning.rules.progress import is_complete, next_step

STEPS = ["a", "b", "quiz", "c"]


@pytest.mark.parametrize(
    ("done", "stopped_at", "expected"),
    [
        ([], None, "a"),
        ([], "b", "b"),
        (["a"], None, "b"),
        (["a"], "a", "b"),
        (["a", "b"], "b", "quiz"),
        (["c"], "c", "a"),
        (["a", "c"], "c", "b"),
        (["a", "b", "quiz"], "renamed", "c"),
        (["a", "b", "quiz", "c"], "c", None),
    ],
)
def test_a_person_goes_on_where_they_stopped_or_at_the_next_open_step(done, stopped_at, expected):
    assert next_step(STEPS, done, stopped_at) == expected


@pytest.mark.parametrize(
    ("steps", "done", "expected"),
    [(STEPS, STEPS, True), (STEPS, ["a", "b", "c"], False), (STEPS, [*STEPS, "more"], True), ([], [], False)],
)
def test_a_course_is_complete_when_every_step_is_done(steps, done, expected):
    assert is_complete(steps, done) is expected
