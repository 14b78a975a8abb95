"""People are counted once: in one country, in one course, where they came furthest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from certificates.reporting.rules.counting import RunLine, by_country, by_course, counted_once
from certificates.reporting.rules.figures import Milestone

DAY = datetime(2026, 1, 1, tzinfo=UTC)


def line(run: int, person: int, country: str, course: str, stage: Milestone) -> RunLine:
    return RunLine(run, person, country, course, DAY + timedelta(days=run), stage)


LINES = st.lists(
    st.builds(
        line,
        st.integers(1, 40),
        st.integers(1, 12),
        st.sampled_from(["KE", "TH", ""]),
        st.sampled_from(["a", "b"]),
        st.sampled_from(Milestone),
    ),
    unique_by=lambda one: one.run_id,
)


def test_who_takes_two_courses_counts_in_the_one_in_which_they_came_furthest():
    lines = [line(1, 7, "KE", "a", Milestone.TOOK_PART), line(2, 7, "KE", "b", Milestone.PASSED)]
    assert counted_once(lines)[7].course == "b"


def test_of_two_courses_as_far_the_first_counts():
    lines = [line(2, 7, "KE", "b", Milestone.PASSED), line(1, 7, "KE", "a", Milestone.PASSED)]
    assert counted_once(lines)[7].course == "a"


def test_who_moves_counts_where_they_were_first():
    lines = [line(1, 7, "KE", "a", Milestone.REACHED), line(2, 7, "TH", "b", Milestone.CERTIFIED)]
    assert counted_once(lines)[7].country == "KE"


def test_whoever_came_far_is_counted_at_the_stages_before_too():
    people = counted_once([line(1, 1, "KE", "a", Milestone.PASSED), line(2, 2, "KE", "a", Milestone.REACHED)]).values()
    assert by_country(list(people)).rows == {"KE": (2, 1, 1, 0)}


@given(LINES)
def test_countries_and_courses_add_up_to_the_same_people(lines):
    people = list(counted_once(lines).values())
    assert by_country(people).totals == by_course(people).totals
    assert by_country(people).totals[0] == len({one.person_id for one in lines})
