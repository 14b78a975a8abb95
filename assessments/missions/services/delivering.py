"""A report frozen and sent to its host, what the host says of it, and what became of its recommendations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.missions.events import MissionFollowedUp, MissionHostAnswered, MissionReportDelivered
from assessments.missions.models import (
    EMAIL_LENGTH,
    HOST_LENGTH,
    MissionFollowUp,
    MissionFollowUpAnswer,
    MissionHostAnswer,
    MissionPart,
    MissionReport,
)
from assessments.missions.queries.entries import entries_of
from assessments.missions.queries.missions import FoundMission, team_of
from assessments.missions.queries.reports import (
    DeliveredReport,
    entry_ids,
    recommendations_in,
    report_by_uuid,
    reports_of,
)
from assessments.missions.rules.digests import digest_of
from assessments.missions.rules.entries import WORDS_MOST, Section
from assessments.missions.rules.following import FollowUpState, due_days
from assessments.missions.rules.hosts import HostSaid, may_say
from assessments.missions.services.writing import demand_written
from lms import events, ids
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.people.api import country_name, people_named, texts_with_names
from lms.queue.jobs import enqueue

LETTER = "mission-report-letter"


@dataclass(frozen=True)
class HostAddress:
    """Who answers for the host, and where they are written to."""

    name: str
    email: str


def report_content(session: Session, mission: FoundMission) -> dict[str, Any]:
    """All that a host reads, as it stands now: who wrote what and who is assessed is not in it."""
    row = mission.row
    team = team_of(session, mission.id)
    names = people_named(session, [one.person_id for one in team])
    lead = [names[one.person_id] for one in team if one.part == MissionPart.LEAD]
    others = sorted(names[one.person_id] for one in team if one.part != MissionPart.LEAD)
    return {
        "title": row.title,
        "country": row.country,
        "host": mission.host.name if mission.host else country_name(row.country),
        "units": [name for _number, name in mission.units],
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "language": row.language,
        "terms": dict(row.terms),
        "team": lead + others,
        "entries": [
            {
                "uuid": one.row.uuid,
                "revision": one.revision.number,
                "section": one.row.section,
                "body": dict(one.body),
            }
            for one in entries_of(session, [mission.id])[mission.id]
        ],
    }


def deliver_report(
    session: Session, mission: FoundMission, host: HostAddress, *, by_id: int, now: datetime
) -> MissionReport:
    """Freeze the report and send it; the lead does, which the view has asked. The same text is not sent twice."""
    demand_written(mission)
    address = _checked(host)
    content = report_content(session, mission)
    if not any(one["section"] in (Section.OBSERVATION, Section.RECOMMENDATION) for one in content["entries"]):
        raise RuleBroken(_("There is nothing to deliver yet. Write an observation or a recommendation first."))
    _demand_functions(session, content)
    before = reports_of(session, [mission.id])[mission.id]
    digest = digest_of(content)
    if before and before[0].row.digest == digest:
        raise RuleBroken(_("The report has not changed since it was delivered."))
    row = MissionReport(
        uuid=ids.new_uuid(), mission_id=mission.id, number=len(before) + 1, content=content, digest=digest,
        host_name=address.name, host_email=address.email, delivered_by_id=by_id, delivered_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as fault:
        raise Conflict(_("The report was delivered a moment ago. Load the page again.")) from fault
    if not before:
        for months, day in due_days(now.astimezone(UTC).date()).items():
            session.add(
                MissionFollowUp(
                    uuid=ids.new_uuid(),
                    mission_id=mission.id,
                    months=months,
                    due_on=day,
                    sent_at=None,
                    answered_at=None,
                    answered_as="",
                )
            )
    happened = MissionReportDelivered(
        subject=f"mission:{mission.id}", actor_id=by_id, at=now, number=row.number, digest=digest
    )
    events.publish(session, happened)
    enqueue(session, LETTER, {"report_id": row.id}, now=now)
    return row


def _checked(host: HostAddress) -> HostAddress:
    name, email = " ".join(host.name.split()), host.email.strip()
    if not 0 < len(name) <= HOST_LENGTH:
        raise BadInput("host_name", _("Name the office that answers for the host, in at most 160 characters."))
    if "@" not in email or len(email) > EMAIL_LENGTH or any(sign.isspace() for sign in email):
        raise BadInput("host_email", _("Type the e-mail address of that office, such as office@example.org."))
    return HostAddress(name, email)


def _demand_functions(session: Session, content: Mapping[str, Any]) -> None:
    """No interview goes out with the name of somebody who got an account since it was written."""
    offices = {
        number: one["body"]["office"]
        for number, one in enumerate(content["entries"])
        if one["section"] == Section.INTERVIEW
    }
    if texts_with_names(session, offices):
        raise RuleBroken(_("An interview names a person. Change it to their function, then deliver the report."))


def host_says(
    session: Session, uuid: str, word: HostSaid, *, words: str = "", answered_as: str = "", now: datetime
) -> None:
    """Keep what somebody with the link says for the host: feedback or none, once; release, once."""
    report = report_by_uuid(session, uuid)
    if report is None:
        raise NotFound
    words, name = words.strip(), " ".join(answered_as.split())
    if word is HostSaid.FEEDBACK and not words:
        raise BadInput("words", _("Write what you think of the report."))
    if len(words) > WORDS_MOST:
        raise BadInput("words", _("Use at most %(most)s characters.", most=WORDS_MOST))
    if not 0 < len(name) <= HOST_LENGTH:
        raise BadInput("answered_as", _("Type your name and function, so that it is clear who answered."))
    if not may_say(word, report.said):
        raise Conflict(_("This was already answered. Nothing was changed."))
    record_answer(session, report, word, words=words, answered_as=name, now=now)


def record_answer(
    session: Session, report: DeliveredReport, word: HostSaid, *, words: str, answered_as: str, now: datetime
) -> None:
    """Write it down once, also when two do so at one moment."""
    row = MissionHostAnswer(report_id=report.row.id, said=word, words=words, answered_as=answered_as, at=now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as fault:
        raise Conflict(_("This was already answered. Nothing was changed.")) from fault
    happened = MissionHostAnswered(subject=f"mission-report:{report.row.id}", actor_id=None, at=now, what=word.value)
    events.publish(session, happened)


def answer_follow_up(
    session: Session,
    asked: MissionFollowUp,
    answers: Mapping[str, tuple[FollowUpState | None, str]],
    *,
    answered_as: str,
    now: datetime,
) -> None:
    """Keep what a host says of the recommendations, once; one of which nothing is said stays open."""
    name = " ".join(answered_as.split())
    if not 0 < len(name) <= HOST_LENGTH:
        raise BadInput("answered_as", _("Type your name and function, so that it is clear who answered."))
    known = {
        one["uuid"] for one in recommendations_in(reports_of(session, [asked.mission_id])[asked.mission_id][0].row)
    }
    said = {uuid: one for uuid, one in answers.items() if one[0] is not None and uuid in known}
    if not said:
        raise BadInput("answers", _("Say of at least one recommendation what became of it."))
    if any(state is FollowUpState.NOT and not words.strip() for state, words in said.values()):
        raise BadInput("answers", _("Where something is not done, say why."))
    if any(len(words) > WORDS_MOST for _state, words in said.values()):
        raise BadInput("answers", _("Use at most %(most)s characters.", most=WORDS_MOST))
    answered = session.scalars(
        update(MissionFollowUp)
        .where(MissionFollowUp.id == asked.id, MissionFollowUp.answered_at.is_(None))
        .values(answered_at=now, answered_as=name)
        .returning(MissionFollowUp.id)
    ).one_or_none()
    if answered is None:
        raise Conflict(_("This was already answered. Nothing was changed."))
    numbers = entry_ids(session, said)
    session.add_all(
        MissionFollowUpAnswer(follow_up_id=asked.id, entry_id=numbers[uuid], state=state, words=words.strip())
        for uuid, (state, words) in said.items()
    )
    happened = MissionFollowedUp(subject=f"mission:{asked.mission_id}", actor_id=None, at=now, months=asked.months)
    events.publish(session, happened)
