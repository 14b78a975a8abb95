"""Objections: the person concerned says why a decision is wrong; somebody who had no part in it judges."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.decisions import queries
from assessments.decisions.events import ObjectionJudged, ObjectionMade, ObjectionVoted
from assessments.decisions.kinds import DecisionFacts, kind_of
from assessments.decisions.models import Decision, Objection, ObjectionVote
from assessments.decisions.rules import (
    JUDGES,
    DecisionBarrier,
    DecisionState,
    ObjectionOutcome,
    answer_due_at,
    judges_for,
    may_still_object,
    outcome_of,
)
from assessments.decisions.services.deciding import barrier_words, end
from assessments.independence.api import tie_said
from lms import events, ids
from lms.access import Viewer
from lms.errors import Conflict, NotFound, RuleBroken
from lms.i18n import _


def object_to(session: Session, uuid: str, *, words: str, actor: Viewer, now: datetime) -> Objection:
    """Object to a decision about oneself, once, as long as its time is open; the decision holds meanwhile.

    Three people judge it who had no earlier part for this person, where three are there; else one who had none in it.
    """
    decision = queries.decision_told(session, actor, uuid, lock=True)
    if decision.state != DecisionState.IN_FORCE or decision.decided_at is None:
        raise RuleBroken(_("This decision no longer applies. There is nothing to object to."))
    if queries.objection_to(session, decision.id) is not None:
        raise Conflict(_("You have objected already. Your text is saved, and somebody will decide on it."))
    if not may_still_object(decision.decided_at, now):
        raise RuleBroken(_("The time to object is over. Write to the programme manager if you have new facts."))
    free = queries.could_judge(session, queries.facts_of(session, decision), now, judges=JUDGES)
    made = Objection(
        uuid=ids.new_uuid(), decision_id=decision.id, words=words, at=now, due_at=answer_due_at(now),
        outcome=None, decider_id=None, reason=None, decided_at=None, judges=judges_for(len(free)),
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as fault:  # pressed twice: the other request was faster
        raise Conflict(_("You have objected already. Your text is saved, and somebody will decide on it.")) from fault
    events.publish(
        session,
        ObjectionMade(
            subject=decision.subject, actor_id=actor.id, at=now, decision_id=decision.id, objection_id=made.id,
            due_at=made.due_at.isoformat(), judges=made.judges,
        ),
    )  # fmt: skip
    return made


def judge_objection(
    session: Session, uuid: str, *, uphold: bool, reason: str, actor: Viewer, now: datetime
) -> ObjectionOutcome | None:
    """Judge the objection to the decision of this uuid; upheld, the decision is overturned and its kind undoes it.

    Where several judge it together this is one vote; nothing follows, and none is answered, before most of them agree.
    """
    decision = queries.decision_managed(session, actor, uuid, lock=True)
    objection = queries.objection_to(session, decision.id)
    if objection is None:
        raise NotFound
    if objection.outcome is not None:
        raise Conflict(_("Somebody has decided on this objection already. Load the page again."))
    refused = judging_refused(session, queries.facts_of(session, decision), actor.id, now)
    if refused:
        raise RuleBroken(refused)
    outcome = ObjectionOutcome.UPHELD if uphold else ObjectionOutcome.DISMISSED
    if objection.judges > 1:
        _vote(session, decision, objection, uphold=uphold, reason=reason, actor=actor, now=now)
        votes = queries.votes_on(session, decision.id)
        agreed = outcome_of((one.uphold for one in votes), objection.judges)
        if agreed is None:
            return None
        outcome, uphold = agreed, agreed is ObjectionOutcome.UPHELD
        reason = "\n\n".join(one.reason for one in votes if one.uphold == uphold)
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
    return outcome


def judging_refused(session: Session, decision: DecisionFacts, person_id: int, now: datetime) -> str:
    """Why this person may not judge the objection, with the fact; empty where they may."""
    barred = queries.judging_barrier(session, decision, person_id, now)
    if barred is DecisionBarrier.TIED:
        ties = queries.ties_of_judge(session, decision, person_id, now)
        return _("You cannot act here. %(fact)s", fact=" ".join(tie_said(one) for one in ties))
    return barrier_words(barred) if barred is not None else ""


def _vote(
    session: Session,
    decision: Decision,
    objection: Objection,
    *,
    uphold: bool,
    reason: str,
    actor: Viewer,
    now: datetime,
) -> None:
    row = ObjectionVote(objection_id=objection.id, person_id=actor.id, uphold=uphold, reason=reason, at=now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as fault:  # pressed twice: the other request was faster
        raise Conflict(barrier_words(DecisionBarrier.JUDGED)) from fault
    events.publish(
        session,
        ObjectionVoted(
            subject=decision.subject, actor_id=actor.id, at=now, decision_id=decision.id, vote_id=row.id,
            person_id=actor.id, uphold=uphold,
        ),
    )  # fmt: skip
