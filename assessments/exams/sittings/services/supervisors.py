"""Supervisors: named by who opens the room; without an account they enter by a link that one device opens."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from assessments.exams.sittings.events import (
    SittingLinkMade,
    SittingLinkOpened,
    SittingSupervisorEnded,
    SittingSupervisorNamed,
)
from assessments.exams.sittings.models import NAME_LENGTH, SittingSupervisor
from assessments.exams.sittings.queries.candidates import candidates_of
from assessments.exams.sittings.queries.sittings import FoundSitting, lock, sitting_by_id
from courses.api import trainers_ever
from lms import events, ids
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.people.api import people_named, person_by_login
from lms.text.folding import Accents, fold


def name_supervisor(
    session: Session, sitting: FoundSitting, *, login: str, name: str, by: int, now: datetime
) -> SittingSupervisor:
    """Name somebody by their account, or by a name alone where they have none."""
    lock(session, sitting.id)
    sitting = sitting_by_id(session, sitting.id)
    _demand_before_end(sitting, now)
    login, name = login.strip(), " ".join(name.split())
    if bool(login) == bool(name):
        words = _("Type the user name of somebody with an account, or the name of somebody without one. Not both.")
        raise BadInput("login", words)
    person_id = _with_account(session, sitting, login) if login else None
    if person_id is None:
        _demand_stranger(session, sitting, name)
    row = SittingSupervisor(
        uuid=ids.new_uuid(),
        sitting_id=sitting.id,
        person_id=person_id,
        name=people_named(session, [person_id])[person_id][:NAME_LENGTH] if person_id is not None else name,
        named_by_id=by,
        named_at=now,
    )
    session.add(row)
    session.flush()
    happened = SittingSupervisorNamed(
        subject=f"sitting:{sitting.id}", actor_id=by, at=now, supervisor_id=row.id, person_id=person_id
    )
    events.publish(session, happened)
    return row


def _demand_before_end(sitting: FoundSitting, now: datetime) -> None:
    if sitting.row.cancelled_at is not None:
        raise RuleBroken(_("This session was cancelled."))
    if now >= sitting.row.ends_at:
        raise RuleBroken(_("This session is over. You cannot add supervisors any more."))


def _with_account(session: Session, sitting: FoundSitting, login: str) -> int:
    """Whoever this user name or address belongs to, if they may watch in this room."""
    found = person_by_login(session, login)
    if found is None or found.closed:
        raise BadInput("login", _("There is no account with this user name or e-mail address. Check the spelling."))
    if any(one.person_id == found.id for one in sitting.watching):
        raise BadInput("login", _("%(name)s supervises this room already.", name=found.name))
    if any(one.person_id == found.id for one in candidates_of(session, sitting)):
        raise BadInput(
            "login", _("%(name)s may sit in this room. Nobody supervises a room in which they sit.", name=found.name)
        )
    return found.id


def _demand_stranger(session: Session, sitting: FoundSitting, name: str) -> None:
    """Refuse the name of a candidate or a trainer, who are named by their account."""
    if len(name) > NAME_LENGTH:
        raise BadInput("name", _("Use at most %(most)s characters.", most=NAME_LENGTH))
    if any(_same(one.name, name) for one in sitting.watching):
        raise BadInput("name", _("%(name)s supervises this room already.", name=name))
    if any(_same(one.name, name) for one in candidates_of(session, sitting)):
        raise BadInput(
            "name", _("%(name)s may sit in this room. Nobody supervises a room in which they sit.", name=name)
        )
    cohort = sitting.row.cohort_id
    trainers = trainers_ever(session, [cohort])[cohort] if cohort is not None else frozenset()
    known = people_named(session, sorted(trainers | {sitting.row.opened_by_id}))
    if any(_same(one, name) for one in known.values()):
        raise BadInput("name", _("%(name)s has an account here. Type the user name instead.", name=name))


def _same(one: str, other: str) -> bool:
    return fold(one, accents=Accents.LATIN).split() == fold(other, accents=Accents.LATIN).split()


def end_supervisor(session: Session, sitting: FoundSitting, row: SittingSupervisor, *, by: int, now: datetime) -> None:
    """Somebody supervises the room no more; what they ticked and wrote stays in the record."""
    lock(session, sitting.id)
    if sitting.signature_of(row.id) is not None:
        raise RuleBroken(_("%(name)s has signed the record. You cannot remove them.", name=row.name))
    ended = session.execute(
        update(SittingSupervisor)
        .where(SittingSupervisor.id == row.id, SittingSupervisor.ended_at.is_(None))
        .values(ended_at=now, ended_by_id=by, token_hash=None, device_hash=None)
        .returning(SittingSupervisor.id)
    ).scalar_one_or_none()
    if ended is None:
        raise Conflict(_("This is already over. Nothing was changed."))
    session.refresh(row)
    happened = SittingSupervisorEnded(subject=f"sitting:{sitting.id}", actor_id=by, at=now, supervisor_id=row.id)
    events.publish(session, happened)


def make_link(session: Session, sitting: FoundSitting, row: SittingSupervisor, *, by: int, now: datetime) -> str:
    """A new link for a supervisor without an account; the one before works no more, nor the device that opened it."""
    if row.person_id is not None or row.ended_at is not None:
        raise NotFound
    if sitting.row.cancelled_at is not None or now >= sitting.times.waits_until:
        raise RuleBroken(_("This session is over. Its links no longer work."))
    token = ids.new_token(24)
    row.token_hash, row.device_hash = ids.digest(token), None
    session.flush()
    made = SittingLinkMade(subject=f"sitting:{sitting.id}", actor_id=by, at=now, supervisor_id=row.id)
    events.publish(session, made)
    return token


def open_link(session: Session, row: SittingSupervisor, *, opener: int | None, now: datetime) -> str:
    """Bind a link to the device that opens it first; answers what that device keeps as its proof.

    Whoever is signed in has an account, and is not the person without one to whom the link was given.
    """
    if opener is not None:
        raise RuleBroken(
            _("You are signed in on this device. The link is for %(name)s, on a device of their own.", name=row.name)
        )
    device = ids.new_token(24)
    taken = session.execute(
        update(SittingSupervisor)
        .where(
            SittingSupervisor.id == row.id,
            SittingSupervisor.device_hash.is_(None),
            SittingSupervisor.token_hash == row.token_hash,
            SittingSupervisor.ended_at.is_(None),
        )
        .values(device_hash=ids.digest(device))
        .returning(SittingSupervisor.id)
    ).scalar_one_or_none()
    if taken is None:
        raise Conflict(_("This link was opened on another device a moment ago. Ask for a new link."))
    session.refresh(row)
    opened = SittingLinkOpened(subject=f"sitting:{row.sitting_id}", actor_id=None, at=now, supervisor_id=row.id)
    events.publish(session, opened)
    return device
