"""Missions of tests: to a host in Laos, with a lead, an expert and candidates, and what they write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.missions.models import (
    Mission,
    MissionAnnex,
    MissionAnnexVersion,
    MissionMember,
    MissionPart,
    MissionReport,
)
from assessments.missions.queries.missions import FoundMission, missions_where, team_of
from assessments.missions.rules.entries import Section, Topic
from assessments.missions.rules.readiness import Readiness
from assessments.missions.services.annexes import AnnexDraft, sign_annex, write_annex
from assessments.missions.services.delivering import HostAddress, deliver_report
from assessments.missions.services.planning import MissionDraft, plan_mission
from assessments.missions.services.team import add_member
from assessments.missions.services.writing import add_entry
from assessments.permissions import PracticalRole
from lms.access import Grant, Role, Viewer
from lms.people.models import Administration, Person
from tests.builders import people

FIELDS = {
    Section.INTERVIEW: {"office": "Head of the risk unit", "held_on": "2026-11-03", "words": "Profiles are on paper."},
    Section.OBSERVATION: {
        "topic": Topic.RISK.value, "finding": "There is no profile of wildlife.", "evidence": "The list of profiles.",
        "grade": "need",
    },
    Section.RECOMMENDATION: {"topic": Topic.RISK.value, "words": "Write three profiles.", "priority": "high"},
    Section.TASK: {
        "words": "Write the first profile.", "owner": "Head of the risk unit", "due_on": "2027-03-01",
        "indicator": "A profile in use", "state": "open",
    },
}  # fmt: skip


def draft(**changed: Any) -> MissionDraft:
    """What is typed of a mission of five days to Laos."""
    said: dict[str, Any] = {
        "title": "Diagnostic mission", "country": "LA", "starts_on": date(2026, 11, 2), "ends_on": date(2026, 11, 6),
        "time_zone": "Asia/Vientiane", "language": "en", "terms": {Topic.RISK: "Look at profiles."},
    }  # fmt: skip
    return MissionDraft(**(said | changed))


def planner(session: Session, *scope: str, name: str | None = None) -> Viewer:
    """Somebody who plans missions, everywhere or for a scope, such as `"country", "LA"`."""
    row = people.person(session, name)
    people.give_anywhere(session, row, Grant(PracticalRole.MISSION_PLANNER, *scope))
    return people.viewer(session, row)


@dataclass
class BuiltMission:
    """A mission with its team."""

    session: Session
    planner: Viewer
    row: Mission
    host: Administration
    lead: Person
    expert: Person
    candidate: Person
    other: Person  # another candidate

    @property
    def found(self) -> FoundMission:
        """As queries find it now."""
        return missions_where(self.session, Mission.id == self.row.id)[0]

    def member(self, person: Person) -> MissionMember:
        """Somebody of the team."""
        return next(one for one in team_of(self.session, self.row.id) if one.person_id == person.id)

    def viewer(self, person: Person) -> Viewer:
        """Somebody as views know them."""
        return people.viewer(self.session, person)

    def write(self, section: Section, by: Person, now: datetime, **changed: Any) -> str:
        """A part of the report; answers its name outside."""
        body = FIELDS[section] | changed
        return add_entry(self.session, self.found, section, body, by_id=by.id, now=now).uuid

    def deliver(self, now: datetime) -> MissionReport:
        """The report goes to the host."""
        host = HostAddress("Office of the Director", "office@host.example")
        return deliver_report(self.session, self.found, host, by_id=self.lead.id, now=now)

    def annex(self, now: datetime, words: str = "Asks well.", *, signed: bool = True, reason: str = "") -> str:
        """The annex on the candidate; answers its name outside."""
        expert, member = self.viewer(self.expert), self.member(self.candidate)
        base = len(self.versions)
        written = AnnexDraft(words, "Calm", "Case law", Readiness.NEARLY, reason)
        version = write_annex(self.session, member, written, base=base, expert=expert, now=now)
        if signed:
            sign_annex(self.session, member, base=version.number, expert=expert, now=now)
        return self.session.get_one(MissionAnnex, version.annex_id).uuid

    @property
    def versions(self) -> list[int]:
        """The numbers of the versions of the annex."""
        query = (
            select(MissionAnnexVersion.number)
            .join(MissionAnnex, MissionAnnex.id == MissionAnnexVersion.annex_id)
            .where(MissionAnnex.mission_id == self.row.id, MissionAnnex.candidate_id == self.candidate.id)
        )
        return list(self.session.scalars(query))


def mission(session: Session, now: datetime, *, country: str = "LA", words: str = "") -> BuiltMission:
    """A mission with a lead, a supervising expert and two candidates, from four countries."""
    by = planner(session)
    host = people.administration(session, f"{words} Customs of {country}".strip(), country=country)
    title = f"{words} Diagnostic mission".strip()
    row = plan_mission(session, draft(country=country, host_id=host.id, title=title), actor=by, now=now)
    places = [people.administration(session, country=one) for one in ("KE", "ZA", "VN", "MY")]
    lead, expert, candidate, other = (
        people.person(session, f"{words} {name}".strip(), Role.OFFICER, place=place)
        for name, place in zip(("Lena Lead", "Ed Expert", "Cara Candidate", "Otto Other"), places, strict=True)
    )
    people.give_anywhere(session, expert, Grant(PracticalRole.SUPERVISING_EXPERT))
    made = BuiltMission(session, by, row, host, lead, expert, candidate, other)
    add_member(session, made.found, lead.username, MissionPart.LEAD, actor=by, now=now)
    add_member(session, made.found, expert.username, MissionPart.SUPERVISING_EXPERT, actor=by, now=now)
    expert_uuid = made.member(expert).uuid
    for one in (candidate, other):
        add_member(session, made.found, one.username, MissionPart.CANDIDATE, expert_uuid, actor=by, now=now)
    session.flush()
    return made
