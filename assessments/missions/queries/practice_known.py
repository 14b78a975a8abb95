"""Missions and operations as practice of people: for whoever asks what somebody has done at work."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.missions.models import Mission, MissionMember, MissionReport
from assessments.missions.queries.practice import practice_at_operations

OBSERVED = "observed"  # the part of somebody who was seen at work in an operation


@dataclass(frozen=True)
class MissionPractice:
    """A mission whose report was delivered, or a day of an operation on which a qualified person saw somebody."""

    ref: str
    is_operation: bool
    title: str
    country: str  # empty of an operation in several
    on: date  # its last day
    days: int
    part: str  # as teams name it, or `OBSERVED`


def practice_in_missions(session: Session, people: Collection[int]) -> dict[int, list[MissionPractice]]:
    """What each of these people did in missions that were not cancelled, until their end, and in operations.

    A constant number of queries. Whoever left the team before its last day is not counted.
    """
    delivered = select(MissionReport.id).where(MissionReport.mission_id == Mission.id)
    rows = session.execute(
        select(MissionMember, Mission)
        .join(Mission, Mission.id == MissionMember.mission_id)
        .where(MissionMember.person_id.in_(people), Mission.cancelled_at.is_(None), delivered.exists())
        .order_by(MissionMember.id)
    )
    found: dict[int, dict[str, MissionPractice]] = defaultdict(dict)
    for member, mission in rows:
        if member.left_at is not None and member.left_at.date() < mission.ends_on:
            continue
        days = (mission.ends_on - mission.starts_on).days + 1
        ref = f"mission:{mission.uuid}"  # in two parts one after the other it is still one mission
        found[member.person_id][ref] = MissionPractice(
            ref, False, mission.title, mission.country, mission.ends_on, days, member.part
        )
    for seen, activity in practice_at_operations(session, people):
        if activity is not None:
            ref, country = f"operation:{activity.row.uuid}:{seen.observed_on.isoformat()}", activity.row.country or ""
            found[seen.person_id][ref] = MissionPractice(
                ref, True, activity.row.title, country, seen.observed_on, 1, OBSERVED
            )
    return {one: list(practice.values()) for one, practice in found.items()}
