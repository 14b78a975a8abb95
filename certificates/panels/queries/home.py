"""What home asks of panels: how many wait for a member, and whether a candidate under way has none."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from certificates.panels import policy
from certificates.panels.models import Panel, PanelDecision, PanelMember, PanelSignature, PanelVote
from certificates.panels.rules import PanelState
from certificates.permissions import SchemePermission
from certificates.schemes.models import Candidate
from lms.access import Viewer

MEMBER, VOTE = aliased(PanelMember), aliased(PanelVote)
UNDER_WAY = Panel.state.in_((PanelState.VOTING, PanelState.SIGNING))


def sitting_first(person: Viewer, now: datetime) -> list[ColumnElement[int]]:
    """Of who decides or judges: how many panels wait for their vote, for the end of the votes, or for a signature."""
    if not (person.may(SchemePermission.PANEL_DECIDE) or person.may(SchemePermission.APPEAL_JUDGE)):
        return []
    sits = select(PanelMember.panel_id).where(PanelMember.person_id == person.id, PanelMember.left_at.is_(None))
    voted = select(PanelVote.id).where(PanelVote.panel_id == Panel.id, PanelVote.person_id == person.id).exists()
    of_member = select(VOTE.id).where(VOTE.panel_id == MEMBER.panel_id, VOTE.person_id == MEMBER.person_id)
    missing = select(MEMBER.id).where(MEMBER.panel_id == Panel.id, MEMBER.left_at.is_(None), ~of_member.exists())
    closes = (Panel.chair_id == person.id) & ~missing.exists()
    newest = select(func.max(PanelDecision.no)).where(PanelDecision.panel_id == Panel.id).correlate(Panel)
    signed = (
        select(PanelSignature.id)
        .join(PanelDecision, PanelDecision.id == PanelSignature.decision_id)
        .where(PanelDecision.panel_id == Panel.id, PanelDecision.no == newest.scalar_subquery())
        .where(PanelSignature.person_id == person.id)
        .exists()
    )
    waits = ((Panel.state == PanelState.VOTING) & (~voted | closes)) | ((Panel.state == PanelState.SIGNING) & ~signed)
    found = select(func.count(Panel.id)).where(Panel.id.in_(sits), policy.sat_in_by(person), waits)
    return [found.scalar_subquery()]


def convening_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Of who puts panels together."""
    if not (person.may(policy.CONVENES_DECISION) or person.may(policy.CONVENES_APPEAL)):
        return []
    busy = select(Panel.candidate_id).where(UNDER_WAY)
    rest = (policy.may_convene_for(person), Candidate.closed_at.is_(None), Candidate.id.not_in(busy))
    return [select(Candidate.id).where(*rest).exists()]
