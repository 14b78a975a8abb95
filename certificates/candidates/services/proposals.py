"""Steps for which a scheme asks two people: one proposes, another confirms or refuses."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from certificates.candidates import policy
from certificates.candidates.events import StepProposed
from certificates.candidates.models import StepProposal
from certificates.candidates.queries.found import CandidateFound, candidate_by_id
from certificates.candidates.queries.proposals import open_proposal
from certificates.candidates.queries.standing import file_at
from certificates.candidates.rules.moving import Mover, StepBarrier
from certificates.candidates.rules.proposals import ProposalOutcome
from certificates.candidates.services.advancing import advance
from certificates.candidates.services.evidence import STATEMENT, add_statement, take_up
from certificates.candidates.services.moving import Taking, demand_none, move, obstacles_of
from certificates.candidates.services.overtaking import close_proposals
from certificates.schemes.models import CandidateTransition
from certificates.schemes.rules.definition import CANDIDATE
from lms import events
from lms.access import Viewer
from lms.errors import Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.ids import new_uuid
from lms.people.api import holders_of


def mover_of(session: Session, viewer: Viewer, found: CandidateFound) -> Mover:
    """The viewer as somebody who acts on a candidate."""
    return Mover(viewer.id, policy.rights_over(session, viewer, found.row, found.definition))


def take_step(
    session: Session,
    found: CandidateFound,
    code: str,
    reason: str,
    *,
    actor: Viewer,
    now: datetime,
    topics: tuple[str, ...] = (),
) -> CandidateTransition | StepProposal:
    """Take a step where one person may, else propose it to a second one; `topics` are those that a narrowing leaves."""
    step = found.definition.transition(code)
    if step is None:
        raise NotFound
    taking = Taking(step=code, by=mover_of(session, actor, found), reason=reason, topics=topics)
    if step.mover == CANDIDATE and STATEMENT in step.brings and actor.id == found.row.person_id:
        add_statement(session, found, reason, now=now)
    if not step.second:
        made = move(session, found, taking, now=now)
        advance(session, [found.row.person_id], now=now)
        return made
    take_up(session, [found.row.person_id], now=now)
    found = candidate_by_id(session, found.row.id)
    file = file_at(session, found, now.date())
    alone = [
        one
        for one in obstacles_of(session, file, step, taking, now=now)
        if one.barrier is not StepBarrier.SECOND_MISSING
    ]
    demand_none(alone, found)
    proposal = StepProposal(
        uuid=new_uuid(), candidate_id=found.row.id, transition=code, from_state=found.row.state,
        reason=reason.strip(), by_id=actor.id, at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(proposal)
    except IntegrityError as fault:
        raise Conflict(_("A step of this candidate is already proposed. Decide on that first.")) from fault
    events.publish(
        session,
        StepProposed(
            subject=f"candidate:{found.row.id}", actor_id=actor.id, at=now, proposal_id=proposal.id, transition=code,
            reason=proposal.reason,
        ),
    )  # fmt: skip
    return proposal


def confirm_step(session: Session, found: CandidateFound, *, actor: Viewer, now: datetime) -> CandidateTransition:
    """Take the proposed step as the second person; everything is judged again, with both people."""
    proposal = _waiting(session, found)
    first = Mover(proposal.by_id, _rights_of_first(session, found, proposal))
    taking = Taking(step=proposal.transition, by=first, second=mover_of(session, actor, found), reason=proposal.reason)
    close_proposals(session, found.row.id, ProposalOutcome.CONFIRMED, by_id=actor.id, now=now)
    made = move(session, found, taking, now=now)
    advance(session, [found.row.person_id], now=now)
    return made


def refuse_step(session: Session, found: CandidateFound, *, actor: Viewer, now: datetime) -> None:
    """Refuse the proposed step, or take back what one proposed oneself."""
    proposal = _waiting(session, found)
    step = found.definition.transition(proposal.transition)
    mine = mover_of(session, actor, found)
    if proposal.by_id != actor.id and (step is None or step.mover not in mine.rights):
        raise RuleBroken(_("You do not hold the role for this step."))
    outcome = ProposalOutcome.WITHDRAWN if proposal.by_id == actor.id else ProposalOutcome.REFUSED
    close_proposals(session, found.row.id, outcome, by_id=actor.id, now=now)


def _waiting(session: Session, found: CandidateFound) -> StepProposal:
    proposal = open_proposal(session, found.row.id)
    if proposal is None:
        raise Conflict(_("Nothing waits for confirmation any more. Load the page again."))
    return proposal


def _rights_of_first(session: Session, found: CandidateFound, proposal: StepProposal) -> frozenset[str]:
    """The right of the step, where whoever proposed it still holds it."""
    step = found.definition.transition(proposal.transition)
    if step is None or proposal.by_id not in holders_of(session, step.mover, found.row.person_id):
        return frozenset()
    return frozenset({step.mover})
