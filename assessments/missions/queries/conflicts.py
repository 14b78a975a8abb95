"""Who was on one mission with whom, and who supervised whom, as a source of facts."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import literal, select, union
from sqlalchemy.orm import Session, aliased

from assessments.independence.api import Fact, Tie
from assessments.missions.models import Mission, MissionAnnex, MissionAnnexVersion, MissionMember, OperationPractice

ONE, OTHER = aliased(MissionMember), aliased(MissionMember)


class MissionFacts:
    """Facts of missions and operations: partners of a team, and who supervised a candidate.

    A cancelled mission binds nobody by itself; what somebody signed or saw of a candidate binds them all the same.
    """

    def between(self, session: Session, actors: Collection[int], people: Collection[int]) -> list[Fact]:
        """Who of the actors was on a mission with whom of the people, or supervised them; two queries."""
        rows = session.execute(
            select(ONE.person_id, OTHER.person_id, OTHER.supervised_by_id, Mission.id, Mission.ends_on)
            .join(OTHER, OTHER.mission_id == ONE.mission_id)
            .join(Mission, Mission.id == ONE.mission_id)
            .where(
                ONE.person_id.in_(actors),
                OTHER.person_id.in_(people),
                ONE.person_id != OTHER.person_id,
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
        return list(dict.fromkeys([*found, *_witnessed(session, actors, people)]))


def _witnessed(session: Session, actors: Collection[int], people: Collection[int]) -> list[Fact]:
    """Who signed an annex on somebody, or kept what they saw of them in an operation."""
    annexes = (
        select(MissionAnnex.expert_id, MissionAnnex.candidate_id, literal("mission"), MissionAnnex.mission_id)
        .join(MissionAnnexVersion, MissionAnnexVersion.annex_id == MissionAnnex.id)
        .where(
            MissionAnnex.expert_id.in_(actors),
            MissionAnnex.candidate_id.in_(people),
            MissionAnnexVersion.signed_at.is_not(None),
        )
    )
    practice = select(
        OperationPractice.observed_by_id,
        OperationPractice.person_id,
        literal("activity"),
        OperationPractice.activity_id,
    ).where(OperationPractice.observed_by_id.in_(actors), OperationPractice.person_id.in_(people))
    rows = session.execute(union(annexes, practice))
    return [Fact(Tie.SUPERVISED, actor, person, f"{kind}:{number}") for actor, person, kind, number in rows]


def _over(ends_on: date) -> datetime:
    """When a mission is over for everybody, whatever their zone."""
    return datetime.combine(ends_on + timedelta(days=2), time(), UTC)
