"""Who was on one mission with whom, and who supervised whom, as a source of facts."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from assessments.independence.api import Fact, Tie
from assessments.missions.models import Mission, MissionMember


class MissionFacts:
    """Facts of missions: partners of a team, and the supervising expert of a candidate."""

    def between(self, session: Session, actors: Collection[int], people: Collection[int]) -> list[Fact]:
        """Who of the actors was on a mission with whom of the people, or supervised them."""
        one, other = aliased(MissionMember), aliased(MissionMember)
        rows = session.execute(
            select(one.person_id, other.person_id, other.supervised_by_id, Mission.id, Mission.ends_on)
            .join(other, other.mission_id == one.mission_id)
            .join(Mission, Mission.id == one.mission_id)
            .where(
                one.person_id.in_(actors),
                other.person_id.in_(people),
                one.person_id != other.person_id,
                Mission.cancelled_at.is_(None),
            )
            .distinct()
        )
        found = []
        for actor_id, person_id, supervised_by_id, mission_id, ends_on in rows:
            ref = f"mission:{mission_id}"
            found.append(Fact(Tie.SAME_MISSION, actor_id, person_id, ref, _over(ends_on)))
            if supervised_by_id == actor_id:
                found.append(Fact(Tie.SUPERVISED, actor_id, person_id, ref))
        return found


def _over(ends_on: date) -> datetime:
    """When a mission is over for everybody, whatever their zone."""
    return datetime.combine(ends_on + timedelta(days=2), time(), UTC)
