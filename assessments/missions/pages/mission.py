"""What the list of missions, one's own missions and the page of one show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from assessments.missions import labels, policy
from assessments.missions.models import Mission, MissionMember, MissionPart
from assessments.missions.queries.expert_scope import ExpertScope, expert_scopes
from assessments.missions.queries.missions import FoundMission, missions_of, team_of, teams_of
from assessments.missions.queries.reports import DeliveredReport, FollowedRecommendation, followed, reports_of
from lms.access import Viewer
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.people.api import country_name, people_info
from lms.ports import NextStep
from lms.tables.writing.columns import OutputColumn, OutputKind

STATES = {
    "coming": _l("coming or in progress"),
    "delivered": _l("report delivered"),
    "cancelled": _l("cancelled"),
}
ORDER = 6


@dataclass(frozen=True)
class MissionLine:
    """A mission in a list."""

    mission: FoundMission
    place: str
    host: str
    people: int  # in the team
    state: tuple[Any, str]  # words and tone of a chip
    part: Any = ""  # of the reader


@dataclass(frozen=True)
class MemberLine:
    """Somebody in the team."""

    row: MissionMember
    name: str
    administration: str
    part: Any
    supervisor: str
    writes_annex: bool  # the reader does, of this candidate
    scope: ExpertScope | None  # of an expert


@dataclass(frozen=True)
class MissionPage:
    """The page of a mission."""

    line: MissionLine
    terms: Sequence[tuple[Any, str]]
    team: Sequence[MemberLine]
    reports: Sequence[DeliveredReport]
    followed: Sequence[FollowedRecommendation]  # for planners, and whoever sees the country in full
    plans: bool
    in_team: bool
    leads: bool
    reviews: bool  # a candidate who was there, and may say how it went


def state_of(mission: FoundMission, today: date) -> tuple[Any, str]:
    """How a mission stands, in words, with the tone of a chip."""
    row = mission.row
    if row.cancelled_at is not None:
        return _l("cancelled"), "bad"
    if mission.delivered:
        return _l("report delivered"), "ok"
    if today < row.starts_on:
        return _l("planned"), "info"
    return (_l("in progress"), "ok") if today <= row.ends_on else (_l("report is written"), "warn")


def lines_of(session: Session, missions: Iterable[FoundMission], today: date, viewer: Viewer) -> list[MissionLine]:
    """Missions for a list; one query."""
    missions = list(missions)
    if not missions:
        return []
    teams = teams_of(session, [one.id for one in missions])
    return [_line(one, teams[one.id], today, viewer) for one in missions]


def _line(mission: FoundMission, team: Sequence[MissionMember], today: date, viewer: Viewer) -> MissionLine:
    own = next((one for one in team if one.person_id == viewer.id), None)
    return MissionLine(
        mission,
        country_name(mission.row.country),
        mission.host.name if mission.host else "",
        len(team),
        state_of(mission, today),
        labels.PARTS[own.part] if own else "",
    )


def own_lines(session: Session, viewer: Viewer, today: date) -> list[MissionLine]:
    """The missions in whose team the viewer is."""
    return lines_of(session, missions_of(session, viewer), today, viewer)


def mission_page(session: Session, viewer: Viewer, mission: FoundMission, now: datetime) -> MissionPage:
    """The page of a mission for a planner or a member."""
    team = team_of(session, mission.id)
    own = next((one for one in team if one.person_id == viewer.id), None)
    return MissionPage(
        _line(mission, team, now.date(), viewer),
        [(labels.TOPICS[topic], words) for topic, words in _in_order(mission.row.terms)],
        _members(session, viewer, mission.row, team),
        reports_of(session, [mission.id])[mission.id],
        followed(session, viewer, mission.id) if mission.delivered else [],
        plans=policy.may_plan(viewer, mission.row),
        in_team=own is not None,
        leads=own is not None and own.part == MissionPart.LEAD,
        reviews=own is not None and own.part == MissionPart.CANDIDATE and mission.row.starts_on <= now.date(),
    )


def _in_order(terms: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((topic, terms[topic]) for topic in labels.TOPICS if topic in terms)


def _members(session: Session, viewer: Viewer, row: Mission, team: Sequence[MissionMember]) -> list[MemberLine]:
    people = people_info(session, [one.person_id for one in team])
    experts = {one.supervised_by_id for one in team if one.supervised_by_id is not None} | {
        one.person_id for one in team if one.part == MissionPart.SUPERVISING_EXPERT
    }
    scopes = expert_scopes(session, experts, list(row.terms), on=row.starts_on)
    supervises = policy.may_supervise(viewer, row)
    return [
        MemberLine(
            one,
            people[one.person_id].name,
            people[one.person_id].administration or "",
            labels.PARTS[one.part],
            people[one.supervised_by_id].name if one.supervised_by_id in people else "",
            writes_annex=one.supervised_by_id == viewer.id and supervises,
            scope=scopes.get(one.person_id),
        )
        for one in team
    ]


def what_next(session: Session, person: Viewer, now: datetime, told: Sequence[Any]) -> list[NextStep]:
    """Missions of one's own that have not been reported yet."""
    return [
        NextStep(
            _("Mission: %(title)s", title=title),
            _("Your part: %(part)s.", part=str(labels.PARTS[part])),
            _("See the mission"),
            url_for("missions.one", uuid=uuid),
            ORDER,
        )
        for title, uuid, part in told[0]
    ]


COLUMNS = (
    OutputColumn("title", _l("Mission")),
    OutputColumn("country", _l("Country")),
    OutputColumn("host", _l("Host administration")),
    OutputColumn("starts_on", _l("First day"), OutputKind.DATE),
    OutputColumn("ends_on", _l("Last day"), OutputKind.DATE),
    OutputColumn("fund", _l("Fund")),
    OutputColumn("team", _l("People in the team"), OutputKind.WHOLE),
    OutputColumn("state", _l("Status")),
)
OWN_COLUMNS = (*COLUMNS[:5], OutputColumn("part", _l("Your part")), COLUMNS[-1])


def rows(lines: Iterable[MissionLine]) -> Iterator[tuple[Any, ...]]:
    """Missions as rows of `COLUMNS`."""
    for one in lines:
        row, activity = one.mission.row, one.mission.activity
        fund = activity.fund.code if activity and activity.fund else None
        yield row.title, one.place, one.host, row.starts_on, row.ends_on, fund, one.people, one.state[0]


def own_rows(lines: Iterable[MissionLine]) -> Iterator[tuple[Any, ...]]:
    """One's own missions as rows of `OWN_COLUMNS`."""
    for one in lines:
        row = one.mission.row
        yield row.title, one.place, one.host, row.starts_on, row.ends_on, one.part, one.state[0]
