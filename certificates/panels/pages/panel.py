"""A panel, as its reader sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.api import SignedRecommendation, recommendations_of, signed_said
from certificates.candidates.labels import state_said, step_said
from certificates.candidates.queries.scopes import scope_to_propose
from certificates.candidates.queries.standing import File
from certificates.candidates.rules.days import act_by
from certificates.panels import policy
from certificates.panels.labels import STATES, barrier_said
from certificates.panels.models import PanelDecision
from certificates.panels.pages.decided import (
    EarlierPanel,
    PanelVoteLine,
    decided_scope,
    earlier_panel,
    vote_lines,
    waiver_lines,
)
from certificates.panels.pages.evidence import EvidenceColumn, MatrixLine, evidence_columns, matrix_lines
from certificates.panels.queries.eligible import PossibleMember
from certificates.panels.queries.found import FoundPanel, decided_of, evidence_digest
from certificates.panels.rules import PanelState, barrier_to_close, barrier_to_sign, barrier_to_vote, outcome_of
from certificates.schemes.rules.definition import words
from certificates.schemes.rules.scopes import DecidedScope
from lms.access import Viewer
from lms.i18n import language
from lms.people.api import people_named, person_of


@dataclass(frozen=True)
class PanelMemberLine:
    """A member, and whether they voted and signed."""

    name: str
    chair: bool
    voted: bool
    signed: bool
    left: str = ""


@dataclass(frozen=True)
class PanelStepLine:
    """A step that the candidate took."""

    at: datetime
    step: str
    state: str
    reason: str


@dataclass(frozen=True)
class PanelPage:
    """A panel, as its reader sees it."""

    panel: FoundPanel
    title: str
    person: str
    person_uuid: str  # of whom a member reads the whole dossier
    candidate_uuid: str  # while the panel decides, for the log of practice; else empty
    state: Any
    tone: str
    due_on: date | None
    members: Sequence[PanelMemberLine]
    quorum: int
    signatures: int
    columns: Sequence[EvidenceColumn]
    matrix: Sequence[MatrixLine]
    history: Sequence[PanelStepLine]
    earlier: Sequence[EarlierPanel]
    votes: Sequence[PanelVoteLine]
    is_member: bool
    is_chair: bool
    may_convene: bool
    may_vote: bool
    why_not_close: str  # empty: the chair may
    why_not_sign: str
    decision: PanelDecision | None
    decision_step: str
    waivers: Sequence[str] = ()
    possible: Sequence[PossibleMember] = ()
    scope: Sequence[tuple[str, str]] = ()  # for what the decision certifies
    recommended: Sequence[SignedRecommendation] = ()  # of moderators of workshops, with the minority view


def panel_page(
    session: Session,
    viewer: Viewer,
    panel: FoundPanel,
    file: File,
    possible: Sequence[PossibleMember],
) -> PanelPage:
    """The whole panel; whoever put it together sees who voted, never what, until it is decided."""
    definition, row = panel.definition, panel.row
    sitting = panel.sitting(evidence_digest(file))
    is_member = viewer.id in sitting.members or (viewer.id in sitting.left)
    done = row.state in (PanelState.SIGNING, PanelState.DONE)
    own = {one.person_id for one in sitting.counting if one.evidence == sitting.evidence}
    reads = is_member and viewer.id in sitting.members and (done or viewer.id in own)
    earlier = [
        one for one in decided_of(session, [row.candidate_id]).get(row.candidate_id, []) if one.row.id != row.id
    ] if is_member else []  # fmt: skip
    person_id = file.found.row.person_id
    recommended = recommendations_of(session, [person_id]).get(person_id, []) if is_member else []
    names = people_named(
        session,
        {person_id}
        | {one.row.by_id for one in recommended}
        | {one.person_id for one in panel.members}
        | {vote.person_id for one in earlier for vote in one.votes},
    )
    decision = panel.decision
    barrier = barrier_to_close(sitting, panel.rule, viewer.id)
    signing = barrier_to_sign(sitting, viewer.id)
    state, tone = STATES[row.state]
    return PanelPage(
        panel=panel,
        title=words(definition.title, language()),
        person=names[file.found.row.person_id],
        person_uuid=person_of(session, file.found.row.person_id).uuid,
        candidate_uuid=file.found.row.uuid if row.state in (PanelState.VOTING, PanelState.SIGNING) else "",
        state=state,
        tone=tone,
        due_on=act_by(definition, row.candidate_state, _since(file)),
        members=[
            PanelMemberLine(
                names.get(one.person_id, ""),
                one.person_id == row.chair_id,
                one.person_id in own,
                one.person_id in sitting.signed,
                one.left_words or "",
            )
            for one in panel.members
        ],
        quorum=panel.rule.quorum,
        signatures=panel.rule.signatures,
        columns=evidence_columns(file) if is_member else (),
        matrix=matrix_lines(file) if is_member else (),
        history=[
            PanelStepLine(
                one.at,
                step_said(one.transition, definition),
                state_said(one.to_state, definition),
                one.reason,
            )
            for one in file.transitions
        ] if is_member else [],
        earlier=[earlier_panel(one, names) for one in earlier],
        votes=vote_lines(panel, sitting, names, decision) if reads else [],
        is_member=is_member,
        is_chair=viewer.id == row.chair_id,
        may_convene=policy.may_convene(viewer, panel.candidate.row, row.right),
        may_vote=barrier_to_vote(sitting, viewer.id) is None,
        why_not_close=barrier_said(barrier) if barrier else "",
        why_not_sign=barrier_said(signing) if signing else "",
        decision=decision if is_member else None,
        decision_step=step_said(decision.transition, definition) if decision and is_member else "",
        waivers=waiver_lines(decision, names) if decision and is_member else (),
        possible=possible,
        scope=decided_scope(panel, decision) if decision and is_member else (),
        recommended=[signed_said(one.row, one.workshop, names, out_of_date=one.out_of_date) for one in recommended],
    )  # fmt: skip


def scope_offered(session: Session, panel: FoundPanel, file: File) -> DecidedScope | None:
    """With which scope the chair begins, where the votes come to a step that certifies."""
    outcome = outcome_of(panel.sitting(evidence_digest(file)).counting, panel.rule.majority)
    step = panel.definition.transition(outcome) if outcome else None
    return scope_to_propose(session, panel.candidate, step)


def _since(file: File) -> datetime:
    """Since when the candidate is in their state."""
    return file.transitions[-1].at if file.transitions else file.found.row.began_at
