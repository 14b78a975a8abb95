"""Missions with host, units, activity and team, as planners and members find them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from assessments.missions import policy
from assessments.missions.models import Mission, MissionMember, MissionPart, MissionReport, MissionUnit
from courses.api import ActivityKind, FoundActivity, activities_of_kind
from lms.access import Viewer
from lms.errors import NotFound
from lms.paging import page_of
from lms.people.api import AdministrationInfo, all_administrations, units_of_administrations
from lms.rows import rows_of

SHOWN = 50


@dataclass(frozen=True)
class FoundMission:
    """A mission with all that stands round it but its team."""

    row: Mission
    host: AdministrationInfo | None
    units: tuple[tuple[int, str], ...]  # number and name
    activity: FoundActivity | None
    delivered: int  # how many versions of the report went to the host

    @property
    def id(self) -> int:
        """Its number inside."""
        return self.row.id


@dataclass(frozen=True)
class MissionFilter:
    """By what the list of missions is narrowed; nothing narrows nothing."""

    country: str | None = None
    state: str | None = None  # "coming", "delivered" or "cancelled"

    def conditions(self, today: date) -> list[ColumnElement[bool]]:
        """The same as filters on `Mission`."""
        found: list[ColumnElement[bool]] = []
        if self.country is not None:
            found.append(Mission.country == self.country)
        if self.state == "coming":
            found += [Mission.ends_on >= today, Mission.cancelled_at.is_(None)]
        if self.state == "cancelled":
            found.append(Mission.cancelled_at.is_not(None))
        if self.state == "delivered":
            found.append(Mission.id.in_(select(MissionReport.mission_id)))
        return found


@dataclass(frozen=True)
class MissionsPage:
    """Some missions of a long list, and where they stand in it."""

    lines: Sequence[FoundMission]
    count: int
    number: int
    pages: int


def missions_page(
    session: Session, viewer: Viewer, wanted: MissionFilter, *, today: date, number: int, size: int = SHOWN
) -> MissionsPage:
    """A page of the missions that the viewer plans, the one that begins last first."""
    where = [policy.planned_by(viewer), *wanted.conditions(today)]
    count = session.scalars(select(func.count(Mission.id)).where(*where)).one()
    number, pages = page_of(count, number, size)
    some = (
        select(Mission.id)
        .where(*where)
        .order_by(Mission.starts_on.desc(), Mission.id.desc())
        .offset((number - 1) * size)
        .limit(size)
    )
    ids = list(session.scalars(some))
    return MissionsPage(missions_where(session, Mission.id.in_(ids)), count, number, pages)


def missions_where(session: Session, *where: ColumnElement[bool]) -> list[FoundMission]:
    """The missions for which this holds, the one that begins last first, whoever asks; some queries for all."""
    rows = list(session.scalars(select(Mission).where(*where).order_by(Mission.starts_on.desc(), Mission.id.desc())))
    if not rows:  # as on most start pages
        return []
    ids = [one.id for one in rows]
    hosts = {one.id: one for one in all_administrations(session)}
    activities = (
        {one.id: one for one in activities_of_kind(session, ActivityKind.MISSION)}
        if any(one.activity_id for one in rows)
        else {}
    )
    units = _units_of(session, rows)
    delivered = dict(
        session.execute(
            select(MissionReport.mission_id, func.max(MissionReport.number))
            .where(MissionReport.mission_id.in_(ids))
            .group_by(MissionReport.mission_id)
        ).all()
    )
    return [
        FoundMission(
            one,
            hosts.get(one.host_id or 0),
            tuple(units.get(one.id, ())),
            activities.get(one.activity_id or 0),
            delivered.get(one.id, 0),
        )
        for one in rows
    ]


def _units_of(session: Session, rows: Collection[Mission]) -> Mapping[int, list[tuple[int, str]]]:
    homes = {one.host_id for one in rows if one.host_id is not None}
    names = {number: name for number, _home, name in units_of_administrations(session, homes)} if homes else {}
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    visited = session.execute(
        select(MissionUnit.mission_id, MissionUnit.unit_id).where(MissionUnit.mission_id.in_([one.id for one in rows]))
    )
    for mission_id, unit_id in visited:
        if unit_id in names:
            found[mission_id].append((unit_id, names[unit_id]))
    return {one: sorted(units, key=lambda unit: unit[1].casefold()) for one, units in found.items()}


def mission_planned(session: Session, viewer: Viewer, uuid: str, *, lock: bool = False) -> FoundMission:
    """This mission, if the viewer plans it; locked for a change of its team."""
    if lock:
        session.execute(select(Mission.id).where(Mission.uuid == uuid).with_for_update())
    return _one(missions_where(session, Mission.uuid == uuid, policy.planned_by(viewer)))


def mission_seen(session: Session, viewer: Viewer, uuid: str) -> FoundMission:
    """This mission, if the viewer plans it or is in its team."""
    return _one(missions_where(session, Mission.uuid == uuid, policy.planned_by(viewer) | policy.in_team(viewer)))


def mission_of_team(session: Session, viewer: Viewer, uuid: str, *, part: MissionPart | None = None) -> FoundMission:
    """This mission, if the viewer is in its team, in this part where one is asked for."""
    own = select(MissionMember.mission_id).where(
        MissionMember.person_id == viewer.id,
        MissionMember.left_at.is_(None),
        MissionMember.part == part if part is not None else true(),
    )
    return _one(missions_where(session, Mission.uuid == uuid, Mission.id.in_(own)))


def missions_first(person: Viewer, now: datetime) -> list[ColumnElement[Any]]:
    """What home asks first: missions of one's own whose report the host does not have: title, uuid, one's part."""
    delivered = select(MissionReport.mission_id)
    own = (MissionMember.person_id == person.id, MissionMember.left_at.is_(None))
    going_on = (
        select(Mission.title, Mission.uuid, MissionMember.part)
        .join(MissionMember, MissionMember.mission_id == Mission.id)
        .where(*own, Mission.cancelled_at.is_(None), Mission.id.not_in(delivered))
        .order_by(Mission.starts_on, Mission.id)
    )
    return [rows_of(going_on)]


def missions_of(session: Session, viewer: Viewer) -> list[FoundMission]:
    """The missions in whose team the viewer is."""
    return missions_where(session, policy.in_team(viewer))


def team_of(session: Session, mission_id: int) -> list[MissionMember]:
    """Who is in the team now, by part, then as they came."""
    rows = session.scalars(
        select(MissionMember).where(MissionMember.mission_id == mission_id, MissionMember.left_at.is_(None))
    )
    order = list(MissionPart)
    return sorted(rows, key=lambda one: (order.index(MissionPart(one.part)), one.id))


def teams_of(session: Session, mission_ids: Collection[int]) -> dict[int, list[MissionMember]]:
    """The open teams of many missions; one query."""
    found: dict[int, list[MissionMember]] = {one: [] for one in mission_ids}
    rows = session.scalars(
        select(MissionMember)
        .where(MissionMember.mission_id.in_(mission_ids), MissionMember.left_at.is_(None))
        .order_by(MissionMember.id)
    )
    for row in rows:
        found[row.mission_id].append(row)
    return found


def _one(found: list[FoundMission]) -> FoundMission:
    if not found:
        raise NotFound
    return found[0]
