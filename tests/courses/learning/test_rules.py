"""Where a person goes on, and when the final exam opens to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.rules import FinalOpens
from courses.learning.rules.progress import is_complete, missing_for_final, next_step

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


@pytest.mark.parametrize(
    ("opens", "done", "missing"),
    [
        (FinalOpens.ALWAYS, [], []),
        (FinalOpens.LESSONS, [], ["a", "b", "c"]),
        (FinalOpens.LESSONS, ["a", "b", "c"], []),
        (FinalOpens.LESSONS, ["quiz", "b"], ["a", "c"]),
        (FinalOpens.CHECKPOINTS, ["c", "a"], ["b", "quiz"]),
        (FinalOpens.CHECKPOINTS, ["a", "b", "c"], ["quiz"]),
        (FinalOpens.CHECKPOINTS, STEPS, []),
    ],
)
def test_the_final_exam_waits_for_what_the_course_says_in_its_order(opens, done, missing):
    assert missing_for_final(opens, STEPS, {"quiz"}, done) == missing


COURSES = st.lists(st.integers(0, 30), unique=True).flatmap(
    lambda steps: st.tuples(st.just(steps), st.sets(st.sampled_from(steps)) if steps else st.just(set()))
)


@given(course=COURSES, done=st.sets(st.integers(0, 40)), opens=st.sampled_from(FinalOpens))
def test_whoever_does_what_is_missing_has_an_open_exam_and_nobody_else(course, done, opens):
    steps, quizzes = course
    steps, quizzes, done = [f"s{n}" for n in steps], {f"s{n}" for n in quizzes}, {f"s{n}" for n in done}
    missing = missing_for_final(opens, steps, quizzes, done)
    assert missing == [step for step in steps if step in missing]
    assert missing_for_final(opens, steps, quizzes, done | set(missing)) == []
    for step in missing:
        rest = missing_for_final(opens, steps, quizzes, done | {step})
        assert rest == [other for other in missing if other != step]


@given(course=COURSES, done=st.sets(st.integers(0, 40)))
def test_each_rule_asks_for_what_the_one_before_asks_and_more(course, done):
    steps, quizzes = course
    always, lessons, checkpoints = (set(missing_for_final(one, steps, quizzes, done)) for one in FinalOpens)
    assert always <= lessons <= checkpoints
    assert lessons.isdisjoint(quizzes)
    assert checkpoints - lessons <= quizzes
