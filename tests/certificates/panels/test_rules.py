"""How a panel decides: quorum, votes, majority, minority view, signatures."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.panels.rules import (
    CompetenceView,
    MemberVote,
    PanelBarrier,
    PanelSitting,
    PanelState,
    barrier_to_close,
    barrier_to_sign,
    barrier_to_vote,
    dissent,
    is_signed,
    not_met,
    outcome_of,
)
from certificates.schemes.rules.definition import Majority, PanelRule

RULE = PanelRule("first", {"en": "Panel"}, quorum=3, signatures=2)
NOW = "digest of now"


def vote(person: int, step: str = "certify", evidence: str = NOW, **views: CompetenceView) -> MemberVote:
    return MemberVote(person, step, evidence, views, "Because.")


def sitting(*votes: MemberVote, **more: object) -> PanelSitting:
    values: dict = {
        "state": PanelState.VOTING, "members": frozenset({1, 2, 3}), "left": frozenset({9}), "chair_id": 1,
        "votes": votes, "evidence": NOW,
    }  # fmt: skip
    return PanelSitting(**(values | more))


ALL = (vote(1), vote(2), vote(3, "reject"))


@pytest.mark.parametrize(
    ("found", "person", "barrier"),
    [
        (sitting(*ALL), 1, None),
        (sitting(*ALL), 2, PanelBarrier.NOT_CHAIR),
        (sitting(*ALL), 4, PanelBarrier.NOT_MEMBER),
        (sitting(*ALL), 9, PanelBarrier.LEFT),
        (sitting(*ALL, state=PanelState.SIGNING), 1, PanelBarrier.NOT_VOTING),
        (sitting(*ALL[:2], members=frozenset({1, 2})), 1, PanelBarrier.NO_QUORUM),
        (sitting(*ALL[:2]), 1, PanelBarrier.VOTES_MISSING),
        (sitting(vote(1), vote(2), vote(3, evidence="older")), 1, PanelBarrier.EVIDENCE_CHANGED),
        (sitting(vote(1, "a"), vote(2, "b"), vote(3, "c")), 1, PanelBarrier.NO_MAJORITY),
    ],
)
def test_votes_are_closed_by_the_chair_once_all_who_are_there_voted_on_what_stands(found, person, barrier):
    assert barrier_to_close(found, RULE, person) == barrier


@pytest.mark.parametrize(
    ("found", "person", "barrier"),
    [
        (sitting(*ALL, state=PanelState.SIGNING), 3, None),  # also who wanted something else
        (sitting(*ALL), 3, PanelBarrier.NOT_SIGNING),
        (sitting(*ALL, state=PanelState.SIGNING, members=frozenset({1, 2, 3, 4})), 4, PanelBarrier.DID_NOT_VOTE),
        (sitting(*ALL, state=PanelState.SIGNING, signed=frozenset({2})), 2, PanelBarrier.SIGNED),
        (sitting(*ALL, state=PanelState.SIGNING, evidence="newer"), 2, PanelBarrier.EVIDENCE_CHANGED),
        (sitting(*ALL, state=PanelState.SIGNING), 9, PanelBarrier.LEFT),
    ],
)
def test_who_voted_signs_once_while_the_evidence_stands(found, person, barrier):
    assert barrier_to_sign(found, person) == barrier


def test_a_vote_may_be_changed_until_the_votes_are_closed():
    assert barrier_to_vote(sitting(*ALL), 3) is None
    assert barrier_to_vote(sitting(*ALL, state=PanelState.SIGNING), 3) is PanelBarrier.NOT_VOTING
    assert barrier_to_vote(sitting(*ALL), 9) is PanelBarrier.LEFT


steps = st.lists(st.sampled_from("abc"), min_size=1, max_size=9)


@given(steps, st.sampled_from(Majority), st.randoms(use_true_random=False))
def test_the_outcome_is_what_enough_voted_for_and_never_depends_on_the_order(cast, majority, chance):
    votes = [vote(number, step) for number, step in enumerate(cast)]
    found = outcome_of(votes, majority)
    shuffled = chance.sample(votes, len(votes))
    assert outcome_of(shuffled, majority) == found
    counts = Counter(cast)
    if found is None:
        least = {Majority.SIMPLE: 1 / 2, Majority.TWO_THIRDS: 2 / 3, Majority.ALL: 1}[majority]
        assert max(counts.values()) <= len(cast) * least
    else:
        assert counts[found] > len(cast) / 2
        assert {one.transition for one in dissent(votes, found)} == set(cast) - {found}


@pytest.mark.parametrize(
    ("cast", "simple", "two_thirds", "every"),
    [
        ("a", "a", "a", "a"),
        ("aa", "a", "a", "a"),
        ("ab", None, None, None),
        ("aab", "a", "a", None),  # exactly two thirds
        ("aabb", None, None, None),
        ("aaab", "a", "a", None),
        ("aaabb", "a", None, None),
        ("aabc", None, None, None),  # the most, and only half
        ("abc", None, None, None),
    ],
)
def test_each_majority_is_reached_at_its_edge_and_not_before(cast, simple, two_thirds, every):
    votes = [vote(number, step) for number, step in enumerate(cast)]
    majorities = (Majority.SIMPLE, Majority.TWO_THIRDS, Majority.ALL)
    assert [outcome_of(votes, one) for one in majorities] == [simple, two_thirds, every]


def test_what_was_voted_by_who_left_is_waited_for_by_nobody_and_decides_nothing():
    gone = sitting(vote(1), vote(2, "reject"), vote(9, "reject"), members=frozenset({1, 2, 3}))
    assert [one.person_id for one in gone.counting] == [1, 2]
    assert gone.waiting == {3}
    assert sitting(vote(1), vote(2, evidence="older")).waiting == {2, 3}
    four = {"members": frozenset({1, 2, 3, 4})}
    whole = sitting(*ALL, vote(4, "certify"), vote(9, "reject"), **four)
    assert barrier_to_close(whole, RULE, 1) is None
    assert (
        barrier_to_close(sitting(vote(1), vote(2, evidence="older"), **four), RULE, 1) is PanelBarrier.EVIDENCE_CHANGED
    )


def test_a_view_that_a_vote_does_not_hold_speaks_for_nobody():
    no = CompetenceView(False, "No feedback.")
    assert not_met([vote(1, teach=no), vote(2), vote(3, teach=no)], ["teach", "know"]) == {"teach": ("No feedback.",)}
    assert not_met([vote(1, teach=no), vote(2), vote(3)], ["teach"]) == {}


def test_without_a_vote_there_is_no_outcome():
    assert outcome_of([], Majority.SIMPLE) is None


def test_a_competence_is_not_met_where_more_than_half_say_so_with_their_reasons():
    no, again, yes = (
        CompetenceView(False, "No feedback."),
        CompetenceView(False, "Spoke alone."),
        CompetenceView(True, "Seen twice."),
    )
    votes = [vote(1, teach=no, know=yes), vote(2, teach=again, know=no), vote(3, teach=no, know=yes)]
    assert not_met(votes, ["teach", "know"]) == {"teach": ("No feedback.", "Spoke alone.")}
    assert not_met(votes[:2], ["know"]) == {}  # half is not more than half


def test_it_takes_as_many_signatures_as_the_scheme_asks_for():
    assert not is_signed({1}, RULE)
    assert is_signed({1, 2}, RULE)
