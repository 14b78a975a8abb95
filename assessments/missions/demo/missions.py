"""Nine missions of the demonstration in nine countries and two months: planned, held, delivered, and followed up."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.missions.demo.findings import ADVICE, TERMS, VISITS, Visit
from assessments.missions.demo.people import PLANNER
from assessments.missions.models import Mission, MissionFollowUp, MissionMember, MissionPart
from assessments.missions.queries.missions import FoundMission, missions_where
from assessments.missions.queries.reports import recommendations_in, reports_of
from assessments.missions.rules.entries import ObservationGrade, Section
from assessments.missions.rules.following import FollowUpState
from assessments.missions.rules.hosts import HostSaid
from assessments.missions.rules.readiness import Readiness
from assessments.missions.services.annexes import AnnexDraft, sign_annex, write_annex
from assessments.missions.services.delivering import HostAddress, answer_follow_up, deliver_report, host_says
from assessments.missions.services.planning import MissionDraft, plan_mission
from assessments.missions.services.team import add_member
from assessments.missions.services.writing import add_entry
from assessments.missions.tasks import look_after_hosts
from assessments.permissions import PracticalRole
from courses.api import ActivityKind, FoundActivity, activities_of_kind
from lms.access import Grant, Viewer
from lms.db import transaction
from lms.people.api import person_of

ZONES = {
    "AO": "Africa/Luanda", "BW": "Africa/Gaborone", "CM": "Africa/Douala", "KH": "Asia/Phnom_Penh",
    "LA": "Asia/Vientiane", "NG": "Africa/Lagos", "TG": "Africa/Lome", "TH": "Asia/Bangkok",
    "TZ": "Africa/Dar_es_Salaam",
}  # fmt: skip
LASTED, DELIVERED_AFTER = timedelta(days=4), timedelta(days=9)
ASKED_BEFORE = timedelta(days=30)  # when the worker last asked hosts, of those who have answereds
ANNEXES = (
    ("Asks calmly, and waits for the answer.", "Case law of the region."),
    ("Sees at once which document is missing.", "Let the others of the team speak first."),
    ("Makes a plan with the host that the host can carry out.", "Write down sources while the talk goes on."),
)
SAID_OF_ADVICE: tuple[tuple[FollowUpState | None, str], ...] = (
    (FollowUpState.DONE, "In use since the first of the month."),
    (FollowUpState.UNDER_WAY, ""),
    (FollowUpState.NOT, "The budget was cut. We ask again next year."),
)
RATED = (Readiness.READY, Readiness.NEARLY, Readiness.READY)


def load(world: dict[str, Any], now: datetime) -> None:
    """Nine missions, six of them diagnostic, with reports, annexes and answers; `world` gets who supervised whom."""
    if not world.get("ways"):
        return
    with transaction() as session:
        world["supervised"] = {}
        for visit in VISITS:
            hold(session, world, visit)
    look_after_hosts(now - ASKED_BEFORE)  # what the worker did since: silence noted, and questions asked
    with transaction() as session:
        follow_up(session, now - ASKED_BEFORE + timedelta(days=6))
    look_after_hosts(now - timedelta(hours=1))


def hold(session: Session, world: dict[str, Any], visit: Visit) -> None:
    """One mission from its plan to what the host said."""
    activity = one_activity(session, world["expert_missions"][visit.country])
    begin = datetime.combine(days_of(activity)[0], time(7), UTC)
    mission = planned(session, world, visit, activity, begin - timedelta(days=18))
    candidates = join(session, world, visit, mission, begin - timedelta(days=14))
    write(session, world, visit, mission, begin)
    delivered = begin + LASTED + DELIVERED_AFTER
    host = HostAddress(visit.office, f"office.{visit.country.lower()}@example.org")
    lead = world["people"][visit.leads]
    report = deliver_report(session, mission, host, by_id=lead, now=delivered)
    answered = delivered + timedelta(days=4)
    if visit.feedback:
        host_says(session, report.uuid, HostSaid.FEEDBACK, words=visit.feedback, answered_as=visit.office, now=answered)
    if visit.released:
        host_says(session, report.uuid, HostSaid.RELEASED, answered_as=visit.office, now=answered)
    for number, member in enumerate(candidates):
        annex(session, world, visit, member, number, delivered + timedelta(days=1))


def one_activity(session: Session, number: int) -> FoundActivity:
    """The activity to which a mission belongs: its days and its fund stand there."""
    return next(one for one in activities_of_kind(session, ActivityKind.MISSION) if one.id == number)


def days_of(activity: FoundActivity) -> tuple[date, date]:
    """The first day and the last; the part of the programme names both."""
    first, last = activity.row.starts_on, activity.row.ends_on
    if first is None or last is None:
        raise LookupError("A mission of the demonstration has no days.")
    return first, last


def planned(
    session: Session, world: dict[str, Any], visit: Visit, activity: FoundActivity, at: datetime
) -> FoundMission:
    """The mission as its planner planned it."""
    needed, (first, last) = {one.topic for one in visit.found}, days_of(activity)
    draft = MissionDraft(
        title=visit.title, country=visit.country, starts_on=first, ends_on=last,
        time_zone=ZONES[visit.country], language="en", host_id=world["customs"][visit.country],
        activity_id=activity.id, terms={topic: words for topic, words in TERMS.items() if topic in needed},
    )  # fmt: skip
    row = plan_mission(session, draft, actor=planner(session, world), now=at)
    return missions_where(session, Mission.id == row.id)[0]


def planner(session: Session, world: dict[str, Any]) -> Viewer:
    """Who plans missions."""
    return acting(session, world["people"][PLANNER], Grant(PracticalRole.MISSION_PLANNER))


def acting(session: Session, person_id: int, *grants: Grant) -> Viewer:
    """Somebody as services know who acts."""
    info = person_of(session, person_id)
    return Viewer(info.id, info.uuid, info.name, info.administration_id, info.language, 0, grants=grants)


def join(
    session: Session, world: dict[str, Any], visit: Visit, mission: FoundMission, at: datetime
) -> list[MissionMember]:
    """The team: a lead, a second expert, and the candidates whom that one supervises; answers those."""
    by = planner(session, world)
    add_member(session, mission, visit.leads, MissionPart.LEAD, actor=by, now=at)
    part = MissionPart.SUPERVISING_EXPERT if visit.candidates else MissionPart.FACILITATOR
    expert = add_member(session, mission, visit.supervises, part, actor=by, now=at)
    world["supervised"] |= dict.fromkeys(visit.candidates, visit.supervises)
    return [
        add_member(session, mission, one, MissionPart.CANDIDATE, expert.uuid, actor=by, now=at)
        for one in visit.candidates
    ]


def write(session: Session, world: dict[str, Any], visit: Visit, mission: FoundMission, begin: datetime) -> None:
    """The report, section by section, each by whoever of the team wrote it."""
    people = [world["people"][one] for one in (*visit.candidates, visit.supervises, visit.leads)]
    bodies: list[tuple[Section, dict[str, str]]] = [
        (Section.INTERVIEW, {"office": "Head of enforcement", "held_on": begin.date().isoformat(),
                             "words": "We see wildlife once a month, and we think there is more."}),
    ]  # fmt: skip
    for one in visit.found:
        said = {"topic": one.topic.value, "finding": one.finding, "evidence": one.evidence, "grade": one.grade.value}
        bodies.append((Section.OBSERVATION, said))
    for number, one in enumerate(each for each in visit.found if each.grade is not ObservationGrade.STRENGTH):
        advice, task, owner, indicator = ADVICE[one.topic]
        priority = "high" if one.grade is ObservationGrade.URGENT_NEED else "medium"
        bodies.append((Section.RECOMMENDATION, {"topic": one.topic.value, "words": advice, "priority": priority}))
        due = (begin + timedelta(days=120 + 30 * number)).date().isoformat()
        plan = {"words": task, "owner": owner, "due_on": due, "indicator": indicator, "state": "open"}
        bodies.append((Section.TASK, plan))
    for number, (section, body) in enumerate(bodies):
        writer = people[number % len(people)]
        add_entry(session, mission, section, body, by_id=writer, now=begin + timedelta(days=1, hours=2 * number))


def annex(
    session: Session, world: dict[str, Any], visit: Visit, member: MissionMember, number: int, at: datetime
) -> None:
    """What the supervising expert says of one candidate, signed."""
    expert = acting(session, world["people"][visit.supervises], Grant(PracticalRole.SUPERVISING_EXPERT))
    strengths, needs = ANNEXES[number % len(ANNEXES)]
    draft = AnnexDraft("Worked with the host for four days and wrote two sections.", strengths, needs, RATED[number])
    version = write_annex(session, member, draft, base=0, expert=expert, now=at)
    sign_annex(session, member, base=version.number, expert=expert, now=at)


def follow_up(session: Session, at: datetime) -> None:
    """Hosts that were asked answer: the first recommendation is done, the next under way, a third not."""
    asked = session.scalars(
        select(MissionFollowUp).where(MissionFollowUp.sent_at.is_not(None)).order_by(MissionFollowUp.id)
    )
    for one in asked.all():
        report = reports_of(session, [one.mission_id])[one.mission_id][0].row
        answers = {
            each["uuid"]: said for each, said in zip(recommendations_in(report), SAID_OF_ADVICE, strict=False)
        }  # of what is left over the host says nothing
        answer_follow_up(session, one, answers, answered_as=report.host_name, now=at)
