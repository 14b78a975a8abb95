"""Missions that the pages lead to: one delivered with everything in it, one planned, one cancelled."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.missions.links import FOLLOW_UP, REPORT, host_token
from assessments.missions.models import MissionFollowUp, MissionReport
from assessments.missions.rules.entries import Section
from assessments.missions.rules.hosts import HostSaid
from assessments.missions.services.delivering import host_says
from assessments.missions.services.planning import cancel_mission
from assessments.missions.services.practice import record_practice
from courses.api import ActivityKind
from lms.access import Grant, Role
from lms.people.models import Person
from tests.builders import missions, people, programme
from tests.pages.made import World


def add(session: Session, made: World, now: datetime) -> None:
    """Their names outside, and who plans, leads, supervises, is assessed, and coordinates another country."""
    shown = missions.mission(session, now, words="Évaluation:")
    fund = programme.fund(session, now)
    activity = programme.activity(
        session, now, kind=ActivityKind.MISSION, country="LA", title="Missions de diagnostic", fund_id=fund.id
    )
    shown.row.activity_id = activity.id
    for section in Section:
        shown.write(section, shown.candidate, now)
    report = shown.deliver(now)
    host_says(session, report.uuid, HostSaid.FEEDBACK, words="Très utile.", answered_as="Bureau", now=now)
    annex = shown.annex(now)
    entry = shown.write(Section.OBSERVATION, shown.lead, now, topic="legal-instruments", grade="strength")
    asked = session.scalars(select(MissionFollowUp).where(MissionFollowUp.mission_id == shown.row.id)).all()
    asked[0].sent_at = now
    asked[1].sent_at, asked[1].answered_at, asked[1].answered_as = now, now, "Bureau"
    fresh = missions.mission(session, now, country="KE", words="Nouvelle:")
    fresh.write(Section.OBSERVATION, fresh.lead, now)
    unanswered = fresh.deliver(now)
    off = missions.mission(session, now, country="VN", words="Annulée:")
    cancel_mission(session, off.found, "Le port est fermé.", actor=off.planner, now=now)
    operation = programme.activity(
        session, now, kind=ActivityKind.OPERATION, country="LA", title="Opération Tonnerre",
        starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31),
    )  # fmt: skip
    record_practice(
        session, operation, shown.candidate.username, now.date(), "A fouillé un conteneur.",
        observer=shown.viewer(shown.expert), now=now,
    )  # fmt: skip
    abroad = people.person(session, "Yara Abroad", Role.OFFICER)
    people.give_anywhere(session, abroad, Grant(Role.COORDINATOR, "country", "ZA"))
    _named(session, made, shown, abroad)
    made.values |= {
        "mission": shown.row.uuid,
        "mission-off": off.row.uuid,
        "mission-fresh": fresh.row.uuid,
        "mission-entry": entry,
        "mission-annex": annex,
        "mission-member": shown.member(shown.candidate).uuid,
        "mission-other": shown.member(shown.other).uuid,
        "host-report": host_token(REPORT, report.uuid),
        "host-unanswered": host_token(REPORT, session.get_one(MissionReport, unanswered.id).uuid),
        "host-asked": host_token(FOLLOW_UP, asked[0].uuid),
        "host-followed": host_token(FOLLOW_UP, asked[1].uuid),
    }


def _named(session: Session, made: World, shown: missions.BuiltMission, abroad: Person) -> None:
    made.people |= {
        "mission-planner": shown.planner.id,
        "mission-lead": shown.lead.id,
        "mission-expert": shown.expert.id,
        "mission-candidate": shown.candidate.id,
        "mission-abroad": abroad.id,
    }
