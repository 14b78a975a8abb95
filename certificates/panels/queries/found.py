"""Panels with their members, votes, decisions and signatures, found for those who may see them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from certificates.candidates.queries.found import CandidateFound, candidates_where
from certificates.candidates.queries.standing import File, file_at
from certificates.candidates.rules.citing import cites
from certificates.candidates.rules.digests import digest_of
from certificates.panels import policy
from certificates.panels.models import Panel, PanelDecision, PanelMember, PanelSignature, PanelVote
from certificates.panels.rules import CompetenceView, MemberVote, PanelSitting, PanelState
from certificates.schemes.models import Candidate
from certificates.schemes.rules.definition import PanelRule, SchemeDefinition, Transition
from lms.access import Viewer
from lms.errors import NotFound


@dataclass(frozen=True)
class FoundPanel:
    """A panel with everybody and everything in it."""

    row: Panel
    candidate: CandidateFound
    members: Sequence[PanelMember]
    votes: Sequence[PanelVote]
    decisions: Sequence[PanelDecision]
    signatures: Sequence[PanelSignature]  # of the newest decision

    @property
    def definition(self) -> SchemeDefinition:
        """The version of the scheme whose rules the panel follows."""
        return self.candidate.definition

    @property
    def rule(self) -> PanelRule:
        """How it decides; a scheme that was checked names it."""
        found = self.definition.panel_of(self.row.candidate_state)
        if found is None:
            raise LookupError(f"The scheme names no panel in the state {self.row.candidate_state}.")
        return found

    @property
    def steps(self) -> tuple[Transition, ...]:
        """What it can decide."""
        return decidable(self.definition, self.row.candidate_state, self.row.right)

    @property
    def decision(self) -> PanelDecision | None:
        """The newest decision, where one is written down and stands."""
        return self.decisions[-1] if self.decisions and self.row.state != PanelState.VOTING else None

    def sitting(self, evidence: str) -> PanelSitting:
        """The panel as its rules see it; `evidence` is the digest of what stands now."""
        newest = {one.person_id: one for one in self.votes}
        return PanelSitting(
            state=PanelState(self.row.state),
            members=frozenset(one.person_id for one in self.members if one.left_at is None),
            left=frozenset(one.person_id for one in self.members if one.left_at is not None),
            chair_id=self.row.chair_id,
            votes=tuple(as_vote(one) for one in newest.values()),
            evidence=evidence,
            signed=frozenset(one.person_id for one in self.signatures),
        )


def decidable(definition: SchemeDefinition, state: str, right: str) -> tuple[Transition, ...]:
    """The steps that a panel with this right decides on in a state."""
    return tuple(one for one in definition.steps_from(state) if one.mover == right)


def as_vote(row: PanelVote) -> MemberVote:
    """A vote as rules read it."""
    views = {code: CompetenceView(bool(one["met"]), str(one["words"])) for code, one in row.views.items()}
    return MemberVote(row.person_id, row.transition, row.evidence, views, row.words)


def evidence_digest(file: File) -> str:
    """The digest of the evidence as it stands: what a vote and a decision rest on."""
    return digest_of({"cites": cites(file.matrix.pieces)})


def file_of_panel(session: Session, panel: FoundPanel, today: date) -> File:
    """The whole file of the candidate, for the panel."""
    return file_at(session, panel.candidate, today)


def panel_seen(session: Session, viewer: Viewer, uuid: str) -> FoundPanel:
    """A panel of which the viewer is a member, or that they put together."""
    return _one(session, Panel.uuid == uuid, policy.seen_by(viewer))


def panel_sat_in(session: Session, viewer: Viewer, uuid: str) -> FoundPanel:
    """A panel of which the viewer is or was a member."""
    return _one(session, Panel.uuid == uuid, policy.sat_in_by(viewer))


def panel_convened(session: Session, viewer: Viewer, uuid: str) -> FoundPanel:
    """A panel that the viewer put together and still may."""
    return _one(session, Panel.uuid == uuid, policy.convened_by(viewer))


def panels_seen(session: Session, viewer: Viewer) -> list[FoundPanel]:
    """Every panel that the viewer sees, those that wait first."""
    found = _found(session, policy.seen_by(viewer))
    return sorted(found, key=lambda one: (one.row.closed_at is not None, -one.row.id))


def open_panel_of(session: Session, candidate_id: int) -> Panel | None:
    """The panel that is at it."""
    return session.scalars(
        select(Panel).where(
            Panel.candidate_id == candidate_id, Panel.state.in_((PanelState.VOTING, PanelState.SIGNING))
        )
    ).one_or_none()


def candidates_to_convene(session: Session, viewer: Viewer) -> list[tuple[CandidateFound, str]]:
    """The candidates for whom this viewer may put a panel together and none is at it, with the right it needs."""
    busy = select(Panel.candidate_id).where(Panel.state.in_((PanelState.VOTING, PanelState.SIGNING)))
    found = candidates_where(
        session,
        policy.may_convene_for(viewer),
        Candidate.closed_at.is_(None),
        Candidate.id.not_in(busy),
    )
    pairs = [(one, right_in(one.definition, one.row.state)) for one in found]
    return [(one, right) for one, right in pairs if right and policy.may_convene(viewer, one.row, right)]


def right_in(definition: SchemeDefinition, state: str) -> str:
    """Which right the members of a panel need in this state; empty where no panel decides there."""
    if definition.panel_of(state) is None:
        return ""
    return next((one.mover for one in definition.steps_from(state) if one.by_panel), "")


def decided_of(session: Session, candidate_ids: Collection[int]) -> Mapping[int, list[FoundPanel]]:
    """The panels of these candidates that decided, in order: the record that an appeal reads."""
    found: dict[int, list[FoundPanel]] = defaultdict(list)
    for one in _found(session, Panel.candidate_id.in_(candidate_ids), Panel.state == PanelState.DONE):
        found[one.row.candidate_id].append(one)
    return found


def letter_own(session: Session, viewer: Viewer, uuid: str) -> tuple[FoundPanel, PanelDecision]:
    """The decision of a panel about oneself, once the step was taken."""
    wanted = (
        select(PanelDecision.panel_id)
        .join(Panel, Panel.id == PanelDecision.panel_id)
        .join(Candidate, Candidate.id == Panel.candidate_id)
        .where(
            PanelDecision.uuid == uuid,
            PanelDecision.transition_id.is_not(None),
            Candidate.person_id == viewer.id,
        )
    )
    found = _one(session, Panel.id.in_(wanted))
    return found, next(one for one in found.decisions if one.uuid == uuid)


def letters_own(session: Session, viewer: Viewer) -> list[FoundPanel]:
    """The panels that decided about oneself, the newest first."""
    mine = select(Candidate.id).where(Candidate.person_id == viewer.id)
    found = _found(session, Panel.candidate_id.in_(mine), Panel.state == PanelState.DONE)
    return sorted(found, key=lambda one: -one.row.id)


def _one(session: Session, *where: ColumnElement[bool]) -> FoundPanel:
    found = _found(session, *where)
    if not found:
        raise NotFound
    return found[0]


def _found(session: Session, *where: ColumnElement[bool]) -> list[FoundPanel]:
    """Panels with all that belongs to them: seven queries, however many."""
    rows = session.scalars(select(Panel).where(*where).order_by(Panel.id)).all()
    if not rows:
        return []
    numbers = [one.id for one in rows]
    people = {
        one.row.id: one for one in candidates_where(session, Candidate.id.in_({one.candidate_id for one in rows}))
    }
    members: dict[int, list[PanelMember]] = defaultdict(list)
    votes: dict[int, list[PanelVote]] = defaultdict(list)
    decisions: dict[int, list[PanelDecision]] = defaultdict(list)
    signatures: dict[int, list[PanelSignature]] = defaultdict(list)
    for member in session.scalars(
        select(PanelMember).where(PanelMember.panel_id.in_(numbers)).order_by(PanelMember.id)
    ):
        members[member.panel_id].append(member)
    for vote in session.scalars(select(PanelVote).where(PanelVote.panel_id.in_(numbers)).order_by(PanelVote.no)):
        votes[vote.panel_id].append(vote)
    for decision in session.scalars(
        select(PanelDecision).where(PanelDecision.panel_id.in_(numbers)).order_by(PanelDecision.no)
    ):
        decisions[decision.panel_id].append(decision)
    newest = [each[-1].id for each in decisions.values()]
    for signature in session.scalars(select(PanelSignature).where(PanelSignature.decision_id.in_(newest))):
        signatures[signature.decision_id].append(signature)
    return [
        FoundPanel(
            one,
            people[one.candidate_id],
            members[one.id],
            votes[one.id],
            decisions[one.id],
            signatures[decisions[one.id][-1].id] if decisions[one.id] else (),
        )
        for one in rows
    ]
