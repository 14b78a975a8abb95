"""Moves within one's own scope, done at once; and what every move does to places and roles."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms import events, ids
from lms.access import Grant, Permission, Viewer
from lms.access_model import access_model
from lms.errors import BadInput, Conflict
from lms.i18n import _
from lms.people.access.scope_kinds import covers_administration
from lms.people.events import PersonChanged, RoleEnded, RoleGranted
from lms.people.models import Administration, Person, RoleGrant, Unit
from lms.people.services.placements import renew_placements
from lms.people.services.rights import in_short, scope_of
from lms.people.transfers import queries
from lms.people.transfers.rules import Home, roles_after

MOST = 500  # people in one step


def ticked(session: Session, uuids: Collection[str], *, by: Viewer) -> list[Person]:
    """The people who were ticked, all of whom one may move; nobody moves themselves."""
    wanted = set(uuids)
    if not 0 < len(wanted) <= MOST:
        raise BadInput("who", _("Tick the people whom you move, at most %(most)s.", most=MOST))
    found = queries.officers_ticked(session, by, wanted)
    if len(found) != len(wanted):
        raise Conflict(_("You no longer manage some of these people, or they hold rights now. Look at the list again."))
    return found


def move_to_unit(session: Session, people: Sequence[Person], unit: Unit, *, by: Viewer, now: datetime) -> int:
    """Let these people of one administration work in this unit of it; answers how many moved."""
    if any(person.administration_id != unit.administration_id for person in people):
        raise BadInput("to", _("This unit belongs to another administration. Choose one of the same."))
    moving = [person for person in people if person.unit_id != unit.id]
    _place(session, moving, unit.administration_id, unit.id, by=by, now=now)
    return len(moving)


def move_to_administration(
    session: Session, people: Sequence[Person], receiving: Administration, *, by: Viewer, now: datetime
) -> int:
    """Take these people over into another administration of one's own scope; answers how many moved."""
    if not covers_administration(by.scopes(Permission.PEOPLE_MANAGE), receiving):
        raise BadInput("to", _("You do not manage the people of this administration."))
    moving = [person for person in people if person.administration_id != receiving.id]
    rehome(session, moving, receiving, by=by, now=now)
    return len(moving)


def rehome(session: Session, people: Sequence[Person], receiving: Administration, *, by: Viewer, now: datetime) -> None:
    """Let these people work in another administration, in no unit yet; their roles follow, rights over others end."""
    if not people:
        return
    former = {person.id: person.administration_id for person in people}
    rows = session.scalars(select(Administration).where(Administration.id.in_(set(former.values()) - {None})))
    homes = {row.id: Home(str(row.id), row.country) for row in rows}
    _place(session, people, receiving.id, None, by=by, now=now)
    new = Home(str(receiving.id), receiving.country)
    held = _held(session, people)
    for person in people:
        old = homes.get(former[person.id] or 0, new)
        _follow(session, person, held.get(person.id, []), old, new, by=by, now=now)
    session.flush()


def _held(session: Session, people: Sequence[Person]) -> Mapping[int, list[RoleGrant]]:
    """The roles that these people hold, in one query."""
    wanted = select(RoleGrant).where(
        RoleGrant.person_id.in_([person.id for person in people]), RoleGrant.ended_at.is_(None)
    )
    found = defaultdict(list)
    for row in session.scalars(wanted.order_by(RoleGrant.id)):
        found[row.person_id].append(row)
    return found


def _follow(
    session: Session, person: Person, rows: Sequence[RoleGrant], old: Home, new: Home, *, by: Viewer, now: datetime
) -> None:
    """End the roles that do not go along, and give those that do for the new administration."""
    harmless = access_model().roles_without_power
    after = roles_after([(row.role, row.scope_kind, row.scope_id) for row in rows], harmless, old, new)
    standing = [in_short(Grant(row.role, row.scope_kind, row.scope_id)) for row in rows]
    subject = f"person:{person.id}"
    for row in rows:
        grant = Grant(row.role, row.scope_kind, row.scope_id)
        if (row.role, row.scope_kind, row.scope_id) in after.ending:
            row.ended_at, row.ended_by_id = now, by.id
            before, standing = standing, [one for one in standing if one != in_short(grant)]
            ended = RoleEnded(
                subject=subject, actor_id=by.id, at=now, role=row.role, scope=scope_of(grant), before=before,
                after=standing,
            )  # fmt: skip
            events.publish(session, ended)
    for one in after.given:
        grant = Grant(*one)
        given = RoleGrant(
            uuid=ids.new_uuid(), person_id=person.id, role=grant.role, scope_kind=grant.scope_kind,
            scope_id=grant.scope_id, granted_at=now, granted_by_id=by.id,
        )  # fmt: skip
        session.add(given)
        before, standing = standing, [*standing, in_short(grant)]
        granted = RoleGranted(
            subject=subject, actor_id=by.id, at=now, role=grant.role, scope=scope_of(grant), before=before,
            after=standing,
        )  # fmt: skip
        events.publish(session, granted)


def _place(
    session: Session,
    people: Sequence[Person],
    administration_id: int,
    unit_id: int | None,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    """Write where these people work from now on, in their accounts, their placements and the record."""
    if not people:
        return
    former = {person.id: (person.administration_id, person.unit_id) for person in people}
    session.execute(
        update(Person).where(Person.id.in_(list(former))).values(administration_id=administration_id, unit_id=unit_id)
    )
    renew_placements(session, people, now=now)
    for person in people:
        before = dict(zip(("administration_id", "unit_id"), former[person.id], strict=True))
        after = {"administration_id": administration_id, "unit_id": unit_id}
        fields = [name for name in after if before[name] != after[name]]
        changed = PersonChanged(
            subject=f"person:{person.id}",
            actor_id=by.id,
            at=now,
            fields=fields,
            before={name: before[name] for name in fields},
            after={name: after[name] for name in fields},
        )
        events.publish(session, changed)
