"""Who may act for whom, over facts alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.independence.labels import PARTS, TIES
from assessments.independence.rules import (
    ACTS,
    CHAIN,
    WAIVABLE,
    ActingPart,
    Fact,
    Tie,
    TieIntervals,
    Waiver,
    may_be_waived,
    obstacles,
    stands,
)
from lms.months import months_later

NOW = datetime(2026, 8, 26, 9, tzinfo=UTC)
FACTS = st.builds(
    Fact,
    st.sampled_from(list(Tie)),
    st.integers(1, 3),
    st.integers(1, 3),
    st.sampled_from(["workshop:1", "mission:2", "cohort:3"]),
    st.one_of(st.none(), st.integers(-1500, 30).map(lambda days: NOW + timedelta(days=days))),
    st.booleans(),
)
ALL_WAIVERS = [Waiver(tie, part, a, p) for tie in Tie for part in ActingPart for a in (1, 2, 3) for p in (1, 2, 3)]


@pytest.mark.parametrize("part", list(ActingPart))
def test_nobody_acts_for_themselves_in_any_part_whatever_was_allowed(part):
    assert obstacles([Fact(Tie.SELF, 1, 1)], part, now=NOW, waivers=ALL_WAIVERS)


@pytest.mark.parametrize("part", [ActingPart.SUPERVISOR, ActingPart.DECIDER, ActingPart.APPEAL, ActingPart.EXAMINER])
@pytest.mark.parametrize("tie", sorted(ACTS - {Tie.TAUGHT}))
def test_one_person_acts_in_at_most_one_part_of_the_chain(part, tie):
    fact = Fact(tie, 1, 2, until=NOW - timedelta(days=4000))
    barred = bool(obstacles([fact], part, now=NOW, waivers=ALL_WAIVERS))
    assert barred is (CHAIN[part] is not tie)


def test_a_trainer_examines_from_the_day_on_which_the_interval_is_over():
    ended = datetime(2024, 8, 26, 9, tzinfo=UTC)
    fact = Fact(Tie.TAUGHT, 1, 2, "cohort:3", ended)
    over = months_later(ended, 24)
    assert stands(fact, ActingPart.EXAMINER, now=over - timedelta(seconds=1))
    assert not stands(fact, ActingPart.EXAMINER, now=over)
    assert stands(fact, ActingPart.EXAMINER, now=over, intervals=TieIntervals({Tie.TAUGHT: 36}))


def test_a_trainer_never_decides_however_long_ago_unless_somebody_else_allowed_it():
    fact = Fact(Tie.TAUGHT, 1, 2, "cohort:3", NOW - timedelta(days=4000))
    assert obstacles([fact], ActingPart.DECIDER, now=NOW)
    assert not obstacles([fact], ActingPart.DECIDER, now=NOW, waivers=[Waiver(Tie.TAUGHT, ActingPart.DECIDER, 1, 2)])


def test_an_allowed_tie_holds_for_its_pair_and_its_part_alone():
    fact = Fact(Tie.SAME_ADMINISTRATION, 1, 2)
    for waiver in (
        Waiver(Tie.SAME_ADMINISTRATION, ActingPart.DECIDER, 1, 2),
        Waiver(Tie.SAME_ADMINISTRATION, ActingPart.EXAMINER, 1, 3),
        Waiver(Tie.SAME_MISSION, ActingPart.EXAMINER, 1, 2),
    ):
        assert obstacles([fact], ActingPart.EXAMINER, now=NOW, waivers=[waiver])


def test_colleagues_of_once_are_free_from_the_moment_they_part():
    fact = Fact(Tie.SAME_ADMINISTRATION, 1, 2, until=NOW)
    assert stands(fact, ActingPart.DECIDER, now=NOW - timedelta(seconds=1))
    assert not stands(fact, ActingPart.DECIDER, now=NOW)


def test_who_assessed_a_failed_attempt_does_not_assess_the_next_one_but_goes_on_at_the_same_workshop():
    fact = Fact(Tie.EXAMINED, 1, 2, "workshop:1", failed=True)
    assert obstacles([fact], ActingPart.EXAMINER, now=NOW, here="workshop:2")
    assert not obstacles([fact], ActingPart.EXAMINER, now=NOW, here="workshop:1")


LONG_AGO, LATER = NOW - timedelta(days=4000), NOW + timedelta(seconds=1)
TWO_YEARS_AGO = months_later(NOW, -24)
OF_TAUGHT_ALONE = TieIntervals({Tie.TAUGHT: 24})


@pytest.mark.parametrize(
    ("part", "fact", "asked", "barred"),
    [
        (ActingPart.TRAINER, Fact(Tie.SAME_ADMINISTRATION, 1, 2), {}, False),
        (ActingPart.TRAINER, Fact(Tie.TAUGHT, 1, 2, failed=True), {}, False),
        (ActingPart.TRAINER, Fact(Tie.SELF, 1, 1, until=LONG_AGO), {}, True),
        (ActingPart.DOSSIER_OFFICER, Fact(Tie.DECIDED, 1, 2), {}, False),
        (ActingPart.DOSSIER_OFFICER, Fact(Tie.EXAMINED, 1, 2, until=LONG_AGO), {}, True),
        (ActingPart.MODERATOR, Fact(Tie.EXAMINED, 1, 2), {}, False),
        (ActingPart.EXAMINER, Fact(Tie.EXAMINED, 1, 2, "workshop:1"), {"here": "workshop:2"}, False),
        (ActingPart.EXAMINER, Fact(Tie.EXAMINED, 1, 2, "workshop:1", failed=True), {"here": "workshop:2"}, True),
        (ActingPart.EXAMINER, Fact(Tie.EXAMINED, 1, 2, "workshop:1", failed=True), {"here": "workshop:1"}, False),
        (ActingPart.EXAMINER, Fact(Tie.TAUGHT, 1, 2), {}, True),
        (ActingPart.EXAMINER, Fact(Tie.SAME_MISSION, 1, 2), {}, True),
        (ActingPart.EXAMINER, Fact(Tie.SAME_MISSION, 1, 2, until=TWO_YEARS_AGO), {}, False),
        (ActingPart.EXAMINER, Fact(Tie.SAME_MISSION, 1, 2, until=TWO_YEARS_AGO + timedelta(seconds=1)), {}, True),
        (ActingPart.EXAMINER, Fact(Tie.SAME_MISSION, 1, 2, until=NOW), {"intervals": OF_TAUGHT_ALONE}, False),
        (ActingPart.EXAMINER, Fact(Tie.SAME_MISSION, 1, 2, until=LATER), {"intervals": OF_TAUGHT_ALONE}, True),
        (ActingPart.DECIDER, Fact(Tie.SAME_MISSION, 1, 2), {}, True),
        (ActingPart.DECIDER, Fact(Tie.SAME_MISSION, 1, 2, until=NOW), {}, False),
        (ActingPart.DECIDER, Fact(Tie.SAME_MISSION, 1, 2, until=LATER), {}, True),
        (ActingPart.REGISTRAR, Fact(Tie.DECLARED, 1, 2), {}, True),
        (ActingPart.REGISTRAR, Fact(Tie.DECLARED, 1, 2, until=NOW), {}, False),
        (ActingPart.REGISTRAR, Fact(Tie.DECLARED, 1, 2, until=LATER), {}, True),
    ],
)
def test_a_fact_bars_its_part_for_as_long_as_it_lasts_or_its_interval_or_for_ever(part, fact, asked, barred):
    assert stands(fact, part, now=NOW, **asked) is barred
    assert obstacles([fact], part, now=NOW, **asked) == [fact] * barred


def test_the_gravest_fact_is_told_first_and_of_two_alike_the_first_by_where_it_happened():
    told = [
        Fact(Tie.SAME_ADMINISTRATION, 1, 2, "administration:1"),
        Fact(Tie.TAUGHT, 1, 2, "cohort:4"),
        Fact(Tie.TAUGHT, 1, 2, "cohort:3"),
        Fact(Tie.APPOINTED, 1, 2),
    ]
    assert obstacles(told, ActingPart.DECIDER, now=NOW) == list(reversed(told))


@pytest.mark.parametrize(
    ("tie", "part", "allowed"),
    [
        (Tie.TAUGHT, ActingPart.EXAMINER, True),
        (Tie.TAUGHT, ActingPart.APPEAL, False),
        (Tie.SAME_ADMINISTRATION, ActingPart.INTERPRETER, True),
        (Tie.SAME_ADMINISTRATION, ActingPart.MODERATOR, False),
        (Tie.SELF, ActingPart.EXAMINER, False),
    ],
)
def test_what_another_person_may_allow_depends_on_the_part(tie, part, allowed):
    assert may_be_waived(tie, part) is allowed


@given(st.lists(FACTS, max_size=6), st.sampled_from(list(ActingPart)))
def test_more_facts_never_free_anybody(facts, part):
    every = obstacles(facts, part, now=NOW)
    assert all(set(obstacles(facts[:n], part, now=NOW)) <= set(every) for n in range(len(facts)))


@given(st.lists(FACTS, max_size=6), st.sampled_from(list(ActingPart)))
def test_what_is_left_after_every_waiver_is_what_nobody_may_allow(facts, part):
    left = obstacles(facts, part, now=NOW, waivers=ALL_WAIVERS)
    assert left == [one for one in obstacles(facts, part, now=NOW) if one.tie not in WAIVABLE.get(part, frozenset())]


def test_every_part_and_tie_has_a_name():
    assert set(PARTS) == set(ActingPart)
    assert set(TIES) == set(Tie)
