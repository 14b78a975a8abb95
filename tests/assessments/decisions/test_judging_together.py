"""Three people without any earlier part judge an objection together, where three are there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from assessments.decisions import queries
from assessments.decisions.audited import AUDITED
from assessments.decisions.models import Objection, ObjectionVote
from assessments.decisions.rules import JUDGES, ObjectionOutcome, judges_for, outcome_of
from assessments.decisions.services.objecting import judge_objection, object_to
from assessments.independence.api import declare_interest
from lms.audit.models import AuditEntry
from lms.audit.verification.records import compare_all
from lms.errors import Conflict, RuleBroken
from tests.builders import decisions as make
from tests.builders.people import viewer

DAY = timedelta(days=1)
WHY = "We asked the unit."


@pytest.fixture
def decision(session, kind, officer, now):
    return make.in_force(session, officer, now)


@pytest.fixture
def judges(session, decision):
    return [make.manager(session) for _number in range(4)]


@pytest.fixture
def objection(session, decision, judges, officer, now):
    return object_to(session, decision.uuid, words="The phone was mine.", actor=viewer(session, officer), now=now + DAY)


def judge(session, decision, actor, now, *, uphold, why=WHY):
    return judge_objection(session, decision.uuid, uphold=uphold, reason=why, actor=actor, now=now + 2 * DAY)


def test_nothing_follows_before_most_of_three_agree(session, kind, decision, objection, judges, now):
    assert objection.judges == JUDGES
    assert judge(session, decision, judges[0], now, uphold=True, why="It was hers.") is None
    assert (decision.state, objection.outcome) == ("in-force", None)
    assert judge(session, decision, judges[1], now, uphold=False, why="It was not.") is None
    done = judge(session, decision, judges[2], now, uphold=True, why="The unit says so.")
    assert (done, decision.state, objection.outcome) == (ObjectionOutcome.UPHELD, "overturned", "upheld")
    assert objection.reason == "It was hers.\n\nThe unit says so."
    assert kind.asked == [("take_effect", "in-force"), ("overturn", "overturned")]
    with pytest.raises(Conflict, match="decided on this objection already"):
        judge(session, decision, judges[3], now, uphold=False)
    names = session.scalars(select(AuditEntry.name).where(AuditEntry.subject == "thing:1")).all()
    assert names[-5:] == [*["decision.objection-voted"] * 3, "decision.objection-judged", "decision.ended"]
    assert [one.faults for one in compare_all(session, AUDITED) if one.faults] == []


def test_two_who_dismiss_it_are_most_of_three(session, kind, decision, objection, judges, now):
    judge(session, decision, judges[0], now, uphold=False)
    assert judge(session, decision, judges[1], now, uphold=False) is ObjectionOutcome.DISMISSED
    assert (decision.state, kind.asked) == ("in-force", [("take_effect", "in-force")])


def test_nobody_judges_twice(session, decision, objection, judges, now):
    judge(session, decision, judges[0], now, uphold=True)
    with pytest.raises(RuleBroken, match="voted on this objection already"):
        judge(session, decision, judges[0], now, uphold=True)
    assert len(session.scalars(select(ObjectionVote)).all()) == 1


def test_who_is_tied_to_the_person_does_not_judge_with_others_and_reads_why(session, decision, officer, judges, now):
    declare_interest(session, judges[0].id, officer.id, "We wrote a book together.", now=now)
    made = object_to(session, decision.uuid, words="It was mine.", actor=viewer(session, officer), now=now + DAY)
    assert made.judges == JUDGES  # the other three are free
    free = queries.could_judge(session, queries.facts_of(session, decision), now)
    assert judges[0].id not in free
    with pytest.raises(RuleBroken, match="declared"):
        judge(session, decision, judges[0], now, uphold=True)


def test_who_judged_an_objection_about_the_same_before_does_not_judge_the_next(session, kind, officer, now):
    before = make.in_force(session, officer, now)
    first = [make.manager(session) for _number in range(3)]
    object_to(session, before.uuid, words="It was mine.", actor=viewer(session, officer), now=now)
    for one in first[:2]:
        judge(session, before, one, now, uphold=True)
    after = make.in_force(session, officer, now)
    for _number in range(3):
        make.manager(session)
    object_to(session, after.uuid, words="It was mine.", actor=viewer(session, officer), now=now)
    with pytest.raises(RuleBroken, match="took part"):
        judge(session, after, first[0], now, uphold=True)


def test_where_fewer_than_three_are_free_one_judges(session, kind, officer, now):
    decision = make.in_force(session, officer, now)
    third = make.manager(session)
    made = object_to(session, decision.uuid, words="It was mine.", actor=viewer(session, officer), now=now)
    assert made.judges == 1
    assert judge(session, decision, third, now, uphold=True) is ObjectionOutcome.UPHELD


def test_an_objection_of_before_is_judged_by_one(session, kind, decision, objection, judges, now):
    session.execute(update(Objection).values(judges=1))
    session.expire_all()
    assert judge(session, decision, judges[0], now, uphold=False) is ObjectionOutcome.DISMISSED


@given(st.lists(st.booleans(), max_size=3))
def test_an_outcome_is_what_most_of_three_say_and_no_later_vote_changes_it(votes):
    outcome = outcome_of(votes, 3)
    assert (outcome is None) == (max(sum(votes), len(votes) - sum(votes)) < 2)
    if outcome is not None and len(votes) < 3:
        assert {outcome_of([*votes, later], 3) for later in (True, False)} == {outcome}


def test_three_judge_or_one():
    assert [judges_for(free) for free in range(6)] == [1, 1, 1, 3, 3, 3]
