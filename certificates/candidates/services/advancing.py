"""Steps that nobody takes by hand: a fact has happened, and the rule moves who waits for it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.candidates.events import CandidateClosed
from certificates.candidates.queries.found import CandidateFound, open_candidates_of
from certificates.candidates.queries.standing import File, file_at
from certificates.candidates.rules.moving import Acting, may_move
from certificates.candidates.services.evidence import take_up
from certificates.candidates.services.moving import Taking, move
from certificates.schemes.rules.definition import RULE, StateKind
from lms import events

MOST = 8  # steps that follow from each other at one moment; a scheme in a circle ends here


def advance(session: Session, people: Collection[int], *, now: datetime) -> int:
    """Take up what is new of these people, and every step that follows from facts alone; how many were taken."""
    take_up(session, people, now=now)
    return sum(_walk(session, found, now) for found in open_candidates_of(session, people))


def _walk(session: Session, found: CandidateFound, now: datetime) -> int:
    taken = 0
    while taken < MOST:
        file = file_at(session, found, now.date())
        code = next_by_rule(file)
        if code is None:
            break
        move(session, found, Taking(step=code, by=None), now=now)
        session.refresh(found.row)
        taken += 1
    return taken


def close_ended(session: Session, people: Collection[int], *, now: datetime) -> int:
    """Close the ways that ended in a refusal which nobody can appeal any more; how many were closed."""
    closed = 0
    for found in open_candidates_of(session, people):
        state = found.definition.state(found.row.state)
        if state is None or state.kind is not StateKind.END:
            continue
        refused = file_at(session, found, now.date()).standing.refused
        if refused is not None and now.date() <= refused.last_day:
            continue
        found.row.closed_at = now
        session.flush()
        events.publish(
            session,
            CandidateClosed(
                subject=f"candidate:{found.row.id}", actor_id=None, at=now, person_id=found.row.person_id,
                state=found.row.state,
            ),
        )  # fmt: skip
        closed += 1
    return closed


def next_by_rule(file: File) -> str | None:
    """The first step from here that follows from a fact, and in whose way nothing stands."""
    definition, state = file.found.definition, file.standing.state
    return next(
        (
            step.code
            for step in definition.steps_from(state)
            if step.mover == RULE and step.fact is not None
            and not may_move(definition, step.code, file.standing, Acting())
        ),
        None,
    )  # fmt: skip
