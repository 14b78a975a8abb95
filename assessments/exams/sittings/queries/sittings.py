"""Sittings with their supervisors and signatures, as who runs them and who supervises them finds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, Exam
from assessments.exams.sittings import policy
from assessments.exams.sittings.models import Sitting, SittingPaper, SittingSignature, SittingSupervisor
from assessments.exams.sittings.rules.room import WAIT, RoomTimes, SittingState, is_due, sitting_state
from assessments.permissions import ExamPermission
from courses.api import cohort_ids_around
from lms import ids
from lms.access import Viewer
from lms.errors import NotFound
from lms.rows import rows_of

SOON = timedelta(days=14)  # home names a room so long before
AS_IT_STANDS = {"populate_existing": True}  # read again after a lock, rows are what others made of them meanwhile


@dataclass(frozen=True)
class FoundSitting:
    """A sitting with who supervises it, who once did, and who has signed."""

    row: Sitting
    course_id: int
    supervisors: tuple[SittingSupervisor, ...]  # those who were removed among them
    signatures: tuple[SittingSignature, ...]
    paper: SittingPaper | None = None  # keyed in, waits for a second person

    @property
    def id(self) -> int:
        """Its number inside."""
        return self.row.id

    @property
    def times(self) -> RoomTimes:
        """When it begins and ends."""
        return RoomTimes(self.row.begins_at, self.row.ends_at, self.row.cancelled_at)

    @property
    def watching(self) -> tuple[SittingSupervisor, ...]:
        """Who supervises it now."""
        return tuple(one for one in self.supervisors if one.ended_at is None)

    @property
    def all_signed(self) -> bool:
        """Whether everybody who supervises it has signed; nobody is not everybody."""
        signed = {one.supervisor_id for one in self.signatures}
        return bool(self.watching) and all(one.id in signed for one in self.watching)

    def state(self, now: datetime) -> SittingState:
        """How it stands."""
        return sitting_state(self.times, now, all_signed=self.all_signed)

    def is_due(self, now: datetime) -> bool:
        """Whether its results are released."""
        return is_due(self.times, now, all_signed=self.all_signed)

    def signature_of(self, supervisor_id: int) -> SittingSignature | None:
        """What this supervisor signed."""
        return next((one for one in self.signatures if one.supervisor_id == supervisor_id), None)


def sittings_where(session: Session, *where: ColumnElement[bool], most: int | None = None) -> list[FoundSitting]:
    """The sittings for which this holds, the one that begins last first; four queries."""
    wanted = select(Sitting, Exam.course_id).join(Exam, Exam.id == Sitting.exam_id).where(*where)
    newest_first = wanted.order_by(Sitting.begins_at.desc(), Sitting.id.desc()).limit(most)
    rows = session.execute(newest_first.execution_options(**AS_IT_STANDS)).all()
    if not rows:
        return []
    numbers = [row.id for row, _course in rows]
    supervisors = session.scalars(
        select(SittingSupervisor)
        .where(SittingSupervisor.sitting_id.in_(numbers))
        .order_by(SittingSupervisor.id)
        .execution_options(**AS_IT_STANDS)
    ).all()
    signatures = session.scalars(
        select(SittingSignature).where(SittingSignature.sitting_id.in_(numbers)).order_by(SittingSignature.id)
    ).all()
    waiting = select(SittingPaper).where(SittingPaper.sitting_id.in_(numbers), SittingPaper.decided_at.is_(None))
    papers = {one.sitting_id: one for one in session.scalars(waiting.execution_options(**AS_IT_STANDS))}
    return [
        FoundSitting(
            row,
            course_id,
            tuple(one for one in supervisors if one.sitting_id == row.id),
            tuple(one for one in signatures if one.sitting_id == row.id),
            papers.get(row.id),
        )
        for row, course_id in rows
    ]


def sittings_run(session: Session, viewer: Viewer, most: int | None = None) -> list[FoundSitting]:
    """Those that the viewer runs."""
    return sittings_where(session, policy.run_by(viewer), most=most)


def sitting_run(session: Session, viewer: Viewer, uuid: str) -> FoundSitting:
    """This sitting, if the viewer runs it."""
    return _one(sittings_where(session, policy.run_by(viewer), Sitting.uuid == uuid))


def sitting_by_id(session: Session, sitting_id: int) -> FoundSitting:
    """This sitting, whoever asks."""
    return _one(sittings_where(session, Sitting.id == sitting_id))


def lock(session: Session, sitting_id: int) -> None:
    """Let nobody else change this sitting until the commit."""
    session.execute(select(Sitting.id).where(Sitting.id == sitting_id).with_for_update())


def hold(session: Session, sitting_id: int) -> None:
    """Let nobody change this sitting until the commit, while others who only hold it go on."""
    session.execute(select(Sitting.id).where(Sitting.id == sitting_id).with_for_update(read=True))


def open_at(session: Session, exam_id: int, now: datetime) -> list[FoundSitting]:
    """The sittings of an exam in which one may begin now, as far as the clock is concerned."""
    during = (Sitting.begins_at <= now, Sitting.ends_at > now, Sitting.cancelled_at.is_(None))
    return sittings_where(session, Sitting.exam_id == exam_id, *during)


def links(session: Session, token: str) -> list[SittingSupervisor]:
    """The supervisor whose link this is, if it works still."""
    wanted = select(SittingSupervisor).where(
        SittingSupervisor.token_hash == ids.digest(token), SittingSupervisor.ended_at.is_(None)
    )
    return list(session.scalars(wanted))


def supervised_by(session: Session, person_id: int, *where: ColumnElement[bool]) -> Sequence[FoundSitting]:
    """The sittings that somebody with an account supervises."""
    own = select(SittingSupervisor.sitting_id).where(
        SittingSupervisor.person_id == person_id, SittingSupervisor.ended_at.is_(None)
    )
    return sittings_where(session, Sitting.id.in_(own), *where)


def _papers(viewer: Viewer, now: datetime) -> tuple[ColumnElement[bool], ...]:
    waiting = select(SittingPaper.sitting_id).where(
        SittingPaper.decided_at.is_(None), SittingPaper.keyed_by_id != viewer.id
    )
    return policy.run_by(viewer), Sitting.ends_at > now - WAIT, Sitting.id.in_(waiting)


def own_rooms(person_id: int, now: datetime, until: datetime) -> Select[str, str, str, datetime, str, bool, bool]:
    """As SQL: the rooms of somebody that begin before a moment, the last first.

    Those which they supervise until their protocol is waited for no more, and those in which they sit and have not
    begun until they end: uuid, title, place, when it begins by which clock, whether they supervise, and have signed.
    """
    own = (
        select(SittingSupervisor.id)
        .where(SittingSupervisor.sitting_id == Sitting.id, SittingSupervisor.person_id == person_id)
        .where(SittingSupervisor.ended_at.is_(None))
    )
    signed = own.join(SittingSignature, SittingSignature.supervisor_id == SittingSupervisor.id)
    room = (Sitting.uuid, Sitting.title, Sitting.place, Sitting.begins_at, Sitting.time_zone)
    wanted = select(*room, own.exists().label("supervises"), signed.exists().label("has_signed"))
    return wanted.where(_around(person_id, now, until)).order_by(Sitting.begins_at.desc(), Sitting.id.desc())


def sittings_first(person: Viewer, now: datetime) -> list[ColumnElement[Any]]:
    """What home asks first: rooms of one's own; for who runs rooms, in which a protocol waits that others keyed in."""
    found = [rows_of(own_rooms(person.id, now, now + SOON))]
    if person.may(ExamPermission.SITTING_RUN):
        papers = select(Sitting.uuid, Sitting.title).where(*_papers(person, now)).order_by(Sitting.id)
        found.append(rows_of(papers))
    return found


def _around(person_id: int, now: datetime, until: datetime) -> ColumnElement[bool]:
    own = select(SittingSupervisor.sitting_id).where(
        SittingSupervisor.person_id == person_id, SittingSupervisor.ended_at.is_(None)
    )
    sat = select(Attempt.sitting_id).where(Attempt.person_id == person_id, Attempt.sitting_id.is_not(None))
    supervises = Sitting.id.in_(own) & (Sitting.ends_at > now - WAIT)
    sits = Sitting.cohort_id.in_(cohort_ids_around(person_id)) & (Sitting.ends_at > now) & Sitting.id.not_in(sat)
    return Sitting.cancelled_at.is_(None) & (Sitting.begins_at < until) & or_(supervises, sits)


def _one(found: list[FoundSitting]) -> FoundSitting:
    if not found:
        raise NotFound
    return found[0]
