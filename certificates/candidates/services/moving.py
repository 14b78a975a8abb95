"""Steps of candidates: judged by one rule, taken by one statement, and told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from certificates.candidates.events import CandidateMoved
from certificates.candidates.labels import obstacle_said
from certificates.candidates.queries.found import CandidateFound, candidate_by_id
from certificates.candidates.queries.standing import File, file_at, ties_of
from certificates.candidates.rules.citing import cites
from certificates.candidates.rules.matrix import Piece
from certificates.candidates.rules.moving import (
    Acting,
    Mover,
    Obstacle,
    PanelVerdict,
    StepBarrier,
    is_appeal,
    may_move,
    target,
)
from certificates.candidates.services.evidence import take_up
from certificates.candidates.services.overtaking import overtake
from certificates.schemes.models import Candidate, CandidateTransition
from certificates.schemes.rules.definition import SchemeDefinition, StateKind, Transition
from certificates.schemes.rules.scopes import DecidedScope, as_data
from lms import events
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.ids import new_uuid
from lms.people.api import bound_by_rights


@dataclass(frozen=True, kw_only=True)
class Taking:
    """A step as somebody takes it: who with which rights, the second person, the panel, and why."""

    step: str
    by: Mover | None  # none: a rule, on a fact
    second: Mover | None = None
    panel: PanelVerdict | None = None
    reason: str = ""
    topics: tuple[str, ...] = ()  # that stay, where it releases a certificate with less scope
    scope: DecidedScope | None = None  # for what a panel certifies, where a release may follow


def move(session: Session, found: CandidateFound, taking: Taking, *, now: datetime) -> CandidateTransition:
    """Take a step, or say everything that stands in the way.

    Of two at once one takes it; the other is told so (`Conflict`), as rule 14 of the pathway asks. What it rests on is
    kept with it as it stands. The people who act are asked for their independence here, whatever the caller knows.
    """
    take_up(session, [found.row.person_id], now=now)
    found = candidate_by_id(session, found.row.id)
    session.refresh(found.row)  # what is judged is what stands
    file = file_at(session, found, now.date())
    step = found.definition.transition(taking.step)
    acting = _acting(session, found, step, taking, now)
    demand_none(may_move(found.definition, taking.step, file.standing, acting), found)
    return _take(session, file, taking, target(found.definition, taking.step, file.standing), now)


def obstacles_of(session: Session, file: File, step: Transition, taking: Taking, *, now: datetime) -> list[Obstacle]:
    """Everything that would stand in the way of a step."""
    acting = _acting(session, file.found, step, taking, now)
    return may_move(file.found.definition, step.code, file.standing, acting)


def demand_none(obstacles: list[Obstacle], found: CandidateFound) -> None:
    """Refuse with every obstacle in words; a missing reason beside its field, another state as a conflict."""
    if not obstacles:
        return
    first = obstacles[0]
    if first.barrier is StepBarrier.WRONG_STATE:
        raise Conflict(_("Somebody else was faster. Load the page again to see the current status of the candidate."))
    said = " ".join(dict.fromkeys(obstacle_said(one, found.definition) for one in obstacles))
    if all(one.barrier is StepBarrier.NO_REASON for one in obstacles):
        raise BadInput("reason", said)
    raise RuleBroken(said)


def _acting(session: Session, found: CandidateFound, step: Transition | None, taking: Taking, now: datetime) -> Acting:
    """Who acts, each with the ties that stand in the way."""
    movers = [one for one in (taking.by, taking.second) if one is not None]
    voters = taking.panel.voters | taking.panel.signers if taking.panel else frozenset()
    everybody = {one.person_id for one in movers} | voters
    ties = ties_of(session, everybody, found, step, now) if step is not None and step.by_person else {}
    if taking.by is not None and taking.second is not None:
        demand_second(session, taking.by.person_id, taking.second.person_id)
    tied = tuple(dict.fromkeys(tie for one in sorted(voters) for tie in ties.get(one, ())))

    def with_ties(mover: Mover | None) -> Mover | None:
        if mover is None:
            return None
        return Mover(mover.person_id, mover.rights, tuple(dict.fromkeys((*ties.get(mover.person_id, ()), *tied))))

    return Acting(with_ties(taking.by), with_ties(taking.second), taking.panel, taking.reason)


def _take(session: Session, file: File, taking: Taking, to_state: str, now: datetime) -> CandidateTransition:
    row, definition = file.found.row, file.found.definition
    closing = ends(definition, to_state)
    taken = session.scalars(
        update(Candidate)
        .where(Candidate.id == row.id, Candidate.state == file.standing.state, Candidate.steps == row.steps)
        .values(state=to_state, steps=row.steps + 1, closed_at=now if closing else None)
        .returning(Candidate.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if taken is None:
        raise Conflict(_("Somebody else was faster. Load the page again to see the current status of the candidate."))
    made = append_step(
        session, file, taking.step, to_state, now=now,
        actor_id=taking.by.person_id if taking.by else None,
        second_id=taking.second.person_id if taking.second else None,
        reason=taking.reason.strip(), topics=taking.topics, scope=taking.scope,
    )  # fmt: skip
    session.refresh(row)
    overtake(session, row, by_id=made.actor_id, now=now)
    return made


def ends(definition: SchemeDefinition, state: str) -> bool:
    """Whether the way is over at once: an end from which nobody can appeal or go on."""
    here = definition.state(state)
    goes_on = any(is_appeal(definition, one) for one in definition.steps_from(state))
    return here is not None and here.kind is StateKind.END and not goes_on


def append_step(
    session: Session,
    file: File,
    code: str,
    to_state: str,
    *,
    actor_id: int | None,
    second_id: int | None,
    reason: str,
    now: datetime,
    topics: tuple[str, ...] = (),
    scope: DecidedScope | None = None,
) -> CandidateTransition:
    """Append the row of a step whose state was written already, with what it rests on; and tell of it."""
    row = file.found.row
    made = CandidateTransition(
        uuid=new_uuid(), candidate_id=row.id, no=row.steps + 1, transition=code,
        from_state=file.standing.state, to_state=to_state, scheme_version_id=file.found.version.id,
        actor_id=actor_id, second_id=second_id, reason=reason, cites=cites(_pieces(file)), scope=as_data(scope), at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    events.publish(
        session,
        CandidateMoved(
            subject=f"candidate:{row.id}", actor_id=actor_id, at=now, person_id=row.person_id,
            transition_id=made.id, transition=code, from_state=made.from_state, to_state=to_state,
            second_id=second_id, reason=made.reason, cites=made.cites, topics=list(topics), scope=made.scope,
        ),
    )  # fmt: skip
    return made


def _pieces(file: File) -> tuple[Piece, ...]:
    return file.matrix.pieces


def demand_second(session: Session, first_id: int, second_id: int) -> None:
    """Refuse a second person whose rights come from the first one, or the other way round."""
    if second_id in bound_by_rights(session, [first_id]):
        raise RuleBroken(_("The rights of the second person must not be linked to the first person."))
