"""Proposed steps that another step has overtaken, and every other end of one."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from certificates.candidates.events import StepProposalClosed
from certificates.candidates.models import StepProposal
from certificates.candidates.rules.proposals import ProposalOutcome
from certificates.schemes.models import Candidate
from lms import events


def overtake(session: Session, candidate: Candidate, *, by_id: int | None, now: datetime) -> None:
    """Close what was proposed for a candidate who has taken a step."""
    close_proposals(session, candidate.id, ProposalOutcome.OVERTAKEN, by_id=by_id, now=now)


def close_proposals(
    session: Session, candidate_id: int, outcome: ProposalOutcome, *, by_id: int | None, now: datetime
) -> bool:
    """End the proposal that waits, if one does; whether there was one."""
    closed = list(
        session.scalars(
            update(StepProposal)
            .where(StepProposal.candidate_id == candidate_id, StepProposal.closed_at.is_(None))
            .values(closed_at=now, closed_by_id=by_id, outcome=outcome.value)
            .returning(StepProposal.id)
            .execution_options(synchronize_session=False)
        )
    )
    for proposal_id in closed:
        events.publish(
            session,
            StepProposalClosed(
                subject=f"candidate:{candidate_id}", actor_id=by_id, at=now, proposal_id=proposal_id,
                outcome=outcome.value,
            ),
        )  # fmt: skip
    return bool(closed)
