"""Who puts panels together, and who sees them."""

from sqlalchemy import ColumnElement, and_, false, or_, select

from certificates.panels.models import Panel, PanelMember
from certificates.permissions import SchemePermission
from certificates.schemes.models import Candidate
from certificates.schemes.rules.definition import JUDGES
from certificates.schemes.scope_kinds import covers, within
from lms.access import Viewer
from lms.errors import RuleBroken
from lms.i18n import _

CONVENES_DECISION = SchemePermission.CANDIDATE_SCREEN
CONVENES_APPEAL = SchemePermission.COMPLAINT_HANDLE  # had no part in what is appealed


def convening_right(right: str) -> SchemePermission:
    """Which right puts a panel together whose members hold this one."""
    return CONVENES_APPEAL if right == JUDGES else CONVENES_DECISION


def may_convene(viewer: Viewer, candidate: Candidate, right: str) -> bool:
    """Whether somebody puts a panel together for a candidate, never for themselves."""
    asked = convening_right(right)
    return candidate.person_id != viewer.id and viewer.may(asked) and covers(viewer.scopes(asked), candidate)


def may_convene_for(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Candidate`: for whom the viewer may put some panel together."""
    ways = [within(viewer.scopes(one)) for one in (CONVENES_DECISION, CONVENES_APPEAL) if viewer.may(one)]
    return and_(or_(false(), *ways), Candidate.person_id != viewer.id)


def sat_in_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Panel`: of which the viewer is or was a member, and that is not about them."""
    mine = select(PanelMember.panel_id).where(PanelMember.person_id == viewer.id)
    return Panel.id.in_(mine) & _foreign(viewer)


def convened_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Panel`: for whose candidate the viewer still may put a panel of this kind together."""
    ways = []
    for asked in (CONVENES_DECISION, CONVENES_APPEAL):
        if viewer.may(asked):
            reached = select(Candidate.id).where(within(viewer.scopes(asked)))
            kind = Panel.right.expression == JUDGES if asked == CONVENES_APPEAL else Panel.right.expression != JUDGES
            ways.append(Panel.candidate_id.in_(reached) & kind)
    return or_(false(), *ways) & _foreign(viewer)


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Panel`: of which one is a member, or that one may put together."""
    return or_(sat_in_by(viewer), convened_by(viewer))


def _foreign(viewer: Viewer) -> ColumnElement[bool]:
    own = select(Candidate.id).where(Candidate.person_id == viewer.id)
    return Panel.candidate_id.not_in(own)


def demand_right(viewer: Viewer, right: str) -> None:
    """A member whose role has ended does nothing in a panel any more."""
    if not viewer.may(right):
        raise RuleBroken(_("You no longer have the role for this panel."))
