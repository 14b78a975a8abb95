"""Who holds a role for which thing, asked by the package that owns the thing."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.models import Person, RoleGrant


def holders_for(session: Session, role: str, kind: str, ids: Collection[int]) -> dict[int, list[int]]:
    """The open accounts that hold this role for each of these things, the longest first; one query."""
    rows = session.execute(
        select(RoleGrant.scope_id, RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.role == role,
            RoleGrant.scope_kind == kind,
            RoleGrant.scope_id.in_([str(one) for one in ids]),
            RoleGrant.ended_at.is_(None),
            Person.closed_at.is_(None),
        )
        .order_by(RoleGrant.id)
    )
    found: dict[str | None, list[int]] = {str(one): [] for one in ids}
    for thing, person_id in rows:
        found[thing].append(person_id)
    return {one: found[str(one)] for one in ids}


def holders_at(session: Session, role: str, kind: str, moments: Mapping[int, datetime]) -> dict[int, list[int]]:
    """Who held this role for each of these things at the moment given for it, the longest first; one query."""
    rows = session.execute(
        select(RoleGrant.scope_id, RoleGrant.person_id, RoleGrant.granted_at, RoleGrant.ended_at)
        .where(
            RoleGrant.role == role,
            RoleGrant.scope_kind == kind,
            RoleGrant.scope_id.in_([str(one) for one in moments]),
        )
        .order_by(RoleGrant.id)
    )
    held = [(thing, person_id, since, until) for thing, person_id, since, until in rows if thing is not None]
    return {
        one: list(
            dict.fromkeys(
                person_id
                for thing, person_id, since, until in held
                if thing == str(one) and since <= at and (until is None or at < until)
            )
        )
        for one, at in moments.items()
    }


def held_for(session: Session, role: str, kind: str, people: Collection[int]) -> dict[int, list[str]]:
    """For which things of a kind each of these people holds this role; one query."""
    rows = session.execute(
        select(RoleGrant.person_id, RoleGrant.scope_id)
        .where(
            RoleGrant.role == role,
            RoleGrant.scope_kind == kind,
            RoleGrant.person_id.in_(people),
            RoleGrant.ended_at.is_(None),
        )
        .order_by(RoleGrant.id)
    )
    found: dict[int, list[str]] = {one: [] for one in people}
    for person_id, thing in rows:
        if thing is not None:
            found[person_id].append(thing)
    return found


def ever_held_for(session: Session, role: str, kind: str, ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Whoever holds this role for each of these things or once held it, whatever became of the account; one query."""
    rows = session.execute(
        select(RoleGrant.scope_id, RoleGrant.person_id).where(
            RoleGrant.role == role, RoleGrant.scope_kind == kind, RoleGrant.scope_id.in_([str(one) for one in ids])
        )
    ).all()
    return {one: frozenset(person_id for thing, person_id in rows if thing == str(one)) for one in ids}


def holds_role(session: Session, person_id: int, role: str) -> bool:
    """Whether a person holds this role, everywhere or for anything."""
    held = select(RoleGrant.id).where(
        RoleGrant.person_id == person_id, RoleGrant.role == role, RoleGrant.ended_at.is_(None)
    )
    return session.scalars(held.limit(1)).first() is not None
