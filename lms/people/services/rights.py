"""Role grants: given and taken, everywhere or for one thing."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms import events, ids
from lms.access import Grant, Role, Viewer
from lms.access_model import access_model
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.people import policy
from lms.people.access.scope_kinds import ADMINISTRATION, COUNTRY
from lms.people.events import RoleEnded, RoleGranted
from lms.people.models import Person, RoleGrant
from lms.people.queries import people as queries


def grant_role(session: Session, person: Person, grant: Grant, *, by: Viewer | None, now: datetime) -> RoleGrant:
    """Give a person a role; `by` is nobody where the command line or the demonstration gives it."""
    if by is not None:
        _demand_right(session, by, person, grant)
    if person.closed_at is not None:
        raise RuleBroken(_("This account is closed. Open it again before you give it a role."))
    _demand_there(session, grant)
    if grant in [queries.grant_of(row) for row in queries.roles_held(session, person.id)]:
        raise BadInput("role", _("The person already has this role there."))
    return _write(session, person, grant, actor_id=by.id if by else None, now=now)


def give_role_for(session: Session, person_id: int, grant: Grant, *, actor_id: int | None, now: datetime) -> bool:
    """Give a role for a thing of a package that owns its kind, such as a cohort; it has judged who may.

    Held already, nothing changes. What somebody gives themselves by a rule of that package comes from nobody.
    """
    _demand_of_a_package(grant)
    person = session.get_one(Person, person_id)
    if person.closed_at is not None:
        raise RuleBroken(_("This account is closed. Open it again before you give it a role."))
    _demand_there(session, grant)
    if grant in [queries.grant_of(row) for row in queries.roles_held(session, person_id)]:
        return False
    _write(session, person, grant, actor_id=actor_id, now=now)
    return True


def end_role_for(session: Session, person_id: int, grant: Grant, *, actor_id: int | None, now: datetime) -> bool:
    """Take such a role back; not held, nothing changes."""
    _demand_of_a_package(grant)
    held = [row for row in queries.roles_held(session, person_id) if queries.grant_of(row) == grant]
    for row in held:
        end_held(session, session.get_one(Person, person_id), row, actor_id=actor_id, now=now)
    return bool(held)


def _write(session: Session, person: Person, grant: Grant, *, actor_id: int | None, now: datetime) -> RoleGrant:
    """Write down that a person holds a role from now on."""
    before = [in_short(queries.grant_of(one)) for one in queries.roles_held(session, person.id)]
    row = RoleGrant(
        uuid=ids.new_uuid(),
        person_id=person.id,
        role=grant.role,
        scope_kind=grant.scope_kind,
        scope_id=grant.scope_id,
        granted_at=now,
        granted_by_id=None if actor_id == person.id else actor_id,
    )
    session.add(row)
    session.flush()
    happened = RoleGranted(
        subject=f"person:{person.id}",
        actor_id=actor_id,
        at=now,
        role=grant.role,
        scope=scope_of(grant),
        before=before,
        after=[*before, in_short(grant)],
    )
    events.publish(session, happened)
    return row


def end_role(session: Session, person: Person, row: RoleGrant, *, by: Viewer, now: datetime) -> None:
    """Take a role from a person."""
    _demand_right(session, by, person, queries.grant_of(row))
    demand_another_administrator(session, person, [row])
    end_held(session, person, row, actor_id=by.id, now=now)


def end_held(session: Session, person: Person, row: RoleGrant, *, actor_id: int | None, now: datetime) -> None:
    """Write down that a role has ended, and what is left."""
    grant = queries.grant_of(row)
    before = [in_short(queries.grant_of(one)) for one in queries.roles_held(session, person.id)]
    row.ended_at, row.ended_by_id = now, actor_id
    session.flush()
    after = [in_short(queries.grant_of(one)) for one in queries.roles_held(session, person.id)]
    happened = RoleEnded(
        subject=f"person:{person.id}",
        actor_id=actor_id,
        at=now,
        role=grant.role,
        scope=scope_of(grant),
        before=before,
        after=after,
    )
    events.publish(session, happened)


def demand_another_administrator(session: Session, person: Person, ending: list[RoleGrant]) -> None:
    """Refuse to leave the installation without anybody who administers everywhere."""
    last = any(row.role == Role.ADMINISTRATOR and row.scope_kind is None for row in ending)
    if last and not queries.others_who_administer(session, person.id):
        raise RuleBroken(
            _("This is the last administrator of the whole site. Give somebody else this role everywhere first.")
        )


def scope_of(grant: Grant) -> str:
    """Where a role holds, for the record: `everywhere`, `administration:4` or `country:TH`."""
    return f"{grant.scope_kind}:{grant.scope_id}" if grant.scope_kind else "everywhere"


def in_short(grant: Grant) -> str:
    """A role with its scope, for the record: `officer@administration:4`."""
    return f"{grant.role}@{scope_of(grant)}"


def _demand_of_a_package(grant: Grant) -> None:
    """Rights over people, their administrations and countries are given by people alone, who hold the right to."""
    if grant.scope_kind is None or grant.scope_kind in (ADMINISTRATION, COUNTRY):
        raise ValueError(f"{in_short(grant)} is not for a thing of a package.")


def _demand_right(session: Session, by: Viewer, person: Person, grant: Grant) -> None:
    """Refuse what goes beyond the giver's own scope, and any change of one's own rights."""
    if by.id == person.id:
        raise RuleBroken(_("You cannot change your own rights. Ask another administrator."))
    if not policy.may_grant(session, by, person, grant):
        raise BadInput("scope", _("Your right to give roles does not include this place."))


def _demand_there(session: Session, grant: Grant) -> None:
    """Refuse a role that no package names, and one for what is not there or is no thing to hold it for."""
    model, kind, thing = access_model(), grant.scope_kind, grant.scope_id
    if grant.role not in model.roles:
        raise BadInput("role", _("This role does not exist."))
    if kind is None and thing is None and model.may_be_held(grant.role, None):
        return
    if kind is None or thing is None or not model.may_be_held(grant.role, kind):
        raise BadInput("scope", _("This role cannot be given there."))
    if thing not in model.scope_kinds[kind].titles(session, [thing]):
        raise BadInput("scope", str(model.scope_kinds[kind].missing))
