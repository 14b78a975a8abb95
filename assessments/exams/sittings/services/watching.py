"""In the room: candidates ticked, lines of the protocol, the signature."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.sittings.events import SittingLineWritten, SittingPresenceSaid, SittingProtocolSigned
from assessments.exams.sittings.models import (
    TEXT_LENGTH,
    SittingLine,
    SittingPresence,
    SittingSignature,
    SittingSupervisor,
)
from assessments.exams.sittings.queries.candidates import candidates_of, newest_ticks
from assessments.exams.sittings.queries.sittings import FoundSitting, lock, sitting_by_id
from assessments.exams.sittings.rules.room import LONGEST, LineKind
from assessments.exams.sittings.services.settling import settle
from lms import events
from lms.errors import BadInput, NotFound, RuleBroken
from lms.i18n import _
from lms.people.api import demand_independent, person_by_uuid

ABOUT_SOMEBODY = frozenset({LineKind.LEFT, LineKind.CAME_BACK})


@dataclass(frozen=True)
class ProtocolEnd:
    """From when until when somebody watched; by hand, if on paper."""

    begun_at: datetime
    ended_at: datetime
    paper_id: int | None = None


def demand_may_tick(session: Session, sitting: FoundSitting, row: SittingSupervisor, person_id: int) -> None:
    """Nobody ticks themselves, nor who gave them the right to; who opened or named is answerable for a name alone."""
    answerable = row.person_id if row.person_id is not None else row.named_by_id
    if person_id in {answerable, sitting.row.opened_by_id, row.named_by_id}:
        raise RuleBroken(_("Nobody supervises a room in which they sit."))
    for one in (answerable, row.named_by_id):
        demand_independent(session, one, person_id)


def say_present(
    session: Session, sitting: FoundSitting, row: SittingSupervisor, candidate: str, *, now: datetime
) -> SittingPresence:
    """Tick a candidate as present, with the identity document compared."""
    sitting = demand_at_work(session, sitting, row, now)
    person_id = candidate_in(session, sitting, candidate)
    demand_may_tick(session, sitting, row, person_id)
    standing = [one for one in newest_ticks(session, sitting.id).get(person_id, ()) if one.supervisor_id == row.id]
    if standing and standing[0].present:
        return standing[0]
    return add_presence(session, row, person_id, present=True, reason="", at=now, by=row.person_id)


def take_back(
    session: Session, sitting: FoundSitting, row: SittingSupervisor, candidate: str, reason: str, *, now: datetime
) -> None:
    """Say that one's own tick was wrong; both stay in the record."""
    sitting = demand_at_work(session, sitting, row, now)
    person_id = candidate_in(session, sitting, candidate)
    own = [one for one in newest_ticks(session, sitting.id).get(person_id, ()) if one.supervisor_id == row.id]
    if not own or not own[0].present:
        raise RuleBroken(_("You have not marked this person present."))
    add_presence(session, row, person_id, present=False, reason=reason.strip()[:TEXT_LENGTH], at=now, by=row.person_id)


def add_presence(
    session: Session,
    row: SittingSupervisor,
    person_id: int,
    *,
    present: bool,
    reason: str,
    at: datetime,
    by: int | None,
    said_at: datetime | None = None,
    paper_id: int | None = None,
) -> SittingPresence:
    """Append a tick, or that one was taken back."""
    made = SittingPresence(
        sitting_id=row.sitting_id,
        person_id=person_id,
        supervisor_id=row.id,
        present=present,
        reason=reason,
        at=at,
        paper_id=paper_id,
    )
    session.add(made)
    session.flush()
    happened = SittingPresenceSaid(
        subject=f"sitting:{row.sitting_id}",
        actor_id=by,
        at=said_at or at,
        presence_id=made.id,
        person_id=person_id,
        supervisor_id=row.id,
        present=present,
    )
    events.publish(session, happened)
    return made


def write_line(
    session: Session,
    sitting: FoundSitting,
    row: SittingSupervisor,
    kind: LineKind,
    *,
    candidate: str,
    words: str,
    now: datetime,
) -> SittingLine:
    """Write a line into the protocol."""
    sitting = demand_at_work(session, sitting, row, now)
    person_id = candidate_in(session, sitting, candidate) if candidate else None
    if kind in ABOUT_SOMEBODY and person_id is None:
        raise BadInput("candidate", _("Choose who left or came back."))
    words = words.strip()
    if kind not in ABOUT_SOMEBODY and not words:
        raise BadInput("words", _("Write down what happened."))
    return add_line(session, row, kind, person_id, words, at=now, by=row.person_id)


def add_line(
    session: Session,
    row: SittingSupervisor,
    kind: LineKind,
    person_id: int | None,
    words: str,
    *,
    at: datetime,
    by: int | None,
    paper_id: int | None = None,
) -> SittingLine:
    """Append a line to the protocol."""
    made = SittingLine(
        sitting_id=row.sitting_id,
        supervisor_id=row.id,
        person_id=person_id,
        kind=kind,
        words=words,
        at=at,
        paper_id=paper_id,
    )
    session.add(made)
    session.flush()
    happened = SittingLineWritten(
        subject=f"sitting:{row.sitting_id}", actor_id=by, at=at, line_id=made.id, supervisor_id=row.id, line_kind=kind
    )
    events.publish(session, happened)
    return made


def sign(
    session: Session, sitting: FoundSitting, row: SittingSupervisor, end: ProtocolEnd, *, now: datetime
) -> SittingSignature:
    """Sign the protocol; when the last one signs, results of the room are released."""
    sitting = demand_at_work(session, sitting, row, now)
    if now < sitting.row.begins_at:
        raise RuleBroken(_("The session has not started. Sign when it is over."))
    demand_times(sitting, end, now)
    made = add_signature(session, row, end, by=row.person_id, now=now)
    settle(session, sitting.id, now=now)
    return made


def add_signature(
    session: Session, row: SittingSupervisor, end: ProtocolEnd, *, by: int | None, now: datetime
) -> SittingSignature:
    """Append a signature."""
    made = SittingSignature(
        sitting_id=row.sitting_id,
        supervisor_id=row.id,
        begun_at=end.begun_at,
        ended_at=end.ended_at,
        signed_at=now,
        paper_id=end.paper_id,
    )
    session.add(made)
    session.flush()
    happened = SittingProtocolSigned(
        subject=f"sitting:{row.sitting_id}",
        actor_id=by,
        at=now,
        supervisor_id=row.id,
        on_paper=end.paper_id is not None,
    )
    events.publish(session, happened)
    return made


def demand_times(sitting: FoundSitting, end: ProtocolEnd, now: datetime) -> None:
    """The room was watched round the time for which it was planned, and not in time to come."""
    if end.ended_at <= end.begun_at:
        raise BadInput("ended", _("The end must be after the start."))
    if end.ended_at > now + timedelta(minutes=1):
        raise BadInput("ended", _("This time is in the future."))
    if end.begun_at < sitting.row.begins_at - LONGEST or end.ended_at > sitting.row.ends_at + LONGEST:
        raise BadInput("begun", _("This is far from the time of the room. Check the times."))


def demand_at_work(session: Session, sitting: FoundSitting, row: SittingSupervisor, now: datetime) -> FoundSitting:
    """The sitting, locked and read again, if this supervisor may still write in it."""
    lock(session, sitting.id)
    again = sitting_by_id(session, sitting.id)
    if again.row.cancelled_at is not None:
        raise RuleBroken(_("This session was cancelled."))
    if now < again.times.begins_at and not again.times.takes_ticks(now):
        raise RuleBroken(_("The room is not open yet. You can mark candidates present from one hour before it starts."))
    if now >= again.times.waits_until:
        raise RuleBroken(_("This session is over. Its record is closed."))
    if again.signature_of(row.id) is not None:
        raise RuleBroken(_("You have signed the record. Nothing can be added after that."))
    return again


def candidate_in(session: Session, sitting: FoundSitting, uuid: str) -> int:
    """The candidate of this room with this public id; others are not found."""
    found = person_by_uuid(session, uuid)
    if found is None or all(one.person_id != found.id for one in candidates_of(session, sitting)):
        raise NotFound
    return found.id


def supervisor_of(session: Session, sitting_id: int, uuid: str) -> SittingSupervisor:
    """The supervisor of this room with this public id."""
    wanted = select(SittingSupervisor).where(SittingSupervisor.sitting_id == sitting_id, SittingSupervisor.uuid == uuid)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found
