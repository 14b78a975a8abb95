"""The team of a mission: who joins it in which part, who supervises which candidate, who leaves it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.independence.api import ActingPart, obstacles_between, tie_said
from assessments.missions.events import MissionMemberJoined, MissionMemberLeft
from assessments.missions.models import MissionMember, MissionPart
from assessments.missions.queries.missions import FoundMission, team_of
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.people.api import person_by_login

SUPERVISING = frozenset({MissionPart.SUPERVISING_EXPERT, MissionPart.LEAD})  # a lead may supervise too


def add_member(
    session: Session,
    mission: FoundMission,
    login: str,
    part: MissionPart,
    supervisor_uuid: str = "",
    *,
    actor: Viewer,
    now: datetime,
) -> MissionMember:
    """Put somebody into the team; a candidate comes with a supervising expert who is independent of them."""
    _demand_stands(mission)
    person = person_by_login(session, login)
    if person is None or person.closed:
        raise BadInput("login", _("There is no account with this user name or e-mail address."))
    team = team_of(session, mission.id)
    if any(one.person_id == person.id for one in team):
        raise BadInput("login", _("This person is already in the team. Remove them first to change their part."))
    if part is MissionPart.LEAD and any(one.part == MissionPart.LEAD for one in team):
        raise BadInput("part", _("The mission has a lead already. Take the lead out first."))
    expert_id = None
    if part is MissionPart.CANDIDATE:
        if person.id == actor.id:
            raise BadInput("login", _("You cannot make yourself a candidate. Another planner has to do it."))
        expert_id = _expert(team, supervisor_uuid)
        _demand_independent_expert(session, expert_id, person.id, now=now)
    row = MissionMember(
        uuid=ids.new_uuid(), mission_id=mission.id, person_id=person.id, part=part, supervised_by_id=expert_id,
        joined_at=now, left_at=None,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as fault:  # another planner was faster
        words = _("This person is already in the team. Remove them first to change their part.")
        raise BadInput("login", words) from fault
    happened = MissionMemberJoined(
        subject=f"mission:{mission.id}", actor_id=actor.id, at=now, member_id=row.id, person_id=person.id,
        part=part.value, supervised_by_id=expert_id,
    )  # fmt: skip
    events.publish(session, happened)
    return row


def take_out(session: Session, mission: FoundMission, member_uuid: str, *, actor: Viewer, now: datetime) -> None:
    """Take somebody out of the team; what they wrote stays. Who supervises a candidate stays as long as they do."""
    team = team_of(session, mission.id)
    row = next((one for one in team if one.uuid == member_uuid), None)
    if row is None:
        raise NotFound
    if any(one.supervised_by_id == row.person_id for one in team):
        raise RuleBroken(_("This person supervises a candidate. Take the candidate out first, or name another expert."))
    left = session.scalars(
        update(MissionMember)
        .where(MissionMember.id == row.id, MissionMember.left_at.is_(None))
        .values(left_at=now)
        .returning(MissionMember.id)
    ).one_or_none()
    if left is None:
        raise Conflict(_("This person has left the team already."))
    happened = MissionMemberLeft(
        subject=f"mission:{mission.id}", actor_id=actor.id, at=now, member_id=row.id, person_id=row.person_id
    )
    events.publish(session, happened)


def _expert(team: list[MissionMember], uuid: str) -> int:
    """The person who is to supervise, out of the team."""
    found = next((one for one in team if one.uuid == uuid), None)
    if found is None or MissionPart(found.part) not in SUPERVISING:
        words = _("Name the supervising expert of this candidate. Add the expert to the team first.")
        raise BadInput("supervisor", words)
    return found.person_id


def _demand_independent_expert(session: Session, expert_id: int, candidate_id: int, *, now: datetime) -> None:
    """The question of `demand_free`, answered to whoever plans."""
    found = obstacles_between(session, [expert_id], [candidate_id], ActingPart.SUPERVISOR, now=now)
    first = next(iter(found.get((expert_id, candidate_id), ())), None)
    if first is not None:
        words = _(
            "This expert cannot supervise this candidate. %(fact)s Name another expert.", fact=tie_said(first.tie)
        )
        raise BadInput("supervisor", words)


def _demand_stands(mission: FoundMission) -> None:
    if mission.row.cancelled_at is not None:
        raise Conflict(_("This mission is cancelled. Plan a new one."))
