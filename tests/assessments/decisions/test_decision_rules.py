"""Who may decide about somebody, what a decision may become, and the clock of an objection."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.decisions.rules import (
    ANSWER_WITHIN,
    OBJECTION_WINDOW,
    STATE_AFTER,
    DecisionBarrier,
    DecisionState,
    SittingBar,
    answer_due_at,
    bar_on,
    barrier_to_confirm,
    barrier_to_judge,
    barrier_to_refuse,
    is_overdue,
    last_day_to_object,
    may_still_object,
    strictest,
)

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = date(2026, 3, 1)
PEOPLE = st.integers(1, 5)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=7000)).map(lambda gap: NOON + gap)
BARS = st.none() | st.builds(SittingBar, st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)))


@given(PEOPLE, PEOPLE, PEOPLE, st.sets(PEOPLE), st.sets(PEOPLE))
def test_nobody_confirms_what_they_or_who_is_near_them_proposed_or_what_is_about_them(
    person, concerned, proposer, near, below
):
    barred = barrier_to_confirm(person, concerned_id=concerned, proposer_id=proposer, near=near, dependent=below)
    assert (barred is None) == (person not in {concerned, proposer, *near, *below})


@given(PEOPLE, PEOPLE, PEOPLE, st.sets(PEOPLE))
def test_who_has_rights_from_whom_it_is_about_says_no_only_to_their_own_proposal(person, concerned, proposer, below):
    barred = barrier_to_refuse(person, concerned_id=concerned, proposer_id=proposer, dependent=below)
    assert (barred is None) == (person != concerned and (person == proposer or person not in below))


@given(PEOPLE, PEOPLE, st.sets(PEOPLE), st.sets(PEOPLE))
def test_nobody_judges_an_objection_who_had_a_part_or_has_rights_from_whom_it_is_about(
    person, concerned, took_part, below
):
    barred = barrier_to_judge(person, concerned_id=concerned, took_part=took_part, dependent=below)
    assert (barred is None) == (person not in {concerned, *took_part, *below})


def test_who_is_concerned_is_told_that_first():
    assert barrier_to_confirm(1, concerned_id=1, proposer_id=1, near=[1]) is DecisionBarrier.CONCERNED
    assert barrier_to_judge(1, concerned_id=1, took_part=[1], dependent=[1]) is DecisionBarrier.CONCERNED


@pytest.mark.parametrize(
    ("person", "concerned", "proposer", "barred"),
    [
        (1, 1, 2, DecisionBarrier.CONCERNED),
        (1, 2, 1, DecisionBarrier.PROPOSED),
        (3, 1, 2, DecisionBarrier.APPOINTED),
        (4, 1, 2, DecisionBarrier.DEPENDENT),
        (5, 1, 2, None),
    ],
)
def test_why_somebody_does_not_confirm_is_said(person, concerned, proposer, barred):
    said = {"concerned_id": concerned, "proposer_id": proposer}
    assert barrier_to_confirm(person, **said, near=[3], dependent=[3, 4]) is barred


@pytest.mark.parametrize(
    ("person", "refuses", "judges"),
    [
        (1, DecisionBarrier.CONCERNED, DecisionBarrier.CONCERNED),
        (2, None, DecisionBarrier.TOOK_PART),  # what one proposed one takes back
        (3, DecisionBarrier.DEPENDENT, DecisionBarrier.DEPENDENT),
        (4, None, None),
    ],
)
def test_why_somebody_does_not_refuse_or_judge_is_said(person, refuses, judges):
    assert barrier_to_refuse(person, concerned_id=1, proposer_id=2, dependent=[2, 3]) is refuses
    assert barrier_to_judge(person, concerned_id=1, took_part=[2], dependent=[2, 3]) is judges


def test_every_state_is_named_and_an_end_is_an_end():
    assert STATE_AFTER.keys() == set(DecisionState)
    assert {was for was, ways in STATE_AFTER.items() if ways} == {DecisionState.PROPOSED, DecisionState.IN_FORCE}
    assert all(DecisionState.PROPOSED not in ways for ways in STATE_AFTER.values())


@pytest.mark.parametrize(
    ("at", "open_"),
    [
        (NOON, True),
        (NOON + OBJECTION_WINDOW + timedelta(hours=11, minutes=59, seconds=59), True),  # the end of the last day
        (NOON + OBJECTION_WINDOW + timedelta(hours=12), False),
    ],
)
def test_the_whole_last_day_is_open_for_an_objection(at, open_):
    assert last_day_to_object(NOON) == date(2026, 3, 31)
    assert may_still_object(NOON, at) is open_


@given(MOMENTS, st.timedeltas(timedelta(0), OBJECTION_WINDOW))
def test_at_least_the_whole_window_is_open(in_force_at, passed):
    assert may_still_object(in_force_at, in_force_at + passed)


def test_an_answer_is_due_to_the_moment():
    due = answer_due_at(NOON)
    assert due == NOON + ANSWER_WITHIN
    assert not is_overdue(due, due)
    assert is_overdue(due, due + timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("opens_on", "never", "bar"),
    [
        (TODAY + DAY, False, SittingBar(TODAY + DAY)),
        (TODAY, False, None),  # on the day itself they may sit
        (TODAY - DAY, False, None),
        (None, True, SittingBar(None)),
        (None, False, None),
    ],
)
def test_a_bar_ends_on_the_day_that_it_names(opens_on, never, bar):
    assert bar_on(TODAY, opens_on=opens_on, never_again=never) == bar


@given(st.lists(BARS))
def test_the_longest_bar_counts(bars):
    found, real = strictest(bars), [one for one in bars if one is not None]
    assert (found is None) == (not real)
    if found is not None:
        assert found in real
        assert found.never == any(one.never for one in real)
        assert all(one.never or found.never or one.opens_on <= found.opens_on for one in real)
