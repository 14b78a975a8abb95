"""Missions: at home with the owner as candidate, abroad with the stranger; a report delivered, an annex signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.missions.links import FOLLOW_UP, REPORT, host_token
from assessments.missions.models import Mission, MissionFollowUp, MissionPart
from assessments.missions.queries.missions import missions_where
from assessments.missions.services.planning import plan_mission
from assessments.missions.services.team import add_member
from assessments.permissions import PracticalRole
from courses.api import ActivityKind
from lms.access import Grant, Role
from lms.people.models import Administration, Person
from tests.access_matrix import persons
from tests.builders import missions, people, programme


@dataclass(frozen=True)
class Travelling:
    """Names outside of the mission at home, and of what belongs to it."""

    mission: str
    coming: str  # a mission at home that nobody has written of
    member: str  # the owner, a candidate
    newcomer: str  # user name of an officer who is in no team
    entry: str
    annex: str  # signed, on the owner
    host: str  # the link of the host
    asked: str  # the link of the question after three months
    recommendation: str
    operation: str
    day: str  # of the operation


def people_of(session: Session) -> dict[str, Person]:
    """A planner for the country, the lead of the mission at home, and its supervising expert."""
    made = {who: people.person(session, f"Zoe {who}", Role.OFFICER) for who in sorted(persons.TRAVELLERS)}
    people.give_anywhere(session, made[persons.PLANNER], Grant(PracticalRole.MISSION_PLANNER, "country", "TH"))
    people.give_anywhere(session, made[persons.EXPERT], Grant(PracticalRole.SUPERVISING_EXPERT, "country", "TH"))
    return made


def build(
    session: Session,
    hosts: dict[str, Administration],
    candidates: dict[str, Person],
    team: dict[str, Person],
    now: datetime,
) -> Travelling:
    """All of it; titles and texts bear the words of their places."""
    home = travelled(session, persons.HOMES, hosts[persons.HOMES], candidates[persons.HOMES], team, now)
    far = {one: people.person(session, f"Zoe far {one}", Role.OFFICER) for one in sorted(persons.TRAVELLERS)}
    people.give_anywhere(session, far[persons.EXPERT], Grant(PracticalRole.SUPERVISING_EXPERT))
    travelled(session, persons.FAR, hosts[persons.FAR], candidates[persons.FAR], far, now)
    entry = home.write("observation", home.lead, now, finding=f"{persons.HOMES} has no profile.")
    recommendation = home.write("recommendation", home.lead, now, words=f"{persons.HOMES} writes profiles.")
    report, annex = home.deliver(now), home.annex(now, f"{persons.OWNERS} asks well.")
    home.write("task", home.lead, now)  # since the delivery
    home.annex(now, f"{persons.OWNERS} asks very well.", signed=False, reason="One day more.")
    asked = session.scalars(
        select(MissionFollowUp).where(MissionFollowUp.mission_id == home.row.id, MissionFollowUp.months == 3)
    ).one()
    asked.sent_at = now
    coming = planned(session, persons.HOMES, hosts[persons.HOMES], now)
    operation = programme.activity(
        session, now, kind=ActivityKind.OPERATION, country="TH", title=f"{persons.HOMES} operation",
        starts_on=now.date(), ends_on=now.date(),
    )  # fmt: skip
    return Travelling(
        home.row.uuid,
        coming.uuid,
        home.member(home.candidate).uuid,
        people.person(session, "Zoe newcomer", Role.OFFICER).username,
        entry,
        annex,
        host_token(REPORT, report.uuid),
        host_token(FOLLOW_UP, asked.uuid),
        recommendation,
        operation.row.uuid,
        now.date().isoformat(),
    )


def planned(session: Session, word: str, host: Administration, now: datetime) -> Mission:
    """A mission without a team."""
    draft = missions.draft(country=host.country, host_id=host.id, title=f"{word} mission")
    return plan_mission(session, draft, actor=missions.planner(session, name="Zoe planning"), now=now)


def travelled(
    session: Session, word: str, host: Administration, candidate: Person, team: dict[str, Person], now: datetime
) -> missions.BuiltMission:
    """A mission with its lead, its expert and one candidate."""
    by = missions.planner(session, name="Zoe planning")
    row = planned(session, word, host, now)
    lead, expert = team[persons.LEAD], team[persons.EXPERT]
    made = missions.BuiltMission(session, by, row, host, lead, expert, candidate, candidate)
    [found] = missions_where(session, Mission.id == row.id)
    add_member(session, found, lead.username, MissionPart.LEAD, actor=by, now=now)
    add_member(session, found, expert.username, MissionPart.SUPERVISING_EXPERT, actor=by, now=now)
    uuid = made.member(expert).uuid
    add_member(session, found, candidate.username, MissionPart.CANDIDATE, uuid, actor=by, now=now)
    return made
