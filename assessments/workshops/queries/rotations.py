"""Rotations and who is placed in them, found."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.workshops.models import PlacedPerformance, Rotation, WorkshopWaiver
from assessments.workshops.rules.rotation import RotationRule
from assessments.workshops.rules.standing import RotationStanding
from lms.errors import NotFound

AS_IT_STANDS = {"populate_existing": True}


def rotations_of(session: Session, workshop_id: int) -> list[Rotation]:
    """Every rotation that was made for a workshop, the newest first."""
    wanted = select(Rotation).where(Rotation.workshop_id == workshop_id).order_by(Rotation.no.desc())
    return list(session.scalars(wanted.execution_options(**AS_IT_STANDS)))


def rotation_in_use(session: Session, workshop_id: int) -> Rotation | None:
    """The rotation by which a workshop goes, if there is one."""
    wanted = select(Rotation).where(
        Rotation.workshop_id == workshop_id, Rotation.standing == RotationStanding.IN_USE.value
    )
    return session.scalars(wanted.execution_options(**AS_IT_STANDS)).one_or_none()


def rotation_called(session: Session, workshop_id: int, no: int) -> Rotation:
    """The rotation with this number in its workshop."""
    wanted = select(Rotation).where(Rotation.workshop_id == workshop_id, Rotation.no == no)
    found = session.scalars(wanted.execution_options(**AS_IT_STANDS)).one_or_none()
    if found is None:
        raise NotFound
    return found


def placed_in(session: Session, rotation_id: int) -> Sequence[PlacedPerformance]:
    """Every performance of a rotation, by time and room; written work comes last."""
    wanted = select(PlacedPerformance).where(PlacedPerformance.rotation_id == rotation_id)
    rows = session.scalars(wanted.order_by(PlacedPerformance.id).execution_options(**AS_IT_STANDS))
    return sorted(rows, key=lambda row: (row.slot is None, row.slot or 0, row.room_id or 0, row.id))


def waivers_of(session: Session, workshop_id: int) -> list[WorkshopWaiver]:
    """The waivers that were asked for at a workshop, the newest first."""
    wanted = select(WorkshopWaiver).where(WorkshopWaiver.workshop_id == workshop_id)
    return list(session.scalars(wanted.order_by(WorkshopWaiver.id.desc()).execution_options(**AS_IT_STANDS)))


def rules_waived(session: Session, workshop_id: int) -> frozenset[RotationRule]:
    """The rules that need not be kept at a workshop; conflicts are allowed pair by pair, and are none of these."""
    wanted = select(WorkshopWaiver.rule).where(
        WorkshopWaiver.workshop_id == workshop_id,
        WorkshopWaiver.granted.is_(True),
        WorkshopWaiver.rule != RotationRule.CONFLICT.value,
    )
    return frozenset(RotationRule(rule) for rule in session.scalars(wanted))
