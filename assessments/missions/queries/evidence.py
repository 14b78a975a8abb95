"""Evidence out of missions and operations for many people at once, for whoever judges whether it is enough."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.missions.models import Mission, MissionAnnex, MissionMember, MissionPart, MissionReport
from assessments.missions.queries.annexes import signed_about
from assessments.missions.queries.entries import FoundEntry, entries_of
from assessments.missions.queries.practice import practice_at_operations
from assessments.missions.queries.reports import reports_of
from assessments.missions.rules.digests import digest_of
from assessments.missions.rules.hosts import HostSaid

ANNEX, REPORT, SECTIONS, HOST, OPERATION, TERMS = (
    "mission-annex", "mission-report", "mission-sections", "host-feedback", "operation-practice", "mission-terms",
)  # fmt: skip


@dataclass(frozen=True)
class MissionEvidence:
    """One piece: of which kind, what it is, its digest, its title, who observed it, and when."""

    kind: str
    ref: str
    digest: str
    title: str
    observed_by: int | None
    at: datetime


@dataclass(frozen=True)
class AssignedMission:
    """A mission for which somebody is named as a candidate."""

    person_id: int
    uuid: str
    title: str
    terms: str  # of reference: their digest, with the days and the country
    ends_on: date
    joined_at: datetime


def missions_assigned(session: Session, people: Collection[int]) -> list[AssignedMission]:
    """The missions for which these people are named as candidates and that are not cancelled; one query."""
    rows = session.execute(
        select(MissionMember.person_id, MissionMember.joined_at, Mission)
        .join(Mission, Mission.id == MissionMember.mission_id)
        .where(
            MissionMember.person_id.in_(people),
            MissionMember.part == MissionPart.CANDIDATE,
            MissionMember.left_at.is_(None),
            Mission.cancelled_at.is_(None),
        )
        .order_by(Mission.starts_on, Mission.id)
    )
    return [
        AssignedMission(person_id, row.uuid, row.title, _terms(row), row.ends_on, joined_at)
        for person_id, joined_at, row in rows
    ]


def candidates_on(session: Session, mission_id: int) -> list[int]:
    """Who is or was a candidate on a mission."""
    return list(
        session.scalars(
            select(MissionMember.person_id)
            .where(MissionMember.mission_id == mission_id, MissionMember.part == MissionPart.CANDIDATE)
            .distinct()
        )
    )


def _terms(row: Mission) -> str:
    days = {"starts_on": row.starts_on.isoformat(), "ends_on": row.ends_on.isoformat()}
    return digest_of({"terms": row.terms, "country": row.country, **days})


def mission_evidence(session: Session, people: Collection[int]) -> dict[int, list[MissionEvidence]]:
    """What missions and operations say of each of these people; some queries, however many people.

    The terms of reference of missions for which they are named, signed annexes with their expert, the newest delivered
    report of the missions on which they were candidates, what they wrote in it, the feedback of its host, and practice
    seen in operations.
    """
    found: dict[int, list[MissionEvidence]] = {one: [] for one in people}
    for annex in signed_about(session, people):
        signed = annex.signed
        assert signed is not None
        assert signed.signed_at is not None
        piece = MissionEvidence(
            ANNEX, f"annex:{annex.row.uuid}", signed.digest, annex.mission.title, annex.row.expert_id, signed.signed_at
        )
        found[annex.row.candidate_id].append(piece)
    _of_reports(session, found)
    for one in missions_assigned(session, people):
        terms = MissionEvidence(TERMS, f"terms:{one.uuid}", one.terms, one.title, None, one.joined_at)
        found[one.person_id].append(terms)
    for seen, operation in practice_at_operations(session, people):
        title = operation.row.title if operation is not None else ""
        piece = MissionEvidence(
            OPERATION, f"practice:{seen.uuid}", seen.digest, title, seen.observed_by_id, seen.made_at
        )
        found[seen.person_id].append(piece)
    return found


def _of_reports(session: Session, found: dict[int, list[MissionEvidence]]) -> None:
    rows = session.execute(
        select(MissionMember.person_id, Mission)
        .join(Mission, Mission.id == MissionMember.mission_id)
        .where(
            MissionMember.person_id.in_(list(found)),
            MissionMember.part == MissionPart.CANDIDATE,
            Mission.cancelled_at.is_(None),
        )
        .distinct()
        .order_by(Mission.id)
    ).all()
    if not rows:
        return
    missions = {mission.id for _person, mission in rows}
    reports, entries = reports_of(session, missions), entries_of(session, missions)
    for person_id, mission in rows:
        if not reports[mission.id]:
            continue
        report, pieces = reports[mission.id][0], found[person_id]
        row = report.row
        pieces.append(MissionEvidence(REPORT, f"report:{row.uuid}", row.digest, mission.title, None, row.delivered_at))
        own = _written_by(person_id, entries[mission.id], {one["uuid"] for one in row.content["entries"]})
        if own:
            written = {one.row.uuid: dict(one.body) for one in own}
            at = max(one.revision.at for one in own)
            ref = f"sections:{mission.uuid}"
            pieces.append(MissionEvidence(SECTIONS, ref, digest_of(written), mission.title, None, at))
        for answer in report.answers:
            if answer.said == HostSaid.FEEDBACK:
                said = digest_of({"report": row.uuid, "words": answer.words})
                pieces.append(MissionEvidence(HOST, f"feedback:{row.uuid}", said, mission.title, None, answer.at))


def _written_by(person_id: int, entries: Collection[FoundEntry], delivered: Collection[str]) -> list[FoundEntry]:
    """The entries of the delivered report that somebody began or revised."""
    return [one for one in entries if person_id in one.authors and one.row.uuid in delivered]


def candidates_concerned(session: Session, subject: str) -> set[int]:
    """The candidates of whom what happened to a mission, its report or an annex may say something; one query.

    The subject is that of an event, such as “mission:4”.
    """
    kind, _colon, number = subject.partition(":")
    mission = {
        "mission": select(Mission.id).where(Mission.id == int(number)),
        "mission-report": select(MissionReport.mission_id).where(MissionReport.id == int(number)),
        "mission-annex": select(MissionAnnex.mission_id).where(MissionAnnex.id == int(number)),
    }[kind]
    query = select(MissionMember.person_id).where(
        MissionMember.mission_id.in_(mission), MissionMember.part == MissionPart.CANDIDATE
    )
    return set(session.scalars(query))
