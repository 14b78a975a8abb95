"""Delivered reports, what their hosts said, and questions about what became of the recommendations."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from assessments.missions import policy
from assessments.missions.models import (
    Mission,
    MissionEntry,
    MissionFollowUp,
    MissionFollowUpAnswer,
    MissionHostAnswer,
    MissionReport,
)
from assessments.missions.rules.entries import ObservationGrade, Section, Topic
from assessments.missions.rules.hosts import SILENCE, HostSaid, is_released
from assessments.missions.rules.picture import Noted
from lms.access import Viewer


@dataclass(frozen=True)
class DeliveredReport:
    """A delivered report and what was said of it."""

    row: MissionReport
    answers: tuple[MissionHostAnswer, ...]

    @property
    def said(self) -> frozenset[HostSaid]:
        """What was said."""
        return frozenset(HostSaid(one.said) for one in self.answers)


@dataclass(frozen=True)
class FollowedRecommendation:
    """What a host said of one recommendation after some months; no state: it has not said."""

    mission: Mission
    follow_up: MissionFollowUp
    entry_uuid: str
    topic: str
    words: str
    answer: MissionFollowUpAnswer | None


def reports_of(session: Session, mission_ids: Collection[int]) -> dict[int, list[DeliveredReport]]:
    """The reports of these missions, the newest first; two queries."""
    return _with_answers(session, MissionReport.mission_id.in_(mission_ids), mission_ids)


def _with_answers(
    session: Session, where: ColumnElement[bool], mission_ids: Collection[int] = ()
) -> dict[int, list[DeliveredReport]]:
    rows = list(session.scalars(select(MissionReport).where(where).order_by(MissionReport.number.desc())))
    answers: dict[int, list[MissionHostAnswer]] = defaultdict(list)
    said = select(MissionHostAnswer).where(MissionHostAnswer.report_id.in_([one.id for one in rows]))
    for one in session.scalars(said.order_by(MissionHostAnswer.id)):
        answers[one.report_id].append(one)
    found: dict[int, list[DeliveredReport]] = {one: [] for one in mission_ids}
    for row in rows:
        found.setdefault(row.mission_id, []).append(DeliveredReport(row, tuple(answers[row.id])))
    return found


def report_by_uuid(session: Session, uuid: str) -> DeliveredReport | None:
    """The report of a link."""
    found = _with_answers(session, MissionReport.uuid == uuid)
    return next((one for reports in found.values() for one in reports), None)


def silent_reports(session: Session, now: datetime, most: int) -> list[DeliveredReport]:
    """Reports whose host has said nothing since fifteen days, and of which nobody has recorded it."""
    spoken = select(MissionHostAnswer.report_id).where(
        MissionHostAnswer.said.in_([HostSaid.FEEDBACK, HostSaid.REFUSED, HostSaid.SILENT])
    )
    due = select(MissionReport.id).where(MissionReport.delivered_at <= now - SILENCE, MissionReport.id.not_in(spoken))
    ids = list(session.scalars(due.order_by(MissionReport.id).limit(most)))
    return [one for reports in _with_answers(session, MissionReport.id.in_(ids)).values() for one in reports]


def due_follow_ups(session: Session, today: date, most: int) -> list[MissionFollowUp]:
    """Questions whose day has come and that were not sent."""
    query = (
        select(MissionFollowUp)
        .join(Mission, Mission.id == MissionFollowUp.mission_id)
        .where(MissionFollowUp.due_on <= today, MissionFollowUp.sent_at.is_(None))
    )
    return list(session.scalars(query.order_by(MissionFollowUp.id).limit(most)))


def follow_up_by_uuid(session: Session, uuid: str) -> MissionFollowUp | None:
    """The question of a link."""
    return session.scalars(select(MissionFollowUp).where(MissionFollowUp.uuid == uuid)).one_or_none()


def recommendations_in(report: MissionReport) -> list[Mapping[str, str]]:
    """The recommendations of a report as it was delivered: uuid, topic, words, priority."""
    return [
        {"uuid": one["uuid"], **one["body"]}
        for one in report.content["entries"]
        if one["section"] == Section.RECOMMENDATION
    ]


def entry_ids(session: Session, uuids: Collection[str]) -> dict[str, int]:
    """Numbers of entries by their names outside; one query."""
    rows = session.execute(select(MissionEntry.uuid, MissionEntry.id).where(MissionEntry.uuid.in_(uuids)))
    return dict(rows.all())


def followed(session: Session, viewer: Viewer, mission_id: int | None = None) -> list[FollowedRecommendation]:
    """What became of the recommendations of the missions that the viewer plans or reads in full; four queries.

    Questions that were sent, the newest first; of one mission alone where one is named.
    """
    countries = policy.countries_in_full(viewer)
    seen = policy.planned_by(viewer)
    seen = seen | (true() if countries is None else Mission.country.in_(sorted(countries)))
    if mission_id is not None:
        seen = seen & (Mission.id == mission_id)
    rows = session.execute(
        select(MissionFollowUp, Mission)
        .join(Mission, Mission.id == MissionFollowUp.mission_id)
        .where(seen, MissionFollowUp.sent_at.is_not(None))
        .order_by(MissionFollowUp.due_on.desc(), MissionFollowUp.id)
    ).all()
    newest = reports_of(session, {mission.id for _asked, mission in rows})
    answers = _answers_of(session, [asked.id for asked, _mission in rows])
    found = []
    for asked, mission in rows:
        for one in recommendations_in(newest[mission.id][0].row):
            answer = answers.get((asked.id, one["uuid"]))
            found.append(FollowedRecommendation(mission, asked, one["uuid"], one["topic"], one["words"], answer))
    return found


def _answers_of(session: Session, ids: Collection[int]) -> dict[tuple[int, str], MissionFollowUpAnswer]:
    rows = session.execute(
        select(MissionFollowUpAnswer, MissionEntry.uuid)
        .join(MissionEntry, MissionEntry.id == MissionFollowUpAnswer.entry_id)
        .where(MissionFollowUpAnswer.follow_up_id.in_(ids))
    )
    return {(one.follow_up_id, uuid): one for one, uuid in rows}


def noted(session: Session) -> list[Noted]:
    """Every observation of the newest report of each mission, whoever asks; three queries."""
    newest = select(func.max(MissionReport.id)).group_by(MissionReport.mission_id)
    found = _with_answers(session, MissionReport.id.in_(newest))
    countries = dict(session.execute(select(Mission.id, Mission.country).where(Mission.id.in_(list(found)))).all())
    return [
        Noted(
            countries[mission_id],
            Topic(entry["body"]["topic"]),
            ObservationGrade(entry["body"]["grade"]),
            is_released(report.said),
        )
        for mission_id, reports in found.items()
        for report in reports
        for entry in report.row.content["entries"]
        if entry["section"] == Section.OBSERVATION
    ]


def observations_in_full(session: Session, viewer: Viewer) -> list[tuple[Mission, Mapping[str, str]]]:
    """Mission and fields of every observation that the viewer reads in full, the newest mission first."""
    countries = policy.countries_in_full(viewer)
    newest = select(func.max(MissionReport.id)).group_by(MissionReport.mission_id)
    query = (
        select(MissionReport, Mission)
        .join(Mission, Mission.id == MissionReport.mission_id)
        .where(MissionReport.id.in_(newest))
        .order_by(Mission.starts_on.desc(), Mission.id.desc())
    )
    if countries is not None:
        query = query.where(Mission.country.in_(sorted(countries)))
    return [
        (mission, entry["body"])
        for report, mission in session.execute(query)
        for entry in report.content["entries"]
        if entry["section"] == Section.OBSERVATION
    ]
