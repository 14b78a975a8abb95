"""Votes, the outcome with its minutes, and signatures; the last signature takes the step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.api import demand_free, waivers_between
from certificates.candidates.labels import WORKING_LANGUAGES
from certificates.candidates.queries.found import candidate_by_id
from certificates.candidates.queries.scopes import scope_to_lessen, scope_to_propose
from certificates.candidates.queries.standing import File
from certificates.candidates.rules.citing import cites
from certificates.candidates.rules.moving import Mover, PanelVerdict, StepBarrier
from certificates.candidates.services.advancing import advance
from certificates.candidates.services.evidence import take_up
from certificates.candidates.services.moving import Taking, demand_none, move, obstacles_of
from certificates.panels.events import PanelDecided, PanelSigned, PanelVoted, PanelVotesAgain
from certificates.panels.labels import barrier_said, scope_refused
from certificates.panels.models import Panel, PanelDecision, PanelSignature, PanelVote
from certificates.panels.policy import demand_right
from certificates.panels.queries.eligible import part_of
from certificates.panels.queries.found import FoundPanel, evidence_digest, file_of_panel
from certificates.panels.rules import (
    REASON_LEAST,
    CompetenceView,
    PanelBarrier,
    PanelState,
    barrier_to_close,
    barrier_to_sign,
    barrier_to_vote,
    dissent,
    is_signed,
    not_met,
    outcome_of,
)
from certificates.schemes.queries.versions import intervals_of
from certificates.schemes.rules.definition import Transition
from certificates.schemes.rules.scopes import DecidedScope, as_data, asks_scope, fault_in, from_data, ordered
from lms import events
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.ids import new_uuid

BEFORE_SIGNING = frozenset({StepBarrier.SIGNATURES})  # what stands in the way until it is signed


@dataclass(frozen=True)
class PanelBallot:
    """A vote as a member casts it: a step, a view on each competence, and why."""

    transition: str
    views: Mapping[str, CompetenceView]
    words: str


def vote(session: Session, panel: FoundPanel, ballot: PanelBallot, *, by: Viewer, now: datetime) -> None:
    """Cast a vote, or cast it anew; it rests on the evidence as it stands at this moment.

    A member is asked for their independence again: they may have taught, supervised or rated since they were named.
    """
    demand_right(by, panel.row.right)
    file = _fresh(session, panel, now)
    _demand(barrier_to_vote(panel.sitting(evidence_digest(file)), by.id))
    _demand_independent(session, panel, by, now)
    if ballot.transition not in {one.code for one in panel.steps}:
        raise BadInput("transition", _("Choose what you vote for."))
    for one in panel.definition.competences:
        view = ballot.views.get(one.code)
        if view is None:
            raise BadInput(f"met-{one.code}", _("Say of each competence whether it is shown."))
        if len(view.words.strip()) < REASON_LEAST:
            raise BadInput(f"words-{one.code}", _("Give a reason for each competence."))
    if len(ballot.words.strip()) < REASON_LEAST:
        raise BadInput("words", _("Give the reason of your vote."))
    row = PanelVote(
        panel_id=panel.row.id,
        no=len(panel.votes) + 1,
        person_id=by.id,
        transition=ballot.transition,
        views={code: {"met": one.met, "words": one.words.strip()} for code, one in ballot.views.items()},
        words=ballot.words.strip(),
        evidence=evidence_digest(file),
        at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as fault:
        raise Conflict(_("Another member voted at the same moment. Send your vote again.")) from fault
    told = PanelVoted(subject=f"panel:{panel.row.id}", actor_id=by.id, at=now, no=row.no, transition=ballot.transition)
    events.publish(session, told)


def write_down(
    session: Session,
    panel: FoundPanel,
    reason: str,
    minutes: str,
    *,
    by: Viewer,
    now: datetime,
    scope: DecidedScope | None = None,
) -> PanelDecision:
    """The chair closes the votes: what they came to, the reason for the candidate, the minutes.

    Where a release may follow, also for what the candidate is to be certified; without a word on that it is what they
    hold, or everything.
    """
    demand_right(by, panel.row.right)
    file = _fresh(session, panel, now)
    evidence = evidence_digest(file)
    sitting, rule = panel.sitting(evidence), panel.rule
    _demand(barrier_to_close(sitting, rule, by.id))
    outcome = outcome_of(sitting.counting, rule.majority)
    step = panel.definition.transition(outcome or "")
    if outcome is None or step is None:
        raise LookupError("A panel that may close its votes has an outcome of its scheme.")
    for field, typed in (("reason", reason), ("minutes", minutes)):
        if len(typed.strip()) < REASON_LEAST:
            raise BadInput(field, _("Write at least a short sentence."))
    voters = frozenset(one.person_id for one in sitting.counting)
    taking = Taking(
        step=outcome,
        by=Mover(by.id, frozenset({panel.row.right})),
        panel=PanelVerdict(voters, frozenset()),
        reason=reason,
    )
    found = obstacles_of(session, file, step, taking, now=now)
    demand_none([one for one in found if one.barrier not in BEFORE_SIGNING], panel.candidate)
    decided = _scope(session, panel, step, scope)
    _shift(session, panel.row, PanelState.VOTING, PanelState.SIGNING)
    agreeing = [one for one in sitting.counting if one.transition == outcome]
    row = PanelDecision(
        uuid=new_uuid(),
        panel_id=panel.row.id,
        no=len(panel.decisions) + 1,
        transition=outcome,
        reason=reason.strip(),
        minutes=minutes.strip(),
        voters=sorted(voters),
        dissent=sorted(one.person_id for one in dissent(sitting.counting, outcome)),
        not_met={
            code: list(words)
            for code, words in not_met(agreeing, [one.code for one in panel.definition.competences]).items()
        },
        cites=cites(file.matrix.pieces),
        evidence=evidence,
        scope=as_data(decided),
        waivers=[
            {"person_id": one.actor_id, "tie": one.tie.value}
            for one in waivers_between(session, voters, [panel.candidate.row.person_id])
            if one.part is part_of(panel.row.right)
        ],
        written_by_id=by.id,
        at=now,
    )
    session.add(row)
    session.flush()
    told = PanelDecided(
        subject=f"panel:{panel.row.id}", actor_id=by.id, at=now, no=row.no, transition=outcome, voters=row.voters,
        dissent=row.dissent, evidence=evidence, scope=row.scope,
    )  # fmt: skip
    events.publish(session, told)
    return row


def sign(session: Session, panel: FoundPanel, *, by: Viewer, now: datetime) -> bool:
    """Sign what was written down; answers whether that was the last signature, which takes the step."""
    demand_right(by, panel.row.right)
    file, decision = _fresh(session, panel, now), panel.decision
    if decision is None:
        raise RuleBroken(_("Nothing is ready to be signed."))
    _demand(barrier_to_sign(panel.sitting(evidence_digest(file)), by.id))
    try:
        with session.begin_nested():
            session.add(PanelSignature(decision_id=decision.id, person_id=by.id, at=now))
    except IntegrityError as fault:
        raise Conflict(_("You have signed already.")) from fault
    told = PanelSigned(
        subject=f"panel:{panel.row.id}", actor_id=by.id, at=now, person_id=by.id, decision_id=decision.id
    )
    events.publish(session, told)
    signed = frozenset(one.person_id for one in panel.signatures) | {by.id}
    if not is_signed(signed, panel.rule):
        return False
    verdict = PanelVerdict(frozenset(decision.voters), signed)
    taking = Taking(
        step=decision.transition,
        by=Mover(by.id, frozenset({panel.row.right})),
        panel=verdict,
        reason=decision.reason,
        scope=from_data(decision.scope),
    )
    taken = move(session, candidate_by_id(session, panel.row.candidate_id), taking, now=now)
    decision.transition_id = taken.id
    _shift(session, panel.row, PanelState.SIGNING, PanelState.DONE, closed_at=now, closed_by_id=by.id)
    advance(session, [panel.candidate.row.person_id], now=now)
    return True


def vote_again(session: Session, panel: FoundPanel, *, by: Viewer, now: datetime) -> None:
    """Evidence changed before it was signed: what was written down stays in the record, and votes are cast anew."""
    if by.id != panel.row.chair_id:
        raise RuleBroken(_("Only the person who leads the panel can do this."))
    decision = panel.decision
    if decision is None or panel.row.state != PanelState.SIGNING:
        raise Conflict(_("Nothing is ready to be signed."))
    _shift(session, panel.row, PanelState.SIGNING, PanelState.VOTING)
    told = PanelVotesAgain(subject=f"panel:{panel.row.id}", actor_id=by.id, at=now, no=decision.no)
    events.publish(session, told)


def _scope(session: Session, panel: FoundPanel, step: Transition, scope: DecidedScope | None) -> DecidedScope | None:
    """For what the panel certifies, once it is whole; what a reduction leaves out has to be said."""
    definition, candidate = panel.definition, panel.candidate
    if not asks_scope(definition, step):
        return None
    held = scope_to_lessen(session, candidate, step)
    if scope is None:
        return None if held is not None else scope_to_propose(session, candidate, step)
    fault = fault_in(definition, scope, languages=WORKING_LANGUAGES, less_than=held)
    if fault is not None:
        raise BadInput(*scope_refused(fault))
    return ordered(definition, scope)


def _demand_independent(session: Session, panel: FoundPanel, by: Viewer, now: datetime) -> None:
    """Refused to whoever has acted in another part for the candidate meanwhile, with the fact."""
    part, rules = part_of(panel.row.right), intervals_of(panel.definition)
    demand_free(session, by.id, panel.candidate.row.person_id, part, now=now, intervals=rules)


def _fresh(session: Session, panel: FoundPanel, now: datetime) -> File:
    """The file with all evidence that there is at this moment."""
    take_up(session, [panel.candidate.row.person_id], now=now)
    return file_of_panel(session, panel, now.date())


def _demand(barrier: PanelBarrier | None) -> None:
    if barrier is not None:
        raise RuleBroken(barrier_said(barrier))


def _shift(session: Session, row: Panel, before: PanelState, after: PanelState, **more: object) -> None:
    """Move the panel on, once: of two at the same moment one succeeds."""
    moved = session.execute(
        update(Panel).where(Panel.id == row.id, Panel.state == before).values(state=after, **more).returning(Panel.id)
    ).one_or_none()
    if moved is None:
        raise Conflict(_("Somebody else was faster. Load the page again."))
    session.refresh(row)
