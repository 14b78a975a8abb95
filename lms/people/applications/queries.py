"""Applications for accounts, found."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from lms.access import Permission, Viewer
from lms.access_model import access_model
from lms.batch import piecewise
from lms.errors import NotFound
from lms.people.access.scope_kinds import ADMINISTRATION, COUNTRY
from lms.people.applications import policy
from lms.people.applications.models import AccountApplication, ApplicationDecision
from lms.people.models import Administration, Person, RoleGrant, Unit

DECIDED_SHOWN = 200
COMPARED_AT_ONCE = 1000  # applications


@dataclass(frozen=True)
class AccountApplicationFacts:
    """An application with the names of what it names, and what was decided, if anything was."""

    row: AccountApplication
    administration: Administration | None
    unit: Unit | None
    decision: ApplicationDecision | None
    decided_by: str | None


def _facts() -> Select[AccountApplication, Administration, Unit, ApplicationDecision, str]:
    return (
        select(AccountApplication, Administration, Unit, ApplicationDecision, Person.name)
        .outerjoin(Administration, Administration.id == AccountApplication.administration_id)
        .outerjoin(Unit, Unit.id == AccountApplication.unit_id)
        .outerjoin(ApplicationDecision, ApplicationDecision.application_id == AccountApplication.id)
        .outerjoin(Person, Person.id == ApplicationDecision.by_id)
    )


def _waits() -> ColumnElement[bool]:
    """As a filter on `AccountApplication`: confirmed, and nothing was decided."""
    decided = select(ApplicationDecision.application_id).correlate(None)
    return AccountApplication.confirmed_at.is_not(None) & AccountApplication.id.not_in(decided)


def waiting(session: Session, viewer: Viewer) -> list[AccountApplicationFacts]:
    """What waits for this viewer, oldest first."""
    wanted = _facts().where(_waits(), policy.decided_by(viewer))
    rows = session.execute(wanted.order_by(AccountApplication.confirmed_at, AccountApplication.id))
    return [AccountApplicationFacts(*row) for row in rows]


def decided(session: Session, viewer: Viewer) -> list[AccountApplicationFacts]:
    """What was decided within the viewer's scope, newest first."""
    wanted = _facts().where(ApplicationDecision.id.is_not(None), policy.decided_by(viewer))
    rows = session.execute(wanted.order_by(ApplicationDecision.id.desc()).limit(DECIDED_SHOWN))
    return [AccountApplicationFacts(*row) for row in rows]


def standing(viewer: Viewer | None) -> Select[int, datetime | None]:
    """As SQL: how many wait for this viewer, or at all, and since when the oldest."""
    return select(func.count(), func.min(AccountApplication.confirmed_at)).where(_waits(), policy.decided_by(viewer))


def application_seen(session: Session, viewer: Viewer, uuid: str) -> AccountApplicationFacts:
    """This application, confirmed, if the viewer decides on it."""
    seen = AccountApplication.confirmed_at.is_not(None) & policy.decided_by(viewer)
    row = session.execute(_facts().where(AccountApplication.uuid == uuid, seen)).one_or_none()
    if row is None:
        raise NotFound
    return AccountApplicationFacts(*row)


def application_to_decide(session: Session, viewer: Viewer, uuid: str) -> AccountApplication:
    """The same to be changed: who else decides on it waits until this is done."""
    seen = AccountApplication.confirmed_at.is_not(None) & policy.decided_by(viewer)
    row = session.scalars(
        select(AccountApplication).where(AccountApplication.uuid == uuid, seen).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def application_of(session: Session, uuid: str | None) -> AccountApplicationFacts:
    """The applicant's own, found by the id that their link holds."""
    row = session.execute(_facts().where(AccountApplication.uuid == uuid)).one_or_none() if uuid else None
    if row is None:
        raise NotFound
    return AccountApplicationFacts(*row)


def decision_of(session: Session, application_id: int) -> ApplicationDecision | None:
    """What was decided of it, if anything was."""
    wanted = select(ApplicationDecision).where(ApplicationDecision.application_id == application_id)
    return session.scalars(wanted).one_or_none()


def waiting_for_address(session: Session, email: str) -> AccountApplication | None:
    """The confirmed application of this address that waits, if there is one."""
    wanted = select(AccountApplication).where(AccountApplication.email == email, _waits())
    return session.scalars(wanted.order_by(AccountApplication.id).limit(1)).first()


def namesakes(session: Session, rows: Sequence[AccountApplicationFacts]) -> dict[int, list[str]]:
    """User names of accounts of the same country with the same name or address, by application.

    One query for a thousand applications: each is named in it up to seventeen times.
    """
    known = {one.row.id: one for one in rows}
    return piecewise(lambda some: _namesakes(session, [known[number] for number in some]), known, COMPARED_AT_ONCE)


def _namesakes(session: Session, rows: Sequence[AccountApplicationFacts]) -> dict[int, list[str]]:
    names = {_plain(name) for one in rows for name in _names(one.row)}
    alike = [_in_any_case(column, names) for column in (Person.name.expression, Person.local_name.expression)]
    there = (
        select(Person, Administration.country)
        .join(Administration, Administration.id == Person.administration_id)
        .where(Administration.country.in_({one.row.country for one in rows}), Person.closed_at.is_(None))
        .where(or_(*alike, Person.email.in_({one.row.email for one in rows})))
    )
    found = defaultdict(set)
    for person, country in session.execute(there):
        for held in filter(None, (_plain(person.name), _plain(person.local_name), person.email)):
            found[country, held].add(person.username)
    return {
        one.row.id: sorted(
            {
                key
                for held in (*map(_plain, _names(one.row)), one.row.email)
                for key in found.get((one.row.country, held), ())
            }
        )
        for one in rows
    }


def _names(row: AccountApplication) -> Iterable[str]:
    return filter(None, (row.name, row.local_name))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _in_any_case(column: ColumnElement[str], names: set[str]) -> ColumnElement[bool]:
    """Whether this is one of the names; SQLite folds letters of ASCII alone, so common spellings are named too."""
    spelt = {*names, *(name.title() for name in names), *(name.upper() for name in names)}
    return func.lower(column).in_(names) | column.in_(spelt)


def with_whom(session: Session, administration_id: int | None, country: str) -> list[tuple[str, str]]:
    """The roles that decide on it nearest to it, each with the kind of its scope; none: the programme decides."""
    model, ways = access_model(), []
    for kind, thing in ((ADMINISTRATION, administration_id), (COUNTRY, country)):
        if thing is not None:
            roles = model.roles_with(Permission.APPLICATION_DECIDE, kind)
            here = (RoleGrant.scope_kind == kind) & (RoleGrant.scope_id == str(thing))
            ways.append(here & RoleGrant.role.in_(roles))
    rows = session.execute(
        select(RoleGrant.role, RoleGrant.scope_kind)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.ended_at.is_(None), Person.closed_at.is_(None), or_(*ways))
        .distinct()
    )
    found = sorted((str(role), str(kind)) for role, kind in rows)
    return [one for one in found if one[1] == ADMINISTRATION] or found
