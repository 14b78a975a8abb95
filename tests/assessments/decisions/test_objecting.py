"""The person concerned may object, once and in time; somebody who had no part in the decision judges."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.decisions import queries
from assessments.decisions.models import Objection
from assessments.decisions.rules import ANSWER_WITHIN, OBJECTION_WINDOW, ObjectionOutcome
from assessments.decisions.services.deciding import lift
from assessments.decisions.services.objecting import judge_objection, object_to
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import Conflict, NotFound, RuleBroken
from tests.builders import decisions as make
from tests.builders.people import person, viewer

DAY = timedelta(days=1)


@pytest.fixture
def decision(session, kind, officer, now):
    return make.in_force(session, officer, now)


@pytest.fixture
def me(session, officer):
    return viewer(session, officer)


@pytest.fixture
def objection(session, decision, me, now):
    return object_to(session, decision.uuid, words="The phone was mine.", actor=me, now=now + DAY)


def judge(session, decision, actor, now, *, uphold):
    judge_objection(session, decision.uuid, uphold=uphold, reason="We asked the unit.", actor=actor, now=now + 2 * DAY)


def test_an_objection_is_kept_with_its_clock_and_changes_nothing(session, decision, objection, now):
    assert (objection.at, objection.due_at, objection.outcome) == (now + DAY, now + DAY + ANSWER_WITHIN, None)
    assert decision.state == "in-force"


def test_one_objects_once(session, decision, objection, me, now):
    with pytest.raises(Conflict, match="objected already"):
        object_to(session, decision.uuid, words="Once more.", actor=me, now=now + DAY)
    assert len(session.scalars(select(Objection)).all()) == 1


def test_after_the_last_day_it_is_too_late(session, decision, me, now):
    with pytest.raises(RuleBroken, match="time to object is over"):
        object_to(session, decision.uuid, words="Late.", actor=me, now=now + OBJECTION_WINDOW + DAY)


def test_nobody_objects_for_somebody_else(session, decision, now):
    for other in (viewer(session, person(session)), make.manager(session)):
        with pytest.raises(NotFound):
            object_to(session, decision.uuid, words="For her.", actor=other, now=now)


def test_what_is_only_proposed_cannot_be_objected_to(session, kind, officer, first, me, now):
    made = make.proposed(session, officer, first, now)
    with pytest.raises(NotFound):
        object_to(session, made.uuid, words="What is this?", actor=me, now=now)


def test_upheld_the_decision_is_overturned_and_undone(session, kind, decision, objection, third, now):
    judge(session, decision, third, now, uphold=True)
    assert (decision.state, decision.ended_by_id, objection.outcome) == ("overturned", third.id, "upheld")
    assert (objection.decider_id, objection.reason) == (third.id, "We asked the unit.")
    assert kind.asked == [("take_effect", "in-force"), ("overturn", "overturned")]
    names = session.scalars(select(AuditEntry.name).where(AuditEntry.subject == "thing:1")).all()
    assert names[2:] == ["decision.objection-made", "decision.objection-judged", "decision.ended"]


def test_dismissed_the_decision_stands(session, kind, decision, objection, third, now):
    judge(session, decision, third, now, uphold=False)
    assert (decision.state, objection.outcome) == ("in-force", "dismissed")
    assert kind.asked == [("take_effect", "in-force")]


def test_an_objection_is_judged_once(session, decision, objection, third, now):
    judge(session, decision, third, now, uphold=False)
    with pytest.raises(Conflict, match="decided on this objection already"):
        judge(session, decision, third, now, uphold=True)
    assert decision.state == "in-force"


@pytest.mark.parametrize("whose", ["proposer_id", "decided_by_id"])
def test_who_decided_does_not_judge_the_objection(session, decision, objection, whose, now):
    actor = viewer(session, session.get_one(type(person(session)), getattr(decision, whose)))
    with pytest.raises(RuleBroken, match="took part"):
        judge(session, decision, actor, now, uphold=False)


def test_who_had_another_part_in_it_does_not_judge_either(session, kind, decision, objection, third, now):
    kind.others = frozenset({third.id})
    with pytest.raises(RuleBroken, match="took part"):
        judge(session, decision, third, now, uphold=True)


def test_who_had_a_part_in_an_earlier_decision_about_the_same_does_not_judge_either(session, officer, first, now):
    refuser = make.manager(session)
    make.refuse(session, make.proposed(session, officer, first, now).uuid, words="No, no.", actor=refuser, now=now)
    decision = make.in_force(session, officer, now)
    other = person(session, None, Role.OFFICER)
    make.in_force(session, other, now)  # about somebody else: its people may judge
    object_to(session, decision.uuid, words="I was not there.", actor=viewer(session, officer), now=now)
    for actor in (first, refuser):
        with pytest.raises(RuleBroken, match="took part"):
            judge(session, decision, actor, now, uphold=True)
    assert len(queries.could_judge(session, queries.facts_of(session, decision), now)) == 2


def test_the_person_concerned_does_not_judge_their_own_objection(session, kind, now):
    concerned = make.manager(session)
    row = session.get_one(type(person(session)), concerned.id)
    decision = make.in_force(session, row, now)
    object_to(session, decision.uuid, words="I was not there.", actor=concerned, now=now)
    with pytest.raises(NotFound):
        judge(session, decision, concerned, now, uphold=True)


def test_without_an_objection_there_is_nothing_to_judge(session, decision, third, now):
    with pytest.raises(NotFound):
        judge(session, decision, third, now, uphold=True)


def test_an_objection_to_what_was_lifted_has_lost_its_object(session, decision, objection, me, third, now):
    lift(session, decision, words="It is over.", by=None, now=now + DAY)
    assert (objection.outcome, objection.reason) == (ObjectionOutcome.MOOT, "It is over.")
    assert (objection.decided_at, objection.decider_id) == (now + DAY, None)
    with pytest.raises(Conflict, match="decided on this objection already"):
        judge(session, decision, third, now, uphold=True)


def test_an_answer_stays_when_the_decision_is_lifted_later(session, decision, objection, third, now):
    judge(session, decision, third, now, uphold=False)
    lift(session, decision, words="It is over.", by=third.id, now=now + 3 * DAY)
    assert (decision.state, decision.ended_by_id, decision.ended_at) == ("lifted", third.id, now + 3 * DAY)
    assert (objection.outcome, objection.reason) == (ObjectionOutcome.DISMISSED, "We asked the unit.")
    assert objection.decided_at == now + 2 * DAY


def test_what_is_not_in_force_any_more_cannot_be_objected_to(session, decision, me, now):
    lift(session, decision, words="It is over.", by=None, now=now)
    with pytest.raises(RuleBroken, match="no longer applies"):
        object_to(session, decision.uuid, words="Too late.", actor=me, now=now)


def test_who_could_judge_leaves_out_everybody_who_had_a_part(session, kind, decision, third, now):
    facts = queries.facts_of(session, decision)
    assert queries.could_judge(session, facts, now) == [third.id]
    kind.others = frozenset({third.id})
    assert queries.could_judge(session, facts, now) == []
