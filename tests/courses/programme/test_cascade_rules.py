"""Generations of trainers, and what may be shown of groups that one does not see person by person."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.programme.rules.cascade import (
    CohortLead,
    CountedGroup,
    OfficerPlace,
    Training,
    generations,
    shown_groups,
    trained_by,
    trainers_of,
    trainings_of,
)

DAY = datetime(2026, 11, 1, tzinfo=UTC)

PEOPLE = st.integers(1, 8)
TRAININGS = st.lists(st.builds(Training, PEOPLE, PEOPLE, st.integers(1, 5)), max_size=20)
GROUPS = st.lists(
    st.integers(0, 12).flatmap(
        lambda officers: st.builds(CountedGroup, st.just(officers), st.integers(0, officers), st.booleans())
    ),
    max_size=6,
)


def chain(*pairs):
    return [Training(trainer, officer, 1) for trainer, officer in pairs]


def test_the_officers_of_officers_are_the_second_generation():
    assert generations(chain((1, 2), (1, 3), (2, 4), (4, 5)), 1) == [{2, 3}, {4}, {5}]


@pytest.mark.parametrize(
    ("led", "found"),
    [
        ((2, 20, 5), [Training(1, 2, 10)]),  # leads another cohort after joining
        ((2, 20, 3), []),  # at the moment of joining: they led already
        ((2, 20, 1), []),
        ((2, 10, 5), []),  # the very cohort in which they are
        ((3, 20, 5), []),  # somebody else
    ],
)
def test_an_officer_who_leads_another_cohort_later_was_trained_by_who_led_theirs(led, found):
    person, cohort, day = led
    leads = [CohortLead(1, 10, DAY), CohortLead(person, cohort, DAY + timedelta(days=day))]
    assert trainings_of(leads, [OfficerPlace(2, 10, DAY + timedelta(days=3))]) == found


def test_both_trainers_of_a_cohort_trained_its_officers():
    leads = [CohortLead(4, 10, DAY), CohortLead(1, 10, DAY), CohortLead(2, 20, DAY + timedelta(days=9))]
    found = trainings_of(leads, [OfficerPlace(2, 10, DAY)])
    assert found == [Training(1, 2, 10), Training(4, 2, 10)]


def test_two_who_trained_each_other_end_no_tree():
    assert generations(chain((1, 2), (2, 1), (2, 3)), 1) == [{2}, {3}]


def test_somebody_trained_twice_stands_where_they_come_first():
    trainings = chain((1, 2), (2, 3), (1, 3), (1, 2))
    assert generations(trainings, 1) == [{2, 3}]
    assert (trained_by(trainings, 1), trainers_of(trainings, 3)) == ((2, 3), (2, 1))


@given(TRAININGS, PEOPLE)
def test_nobody_stands_twice_in_a_tree_and_never_its_root(trainings, root):
    found = generations(trainings, root)
    everybody = [one for some in found for one in some]
    assert len(everybody) == len(set(everybody))
    assert root not in everybody
    assert all(found)


@pytest.mark.parametrize(
    ("groups", "officers", "total"),
    [
        ([], (), 0),
        ([CountedGroup(3, 1, True)], (3,), 3),
        ([CountedGroup(4, 1, False)], (None,), None),
        ([CountedGroup(5, 0, False)], (5,), 5),
        ([CountedGroup(9, 9, False), CountedGroup(2, 0, False)], (None, None), 11),
        ([CountedGroup(9, 9, True), CountedGroup(2, 0, False)], (9, None), None),
        ([CountedGroup(3, 3, True), CountedGroup(8, 8, False)], (3, 8), 11),
    ],
)
def test_what_one_sees_is_exact_and_the_rest_is_five_or_more(groups, officers, total):
    shown = shown_groups(groups)
    assert (shown.officers, shown.total) == (officers, total)


def test_passes_beyond_ones_scope_are_told_in_one_sum_and_with_five_on_either_side():
    assert shown_groups([CountedGroup(6, 5, False), CountedGroup(7, 3, False)]).total_passed == 8
    assert shown_groups([CountedGroup(6, 6, False)]).total_passed is None
    assert shown_groups([CountedGroup(6, 5, False), CountedGroup(7, 3, False)]).passed == (None, None)


@given(GROUPS)
def test_a_total_gives_no_group_of_fewer_than_five_away(groups):
    """Whoever takes the numbers that are shown from the total learns a rest of nobody, or of five or more in two."""
    shown = shown_groups(groups)
    hidden = [group for group, count in zip(groups, shown.officers, strict=True) if count is None]
    assert all(count is None or count >= 5 or group.seen for group, count in zip(groups, shown.officers, strict=True))
    if shown.total is not None and hidden:
        rest = shown.total - sum(count for count in shown.officers if count is not None)
        assert len(hidden) >= 2
        assert rest == sum(group.officers for group in hidden) >= 5
