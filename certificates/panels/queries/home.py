"""What home asks of panels first: whether one under way has this member, and whether a candidate has none."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from certificates.panels import policy
from certificates.panels.models import Panel, PanelMember
from certificates.panels.rules import PanelState
from certificates.permissions import SchemePermission
from certificates.schemes.models import Candidate
from lms.access import Viewer

UNDER_WAY = Panel.state.in_((PanelState.VOTING, PanelState.SIGNING))


def sitting_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Of who decides or judges."""
    if not (person.may(SchemePermission.PANEL_DECIDE) or person.may(SchemePermission.APPEAL_JUDGE)):
        return []
    mine = select(PanelMember.id).join(Panel, Panel.id == PanelMember.panel_id)
    return [mine.where(PanelMember.person_id == person.id, PanelMember.left_at.is_(None), UNDER_WAY).exists()]


def convening_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Of who puts panels together."""
    if not (person.may(policy.CONVENES_DECISION) or person.may(policy.CONVENES_APPEAL)):
        return []
    busy = select(Panel.candidate_id).where(UNDER_WAY)
    rest = (policy.may_convene_for(person), Candidate.closed_at.is_(None), Candidate.id.not_in(busy))
    return [select(Candidate.id).where(*rest).exists()]
