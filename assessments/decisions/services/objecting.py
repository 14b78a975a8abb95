"""Objections: the person concerned says why a decision is wrong; somebody who had no part in it judges."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.decisions import queries
from assessments.decisions.events import ObjectionJudged, ObjectionMade
from assessments.decisions.kinds import kind_of
from assessments.decisions.models import Objection
from assessments.decisions.rules import (
    DecisionState,
    ObjectionOutcome,
    answer_due_at,
    may_still_object,
)
from assessments.decisions.services.deciding import barrier_words, end
from lms import events, ids
from lms.access import Viewer
from lms.errors import Conflict, NotFound, RuleBroken
from lms.i18n import _


def object_to(session: Session, uuid: str, *, words: str, actor: Viewer, now: datetime) -> Objection:
    """Object to a decision about oneself, once, as long as its time is open; the decision holds meanwhile."""
    decision = queries.decision_told(session, actor, uuid, lock=True)
    if decision.state != DecisionState.IN_FORCE or decision.decided_at is None:
        raise RuleBroken(_("This decision is not in force any more. There is nothing to object to."))
    if queries.objection_to(session, decision.id) is not None:
        raise Conflict(_("You have objected already. What you wrote is kept, and somebody will judge it."))
    if not may_still_object(decision.decided_at, now):
        raise RuleBroken(_("The time to object is over. Write to the programme manager if you have new facts."))
    made = Objection(
        uuid=ids.new_uuid(), decision_id=decision.id, words=words, at=now, due_at=answer_due_at(now),
        outcome=None, decider_id=None, reason=None, decided_at=None,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as fault:  # pressed twice: the other request was faster
        raise Conflict(_("You have objected already. What you wrote is kept, and somebody will judge it.")) from fault
    events.publish(
        session,
        ObjectionMade(
            subject=decision.subject, actor_id=actor.id, at=now, decision_id=decision.id, objection_id=made.id,
            due_at=made.due_at.isoformat(),
        ),
    )  # fmt: skip
    return made


def judge_objection(session: Session, uuid: str, *, uphold: bool, reason: str, actor: Viewer, now: datetime) -> None:
    """Judge the objection to the decision of this uuid; upheld, the decision is overturned and its kind undoes it."""
    decision = queries.decision_managed(session, actor, uuid, lock=True)
    objection = queries.objection_to(session, decision.id)
    if objection is None:
        raise NotFound
    if objection.outcome is not None:
        raise Conflict(_("This objection was judged already. Look at the page again."))
    barred = queries.judging_barrier(session, queries.facts_of(session, decision), actor.id)
    if barred is not None:
        raise RuleBroken(barrier_words(barred))
    outcome = ObjectionOutcome.UPHELD if uphold else ObjectionOutcome.DISMISSED
    objection.outcome, objection.decider_id, objection.reason, objection.decided_at = outcome, actor.id, reason, now
    session.flush()
    events.publish(
        session,
        ObjectionJudged(
            subject=decision.subject, actor_id=actor.id, at=now, decision_id=decision.id, objection_id=objection.id,
            person_id=decision.person_id, outcome=outcome, reason=reason,
        ),
    )  # fmt: skip
    if uphold:
        end(session, decision, DecisionState.OVERTURNED, words=reason, by=actor.id, now=now)
        kind_of(decision.kind).overturn(session, queries.facts_of(session, decision), now=now)
