"""What must never stand in the rows, whatever was done: asked of the tables alone, not of the rules that prevent it.

A new part of the chain is a query in `parts_of`; a new thing that somebody decides about a candidate is one in
`OWN_FILE`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assessments.independence.models import IndependenceWaiver
from assessments.missions.models import (
    MissionAnnex,
    MissionAnnexVersion,
    MissionMember,
    OperationPractice,
)
from assessments.sheets.models import Performance, Reconciliation, Sheet, SheetEvent
from assessments.sheets.rules.states import SheetAct
from certificates.candidates.models import Nomination, StepProposal
from certificates.credentials.models import Claim
from certificates.panels.models import Panel, PanelDecision, PanelMember, PanelSignature, PanelVote
from certificates.schemes.models import Candidate, CandidateTransition
from tests.one_part_each.scheme import whole
from tests.one_part_each.site import MODERATORS, Site

SCHEME = whole()
CHAIN = ("trainer", "supervisor", "examiner", "decider", "appeal")
MAY_BE_WAIVED = frozenset({("trainer", "examiner"), ("trainer", "decider")})


def findings(site: Site) -> list[str]:
    """Everything that is wrong now; nothing where all is well."""
    with site.reading() as session:
        me = site.ids["candidate"]
        names = {number: name for name, number in site.ids.items()}
        parts = parts_of(session, me)
        found = [f"{names[one]}: {what}" for one, what in twice(session, me, parts)]
        found += [f"own file: {what}" for what in own_file(session, me)]
        found += [f"{names[one]}: {what}" for one, what in shown(session, site)]
        found += [f"{names.get(one, 'nobody')}: {what}" for one, what in again(session)]
        return found + [f"issued: {what}" for what in issued(session, me, parts)]


def parts_of(session: Session, person_id: int) -> dict[int, set[str]]:
    """Who acted in which part of the chain for somebody."""
    found: dict[int, set[str]] = defaultdict(set)
    steps = session.scalars(select(CandidateTransition).join(Candidate).where(Candidate.person_id == person_id))
    for row in steps:
        known = SCHEME.transition(row.transition)
        if known is not None and known.part in CHAIN:
            for one in {row.actor_id, row.second_id} - {None}:
                found[one].add(known.part)
    annexes = select(MissionAnnex.expert_id).join(MissionAnnexVersion, MissionAnnexVersion.annex_id == MissionAnnex.id)
    sealed = select(SheetEvent.sheet_id).where(SheetEvent.act == SheetAct.SEAL)
    queries: tuple[tuple[str, Select[tuple[int]]], ...] = (
        ("supervisor", annexes.where(MissionAnnex.candidate_id == person_id)),
        ("supervisor", select(OperationPractice.observed_by_id).where(OperationPractice.person_id == person_id)),
        (
            "examiner",
            select(Sheet.assessor_id).join(Performance).where(Performance.person_id == person_id, Sheet.id.in_(sealed)),
        ),
    )
    for part, query in queries:
        for one in session.scalars(query):
            found[one].add(part)
    votes = select(PanelVote.person_id, Panel.right).join(Panel).join(Candidate).where(Candidate.person_id == person_id)
    for one, right in session.execute(votes):
        found[one].add("appeal" if right == "appeal.judge" else "decider")
    return found


def twice(session: Session, person_id: int, parts: dict[int, set[str]]) -> Iterable[tuple[int, str]]:
    """Who acted in two parts; what another person allowed with a reason is no finding."""
    allowed = {
        (one.actor_id, one.part)
        for one in session.scalars(select(IndependenceWaiver).where(IndependenceWaiver.person_id == person_id))
        if one.by_id not in (one.actor_id, one.person_id)
    }
    for actor, held in parts.items():
        left = {one for one in held if one != "trainer" or not _waived(actor, held, allowed)}
        if len(left) > 1:
            yield actor, " and ".join(sorted(left))


def _waived(actor: int, held: set[str], allowed: set[tuple[int, str]]) -> bool:
    """Whether whoever trained was allowed to do the other thing."""
    return all(("trainer", one) in MAY_BE_WAIVED and (actor, one) in allowed for one in held - {"trainer"})


def own_file(session: Session, person_id: int) -> Iterable[str]:
    """What somebody did about themselves that others decide."""
    mine = select(Candidate.id).where(Candidate.person_id == person_id)
    panels = select(Panel.id).where(Panel.candidate_id.in_(mine))
    by_others = [one.code for one in SCHEME.transitions if one.by_person]
    step = CandidateTransition
    queries = {
        "a step": select(step.id).where(
            step.candidate_id.in_(mine), step.transition.in_(by_others),
            (step.actor_id == person_id) | (step.second_id == person_id),
        ),
        "a proposal": select(StepProposal.id).where(
            StepProposal.candidate_id.in_(mine), StepProposal.by_id == person_id
        ),
        "a nomination": select(Nomination.id).where(
            Nomination.person_id == person_id, Nomination.by_id == person_id
        ),
        "an annex": select(MissionAnnex.id).where(
            MissionAnnex.candidate_id == person_id, MissionAnnex.expert_id == person_id
        ),
        "supervision": select(MissionMember.id).where(
            MissionMember.person_id == person_id, MissionMember.supervised_by_id == person_id
        ),
        "practice": select(OperationPractice.id).where(
            OperationPractice.person_id == person_id, OperationPractice.observed_by_id == person_id
        ),
        "a sheet": select(Sheet.id).join(Performance).where(
            Performance.person_id == person_id, Sheet.assessor_id == person_id
        ),
        "a result": select(Reconciliation.id).join(Performance).where(
            Performance.person_id == person_id, Reconciliation.by_id == person_id
        ),
        "a panel": select(Panel.id).where(Panel.candidate_id.in_(mine), Panel.convened_by_id == person_id),
        "a seat": select(PanelMember.id).where(PanelMember.panel_id.in_(panels), PanelMember.person_id == person_id),
        "a vote": select(PanelVote.id).where(PanelVote.panel_id.in_(panels), PanelVote.person_id == person_id),
        "a waiver": select(IndependenceWaiver.id).where(
            IndependenceWaiver.person_id == person_id,
            (IndependenceWaiver.by_id == person_id) | (IndependenceWaiver.actor_id == person_id),
        ),
    }  # fmt: skip
    return [what for what, query in queries.items() if session.scalars(query).first() is not None]


def shown(session: Session, site: Site) -> Iterable[tuple[int, str]]:
    """Who read another's sheet before both were sealed: nobody but moderators, and of those nobody who rates."""
    moderators = {site.ids[one] for one in MODERATORS}
    rating = set(session.scalars(select(Sheet.assessor_id).where(Sheet.performance_id == site.performance_id)))
    for reader, _sheet in site.watched:
        if reader not in moderators:
            yield reader, "read a sheet before the time"
        elif reader in rating:
            yield reader, "rates, and had read the sheet of another"


def again(session: Session) -> Iterable[tuple[int, str]]:
    """Who decides again what an appeal took from them."""
    steps = list(session.scalars(select(CandidateTransition).order_by(CandidateTransition.id)))
    decided = {one.transition_id: one for one in session.scalars(select(PanelDecision))}
    gone: dict[str, set[int]] = defaultdict(set)  # state → who refused there in vain
    refusal: CandidateTransition | None = None
    for row in steps:
        known = SCHEME.transition(row.transition)
        if known is None:
            continue
        if known.code == "uphold" and refusal is not None:
            panel = decided.get(refusal.id)
            gone[refusal.from_state] |= set(panel.voters if panel else (refusal.actor_id, refusal.second_id)) - {None}
            refusal = None
            continue
        panel = decided.get(row.id)
        people = set(panel.voters) if panel else {row.actor_id, row.second_id} - {None}
        if known.by_person:
            for one in sorted(people & gone[row.from_state]):
                yield one, f"decided again in {row.from_state}"
        if known.refusal and row.from_state != "appeal":
            refusal = row


def issued(session: Session, person_id: int, parts: dict[int, set[str]]) -> Iterable[str]:
    """Certificates without two who signed and do nothing else, and a third who released."""
    for claim in session.scalars(select(Claim).where(Claim.person_id == person_id)):
        causes = [str(one.get("cause") or "") for one in claim.evidence]
        steps = [int(one.partition(":")[2]) for one in causes if one.startswith("candidate-step:")]
        decision = session.scalars(select(PanelDecision).where(PanelDecision.transition_id.in_(steps))).first()
        if decision is None:
            yield "without the decision of a panel"
            continue
        signed = set(session.scalars(select(PanelSignature.person_id).where(PanelSignature.decision_id == decision.id)))
        if len(signed & set(decision.voters)) < 2:
            yield "without two signatures of those who voted"
        if any(parts[one] - {"decider"} and len(parts[one] - {"trainer"}) > 1 for one in signed):
            yield "signed by somebody with another part"
        release = session.scalars(
            select(CandidateTransition.actor_id)
            .join(Candidate)
            .where(
                Candidate.person_id == person_id, CandidateTransition.transition == "release",
                CandidateTransition.at <= claim.earned_at,
            )
        ).first()  # fmt: skip
        if release is None:
            yield "released by nobody"
        elif release in {*signed, *decision.voters, person_id}:
            yield "released by one of those who decided"
