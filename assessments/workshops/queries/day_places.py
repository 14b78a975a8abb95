"""When and where performances stand in the rotation that is in use, for the day that an assessor keeps."""

from collections.abc import Collection

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from assessments.sheets.models import Performance
from assessments.sheets.offline.ports import DayPlace
from assessments.sheets.rules.states import Occasion
from assessments.workshops.models import FreshPlacement, PlacedPerformance, Rotation, WorkshopCandidate, WorkshopRoom
from assessments.workshops.rules.standing import RotationStanding


class PlacesInUse:
    """The places of the rotations in use; written work has none."""

    def places(self, session: Session, performances: Collection[int]) -> dict[int, DayPlace]:
        """The place of each of these performances that has one; two queries for all."""
        rows = session.execute(
            select(Performance.id, PlacedPerformance.begins_at, WorkshopRoom.name)
            .join(
                WorkshopCandidate,
                and_(
                    WorkshopCandidate.workshop_id == Performance.occasion_id,
                    WorkshopCandidate.person_id == Performance.person_id,
                ),
            )
            .join(
                PlacedPerformance,
                and_(
                    PlacedPerformance.candidate_id == WorkshopCandidate.id,
                    PlacedPerformance.exercise_id == Performance.exercise_id,
                ),
            )
            .join(Rotation, Rotation.id == PlacedPerformance.rotation_id)
            .join(WorkshopRoom, WorkshopRoom.id == PlacedPerformance.room_id)
            .where(
                Performance.id.in_(performances),
                Performance.occasion == Occasion.WORKSHOP,
                Performance.no == 1,
                Rotation.standing == RotationStanding.IN_USE,
                PlacedPerformance.begins_at.is_not(None),
            )
        )
        fresh = session.execute(
            select(FreshPlacement.performance_id, FreshPlacement.begins_at, WorkshopRoom.name)
            .join(WorkshopRoom, WorkshopRoom.id == FreshPlacement.room_id)
            .where(FreshPlacement.performance_id.in_(performances))
        )
        every = [*rows, *fresh]
        return {number: DayPlace(begins_at, room) for number, begins_at, room in every if begins_at is not None}
