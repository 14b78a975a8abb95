"""Decisions about a person: proposed, confirmed or refused by a second one, lifted, overturned."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.decisions import queries
from assessments.decisions.events import DecisionDropped, DecisionEnded, DecisionInForce, DecisionProposed
from assessments.decisions.kinds import kind_of
from assessments.decisions.models import Decision
from assessments.decisions.rules import (
    STATE_AFTER,
    DecisionBarrier,
    DecisionState,
    ObjectionOutcome,
)
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.people.api import reaches_person

WORDS_LEAST, WORDS_MOST = 5, 2000  # signs


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What somebody proposes to decide about a person; `key` is that of the form, which proposes once."""

    kind: str
    subject: str
    person_id: int
    reason: str
    words: str
    opens_on: date | None = None
    never_again: bool = False
    exam_id: int | None = None  # which the person may not sit until then
    key: str | None = None


def propose(session: Session, proposal: Proposal, *, actor: Viewer, now: datetime) -> Decision:
    """Propose a decision about somebody else; nothing follows from it before a second person confirms.

    The same form sent twice answers with what it proposed first. Conflict where one waits already.
    """
    _demand_right(session, proposal, actor)
    if proposal.key is not None:
        before = queries.proposed_by_key(session, proposal.key)
        if before is not None:
            return _same(before, proposal)
    _demand_whole(proposal, now)
    made = _keep(session, proposal, DecisionState.PROPOSED, actor, now)
    events.publish(
        session,
        DecisionProposed(
            subject=made.subject, actor_id=actor.id, at=now, decision_id=made.id, kind=made.kind,
            person_id=made.person_id, reason=made.reason, never_again=made.never_again,
            opens_on=made.opens_on.isoformat() if made.opens_on else None,
        ),
    )  # fmt: skip
    return made


def decide_alone(session: Session, proposal: Proposal, *, actor: Viewer, now: datetime) -> Decision:
    """Keep a decision that one person may take and has taken: in force at once, open to an objection.

    Its kind is not asked to do anything: whoever calls this has done it. It still undoes it, if an objection is upheld.
    """
    _demand_right(session, proposal, actor)
    _demand_whole(proposal, now)
    made = _keep(session, proposal, DecisionState.IN_FORCE, actor, now)
    _say_in_force(session, made, actor, now)
    return made


def confirm(session: Session, uuid: str, *, words: str, actor: Viewer, now: datetime) -> Decision:
    """Confirm as the second person what somebody else proposed: it comes into force, and its kind acts."""
    decision = _demand_open(session, uuid, actor)
    barred = queries.confirming_barrier(session, queries.facts_of(session, decision), actor.id)
    if barred is not None:
        raise RuleBroken(barrier_words(barred))
    _decide(decision, DecisionState.IN_FORCE, words, actor, now)
    session.flush()
    _say_in_force(session, decision, actor, now)
    kind_of(decision.kind).take_effect(session, queries.facts_of(session, decision), now=now)
    return decision


def refuse(session: Session, uuid: str, *, words: str, actor: Viewer, now: datetime) -> Decision:
    """Say no as the second person, or take back one's own proposal; the person concerned is told nothing.

    To say no is in favour of that person: nobody does it whose rights come from them.
    """
    decision = _demand_open(session, uuid, actor)
    barred = queries.refusing_barrier(session, queries.facts_of(session, decision), actor.id)
    if barred is not None:
        raise RuleBroken(barrier_words(barred))
    own = decision.proposer_id == actor.id
    _decide(decision, DecisionState.WITHDRAWN if own else DecisionState.REFUSED, words, actor, now)
    session.flush()
    events.publish(
        session,
        DecisionDropped(
            subject=decision.subject, actor_id=actor.id, at=now, decision_id=decision.id, kind=decision.kind,
            person_id=decision.person_id, state=decision.state, words=words,
        ),
    )  # fmt: skip
    kind_of(decision.kind).drop(session, queries.facts_of(session, decision), now=now)
    return decision


def lift(session: Session, decision: Decision, *, words: str, by: int | None, now: datetime) -> None:
    """End a decision that was right and holds no longer; an objection that waits has lost its object.

    Its kind is not asked to do anything: whoever calls this has done it, and holds the decision locked. `by` none:
    nobody, as when its time is over.
    """
    end(session, decision, DecisionState.LIFTED, words=words, by=by, now=now)
    objection = queries.objection_to(session, decision.id)
    if objection is not None and objection.outcome is None:
        objection.outcome, objection.decided_at, objection.reason = ObjectionOutcome.MOOT, now, words


def end(
    session: Session, decision: Decision, state: DecisionState, *, words: str, by: int | None, now: datetime
) -> None:
    """End a decision in force, and say so."""
    before = DecisionState(decision.state)
    if state not in STATE_AFTER[before]:
        raise Conflict(_("This decision no longer applies. Load the page again."))
    decision.state, decision.ended_by_id, decision.ended_at = state, by, now
    session.flush()
    events.publish(
        session,
        DecisionEnded(
            subject=decision.subject, actor_id=by, at=now, decision_id=decision.id, kind=decision.kind,
            person_id=decision.person_id, before=before, after=state, words=words,
        ),
    )  # fmt: skip


def barrier_words(barred: DecisionBarrier) -> str:
    """Why somebody may not decide here, in words for them."""
    if barred is DecisionBarrier.CONCERNED:
        return _("This decision is about you. Somebody else has to take it.")
    if barred is DecisionBarrier.PROPOSED:
        return _("You proposed this. Somebody else has to confirm it.")
    if barred is DecisionBarrier.APPOINTED:
        return _(
            "Your rights and those of the person who proposed this are linked: one of you gave "
            "them to the other. Ask somebody whose rights come from elsewhere to confirm it."
        )
    if barred is DecisionBarrier.DEPENDENT:
        return _("Your rights come from this person. Somebody whose rights come from elsewhere has to decide.")
    if barred is DecisionBarrier.JUDGED:
        return _("You have voted on this objection already. Your vote is saved.")
    return _("You took part in this decision. Ask somebody who did not to decide on the objection.")


def _demand_right(session: Session, proposal: Proposal, actor: Viewer) -> None:
    """Nobody decides about themselves, nor about people beyond their care."""
    if proposal.person_id == actor.id:
        raise RuleBroken(barrier_words(DecisionBarrier.CONCERNED))
    if not reaches_person(session, actor, kind_of(proposal.kind).permission, proposal.person_id):
        raise NotFound


def _demand_whole(proposal: Proposal, now: datetime) -> None:
    """Refuse what lacks a reason, words or a day, or has a day where its kind names none."""
    kind = kind_of(proposal.kind)
    if proposal.reason not in kind.reasons:
        raise BadInput("reason", _("Choose a reason from the list."))
    if not WORDS_LEAST <= len(proposal.words) <= WORDS_MOST:
        raise BadInput("words", _("Use between 5 and 2,000 characters."))
    if kind.names_day and proposal.never_again == (proposal.opens_on is not None):
        raise BadInput(
            "opens_on", _("Name the first day on which the person may sit again, or say that there is none.")
        )
    if not kind.names_day and (proposal.never_again or proposal.opens_on is not None):
        raise ValueError(f"The kind {kind.name} names no day.")
    if proposal.opens_on is not None and proposal.opens_on < now.date():
        raise BadInput("opens_on", _("This day is over. Name today or a later day."))


def _keep(session: Session, proposal: Proposal, state: DecisionState, actor: Viewer, now: datetime) -> Decision:
    alone = state is DecisionState.IN_FORCE
    made = Decision(
        uuid=ids.new_uuid(), kind=proposal.kind, subject=proposal.subject, person_id=proposal.person_id,
        reason=proposal.reason, words=proposal.words, exam_id=proposal.exam_id, opens_on=proposal.opens_on,
        never_again=proposal.never_again, key=proposal.key, proposer_id=actor.id, proposed_at=now, state=state,
        decided_by_id=actor.id if alone else None, decided_at=now if alone else None, decided_words=None,
        ended_by_id=None, ended_at=None,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as fault:  # one waits, or this form was sent twice at the same moment
        raise Conflict(_("A decision about this was already proposed. It waits for a second person.")) from fault
    return made


def _same(before: Decision, proposal: Proposal) -> Decision:
    """What this form proposed before, if it was about the same."""
    if (before.kind, before.subject, before.person_id) != (proposal.kind, proposal.subject, proposal.person_id):
        raise Conflict(_("This form was sent already, about something else. Load the page again and fill it in again."))
    return before


def _demand_open(session: Session, uuid: str, actor: Viewer) -> Decision:
    """A decision that still waits, locked."""
    decision = queries.decision_managed(session, actor, uuid, lock=True)
    if decision.state != DecisionState.PROPOSED:
        raise Conflict(_("This was already decided. Load the page again."))
    return decision


def _decide(decision: Decision, state: DecisionState, words: str, actor: Viewer, now: datetime) -> None:
    decision.state, decision.decided_words, decision.decided_by_id, decision.decided_at = state, words, actor.id, now


def _say_in_force(session: Session, decision: Decision, actor: Viewer, now: datetime) -> None:
    events.publish(
        session,
        DecisionInForce(
            subject=decision.subject, actor_id=actor.id, at=now, decision_id=decision.id, kind=decision.kind,
            person_id=decision.person_id, reason=decision.reason, proposer_id=decision.proposer_id,
        ),
    )  # fmt: skip
