"""Whoever decides has the decision locked until the commit, so that no other decides about it meanwhile."""

import pytest

from assessments.decisions import queries
from assessments.decisions.services.deciding import confirm, refuse
from assessments.decisions.services.objecting import judge_objection, object_to
from tests.builders import decisions as make
from tests.builders.locks import locks
from tests.builders.people import viewer

LOCKED = [("changes", "decision")]


@pytest.mark.parametrize("act", [confirm, refuse])
def test_the_second_person_has_the_proposal_locked(session, kind, officer, first, second, now, act):
    made = make.proposed(session, officer, first, now)
    with locks(session) as locked:
        act(session, made.uuid, words=make.WORDS, actor=second, now=now)
    assert locked == LOCKED


def test_the_person_and_who_judges_have_the_decision_locked(session, kind, officer, third, now):
    made = make.in_force(session, officer, now)
    with locks(session) as locked:
        object_to(session, made.uuid, words="No, no.", actor=viewer(session, officer), now=now)
    assert locked == LOCKED
    with locks(session) as locked:
        judge_objection(session, made.uuid, uphold=False, reason=make.WORDS, actor=third, now=now)
    assert locked == LOCKED


def test_who_only_looks_locks_nothing(session, kind, officer, third, now):
    made = make.in_force(session, officer, now)
    with locks(session) as locked:
        queries.decision_managed(session, third, made.uuid)
        queries.decision_told(session, viewer(session, officer), made.uuid)
    assert locked == []
