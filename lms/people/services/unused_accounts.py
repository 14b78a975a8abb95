"""Accounts that nobody has ever used are closed again, many at once, such as those of an import that is undone."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import events
from lms.access import Viewer
from lms.people import policy
from lms.people.events import PersonClosed, RoleEnded
from lms.people.models import Person, RoleGrant
from lms.people.queries.people import grant_of
from lms.people.services.rights import in_short, scope_of
from lms.people.services.secrets import end_secrets


def close_unused(
    session: Session, people: Collection[int], *, by: Viewer, now: datetime, permitted: bool = False
) -> set[int]:
    """Close those of these accounts that have never been in and that the viewer manages; answers which.

    `permitted`: another rule lets the viewer do so; never for their own account, nor for one with rights over others.
    """
    mine = policy.newcomers_among(by, people, managed=not permitted)
    found = session.scalars(select(Person).where(mine).order_by(Person.id).with_for_update()).all()
    closing = [person.id for person in found]
    if not closing:
        return set()
    for person in found:
        person.closed_at = now
    session.flush()
    _end_roles(session, closing, by=by, now=now)
    end_secrets(session, closing, now=now)
    for person_id in closing:
        events.publish(session, PersonClosed(subject=f"person:{person_id}", actor_id=by.id, at=now))
    return set(closing)


def _end_roles(session: Session, people: Collection[int], *, by: Viewer, now: datetime) -> None:
    """End what these people hold, each role with its entry in the record."""
    held: dict[int, list[RoleGrant]] = {}
    wanted = select(RoleGrant).where(RoleGrant.person_id.in_(people), RoleGrant.ended_at.is_(None))
    for row in session.scalars(wanted.order_by(RoleGrant.id)):
        held.setdefault(row.person_id, []).append(row)
    for person_id, rows in held.items():
        left = list(rows)
        for row in rows:
            before = [in_short(grant_of(one)) for one in left]
            left.remove(row)
            row.ended_at, row.ended_by_id = now, by.id
            ended = RoleEnded(
                subject=f"person:{person_id}",
                actor_id=by.id,
                at=now,
                role=grant_of(row).role,
                scope=scope_of(grant_of(row)),
                before=before,
                after=[in_short(grant_of(one)) for one in left],
            )
            events.publish(session, ended)
    session.flush()
