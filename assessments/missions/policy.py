"""Who plans which missions, who is in a team, who reads an annex, and which countries somebody sees in full."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from assessments.missions.models import Mission, MissionAnnex, MissionAnnexVersion, MissionMember
from assessments.missions.scope_kind import covers, within
from assessments.permissions import PracticalPermission
from assessments.sheets.models import Performance, Sheet
from lms.access import Viewer
from lms.people.api import ADMINISTRATION, COUNTRY, people_in_scope
from lms.scopes import Scopes


def planned_by(viewer: Viewer) -> ColumnElement[bool]:
    """The missions that one plans, as a filter on `Mission`."""
    return within(viewer.scopes(PracticalPermission.MISSION_PLAN)) if _plans(viewer) else false()


def may_plan(viewer: Viewer, mission: Mission) -> bool:
    """The same rule for one."""
    return _plans(viewer) and covers(viewer.scopes(PracticalPermission.MISSION_PLAN), mission)


def _plans(viewer: Viewer) -> bool:
    return viewer.may(PracticalPermission.MISSION_PLAN)


def may_plan_in(viewer: Viewer, country: str, host_id: int | None) -> bool:
    """Whether one may plan a new mission to this host, or to a country without a host."""
    scopes = viewer.scopes(PracticalPermission.MISSION_PLAN)
    return scopes.cover(COUNTRY, country) or scopes.cover(ADMINISTRATION, host_id)


def in_team(viewer: Viewer) -> ColumnElement[bool]:
    """The missions in whose team one is, as a filter on `Mission`."""
    return exists().where(
        MissionMember.mission_id == Mission.id, MissionMember.person_id == viewer.id, MissionMember.left_at.is_(None)
    )


def may_supervise(viewer: Viewer, mission: Mission) -> bool:
    """Whether one holds the right to write annexes for this mission; whose, the team says."""
    return covers(viewer.scopes(PracticalPermission.MISSION_SUPERVISE), mission)


def annexes_read_by(viewer: Viewer) -> ColumnElement[bool]:
    """The annexes that one reads, as a filter on `MissionAnnex`.

    Its expert; assessors of the candidate and moderators, what is signed; the candidate, what is released. Nobody
    reads one as a planner, a lead or a host.
    """
    signed = exists().where(MissionAnnexVersion.annex_id == MissionAnnex.id, MissionAnnexVersion.signed_at.is_not(None))
    candidate = MissionAnnex.candidate_id.expression
    others = or_(
        and_(MissionAnnex.candidate_id == viewer.id, MissionAnnex.released_at.is_not(None)),
        and_(
            MissionAnnex.candidate_id != viewer.id,
            or_(_assessed_by(viewer, candidate), _moderated_by(viewer, candidate)),
        ),
    )
    return or_(MissionAnnex.expert_id == viewer.id, and_(signed, others))


def _assessed_by(viewer: Viewer, person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whoever has a sheet for a performance of this person, and the right to rate."""
    if not viewer.may(PracticalPermission.SHEET_RATE):
        return false()
    named = (
        select(Performance.person_id)
        .join(Sheet, Sheet.performance_id == Performance.id)
        .where(Sheet.assessor_id == viewer.id, Performance.person_id.is_not(None))
    )
    return person_id.in_(named)


def _moderated_by(viewer: Viewer, person_id: ColumnElement[int]) -> ColumnElement[bool]:
    if not viewer.may(PracticalPermission.SHEET_MODERATE):
        return false()
    return people_in_scope(viewer, PracticalPermission.SHEET_MODERATE, person_id)


def countries_in_full(viewer: Viewer) -> frozenset[str] | None:
    """The countries whose observations one reads in full; none stands for all.

    Whoever coordinates an administration sees what missions observed in their own country.
    """
    scopes: Scopes = viewer.scopes(PracticalPermission.MISSION_PICTURE)
    if scopes.everywhere:
        return None
    own = {viewer.country} if viewer.country and scopes.ids(ADMINISTRATION) else set()
    return scopes.ids(COUNTRY) | own
