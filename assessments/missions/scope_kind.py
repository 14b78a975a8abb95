"""Missions as scopes of roles: whoever holds a role for a mission reaches its team."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select, true
from sqlalchemy.orm import Session

from assessments.missions.models import Mission, MissionMember
from lms.i18n import lazy
from lms.people.api import ADMINISTRATION, COUNTRY
from lms.scopes import ScopeOption, Scopes, numbers

MISSION = "mission"


def covers(scopes: Scopes, mission: Mission) -> bool:
    """Whether a permission with these scopes holds for a mission: named itself, its host, or its country."""
    return (
        scopes.cover(MISSION, mission.id)
        or scopes.cover(ADMINISTRATION, mission.host_id)
        or scopes.cover(COUNTRY, mission.country)
    )


def within(scopes: Scopes) -> ColumnElement[bool]:
    """The same rule as a filter on `Mission`."""
    if scopes.everywhere:
        return true()
    return or_(
        Mission.id.in_(numbers(scopes.ids(MISSION))),
        Mission.host_id.in_(numbers(scopes.ids(ADMINISTRATION))),
        Mission.country.in_(sorted(scopes.ids(COUNTRY))),
    )


class MissionScope:
    """A mission and its team; who left it is no longer among them."""

    name = MISSION
    title: Any = lazy("Mission")
    missing: Any = lazy("This mission does not exist.")

    def titles(self, session: Session, ids: Collection[str]) -> Mapping[str, str]:
        """The titles of these missions."""
        query = select(Mission.id, Mission.title).where(Mission.id.in_(numbers(ids)))
        return {str(number): title for number, title in session.execute(query)}

    def people(self, ids: Collection[str]) -> Select[int]:
        """Whoever is in the team of one of them."""
        return select(MissionMember.person_id).where(
            MissionMember.mission_id.in_(numbers(ids)), MissionMember.left_at.is_(None)
        )

    def around(self, person_id: int) -> Select[str]:
        """The missions in whose team this person is."""
        return select(cast(MissionMember.mission_id, String)).where(
            MissionMember.person_id == person_id, MissionMember.left_at.is_(None)
        )

    def inside(self, session: Session, scopes: Scopes, ids: Collection[str] | None = None) -> list[ScopeOption]:
        """Missions named themselves, and those in the administrations and countries that are named, by title."""
        query = select(Mission.id, Mission.uuid, Mission.title).where(within(scopes))
        if ids is not None:
            query = query.where(Mission.id.in_(numbers(ids)))
        rows = session.execute(query.order_by(func.lower(Mission.title), Mission.id))
        return [ScopeOption(str(number), uuid, title) for number, uuid, title in rows]
