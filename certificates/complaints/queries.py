"""Complaints, found."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from certificates.complaints import policy
from certificates.complaints.models import Complaint, ComplaintConcern, ComplaintStep
from certificates.complaints.rules import ComplaintAct, ComplaintState
from certificates.permissions import SchemePermission
from lms.access import Viewer
from lms.errors import NotFound
from lms.rows import rows_of


@dataclass(frozen=True)
class FoundComplaint:
    """A complaint with what was done about it, in order."""

    row: Complaint
    steps: tuple[ComplaintStep, ...]


def complaint_followed(session: Session, uuid: str | None) -> FoundComplaint:
    """The one that a link names, for whoever holds the link."""
    row = session.scalars(select(Complaint).where(Complaint.uuid == uuid)).one_or_none() if uuid else None
    if row is None:
        raise NotFound
    return FoundComplaint(row, tuple(steps_of(session, row.id)))


def complaint_handled(session: Session, viewer: Viewer, uuid: str) -> FoundComplaint:
    """One that this quality officer may handle."""
    wanted = select(Complaint).where(Complaint.uuid == uuid, policy.handled_by(viewer))
    row = session.scalars(wanted).one_or_none()
    if row is None:
        raise NotFound
    return FoundComplaint(row, tuple(steps_of(session, row.id)))


def steps_of(session: Session, complaint_id: int) -> Sequence[ComplaintStep]:
    """What was done about it, in order."""
    wanted = select(ComplaintStep).where(ComplaintStep.complaint_id == complaint_id)
    return session.scalars(wanted.order_by(ComplaintStep.no)).all()


def of_key(session: Session, key: str) -> Complaint | None:
    """The complaint that this form brought already."""
    return session.scalars(select(Complaint).where(Complaint.key == key)).one_or_none()


def complaints_listed(
    session: Session, viewer: Viewer, *, closed: bool, offset: int = 0, limit: int | None = None
) -> tuple[list[Complaint], int]:
    """Those that are open, what is due first; or those that are closed, newest first; and how many there are."""
    where = (policy.handled_by(viewer), _is_closed(closed=closed))
    order = (Complaint.received_at.desc(), Complaint.id) if closed else (Complaint.due_at, Complaint.id)
    count = session.scalars(select(func.count()).select_from(Complaint).where(*where)).one()
    rows = session.scalars(select(Complaint).where(*where).order_by(*order).offset(offset).limit(limit))
    return list(rows), count


def own_complaints(session: Session, viewer: Viewer) -> Sequence[Complaint]:
    """Those that somebody sent under their account, newest first."""
    wanted = select(Complaint).where(policy.made_by(viewer))
    return session.scalars(wanted.order_by(Complaint.received_at.desc(), Complaint.id)).all()


def closings(session: Session, complaints: Iterable[int]) -> dict[int, ComplaintStep]:
    """The newest closing of each, by complaint."""
    wanted = select(ComplaintStep).where(
        ComplaintStep.complaint_id.in_(list(complaints)), ComplaintStep.act == ComplaintAct.CLOSED
    )
    return {step.complaint_id: step for step in session.scalars(wanted.order_by(ComplaintStep.no))}


def concerned_by(session: Session, complaint_id: int) -> frozenset[int]:
    """The people whom it is about."""
    wanted = select(ComplaintConcern.person_id).where(ComplaintConcern.complaint_id == complaint_id)
    return frozenset(session.scalars(wanted))


def complaints_first(person: Viewer, now: datetime) -> list[ColumnElement[Any]]:
    """What home asks first: how many are open to this quality officer, and by when the first is due."""
    if not person.may(SchemePermission.COMPLAINT_HANDLE):
        return []
    found = select(func.count(), func.min(Complaint.due_at))
    return [rows_of(found.where(policy.handled_by(person), _is_closed(closed=False)))]


def overdue(session: Session, now: datetime) -> tuple[int, datetime | None]:
    """How many are overdue, and since when the first."""
    where = (_is_closed(closed=False), Complaint.due_at < now)
    count, first = session.execute(select(func.count(), func.min(Complaint.due_at)).where(*where)).one()
    return count, first


def with_contact(session: Session, closed: bool = True) -> Sequence[Complaint]:
    """Closed complaints that still hold a name or an address."""
    held = or_(Complaint.name != "", Complaint.email != "")
    return session.scalars(select(Complaint).where(_is_closed(closed=closed), held)).all()


def names_wanted(steps: Collection[ComplaintStep]) -> set[int]:
    """Whose names a list of steps needs."""
    return {step.by_id for step in steps if step.by_id is not None}


def _is_closed(*, closed: bool) -> ColumnElement[bool]:
    state = Complaint.state.expression
    return state == ComplaintState.CLOSED if closed else state != ComplaintState.CLOSED
