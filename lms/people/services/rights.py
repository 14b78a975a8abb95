"""Role grants: given and taken, everywhere or for one thing."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms import events, ids
from lms.access import Grant, Role, Viewer
from lms.access_model import access_model
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.people import policy
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
    held = queries.roles_held(session, person.id)
    if grant in [queries.grant_of(row) for row in held]:
        raise BadInput("role", _("The person already holds this role there."))
    actor_id = by.id if by else None
    row = RoleGrant(
        uuid=ids.new_uuid(),
        person_id=person.id,
        role=grant.role,
        scope_kind=grant.scope_kind,
        scope_id=grant.scope_id,
        granted_at=now,
        granted_by_id=actor_id,
    )
    session.add(row)
    session.flush()
    before = [in_short(queries.grant_of(one)) for one in held]
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


def end_held(session: Session, person: Person, row: RoleGrant, *, actor_id: int, now: datetime) -> None:
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


def _demand_right(session: Session, by: Viewer, person: Person, grant: Grant) -> None:
    """Refuse what goes beyond the giver's own scope, and any change of one's own rights."""
    if by.id == person.id:
        raise RuleBroken(_("Nobody changes their own rights. Ask another administrator."))
    if not policy.may_grant(session, by, person, grant):
        raise BadInput("scope", _("Your own right to give roles does not reach there."))


def _demand_there(session: Session, grant: Grant) -> None:
    """Refuse a role that no package names, and one for what is not there or is no thing to hold it for."""
    model, kind, thing = access_model(), grant.scope_kind, grant.scope_id
    if grant.role not in model.roles:
        raise BadInput("role", _("There is no such role."))
    if kind is None and thing is None and model.may_be_held(grant.role, None):
        return
    if kind is None or thing is None or not model.may_be_held(grant.role, kind):
        raise BadInput("scope", _("This role cannot be given there."))
    if thing not in model.scope_kinds[kind].titles(session, [thing]):
        raise BadInput("scope", str(model.scope_kinds[kind].missing))
