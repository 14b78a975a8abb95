"""What the pages of people show of a person and of rights, ready for the template."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.access import Grant, Viewer
from lms.access_model import access_model
from lms.i18n import _
from lms.people import policy
from lms.people.models import Administration, Person, RoleGrant, Unit
from lms.people.ports import PERSON_PARTS, PersonAsked, PersonPart
from lms.people.queries import people as queries
from lms.people.queries.facts import PersonInfo


@dataclass(frozen=True)
class Profile:
    """A person as their page shows them."""

    uuid: str
    name: str
    username: str
    email: str | None
    administration: str | None
    unit: str | None
    has_password: bool
    closed: bool
    local_name: str
    name_checked_at: datetime | None
    name_checked_by: str | None


@dataclass(frozen=True)
class RoleShown:
    """A role that somebody holds; `scope` is the name of what it is held for, or nothing for everywhere."""

    uuid: str
    grant: Grant
    label: str
    scope: str | None


def profile_of(session: Session, person_id: int) -> Profile:
    """A person with the names of administration and unit."""
    person = session.get_one(Person, person_id)
    administration = session.get(Administration, person.administration_id) if person.administration_id else None
    unit = session.get(Unit, person.unit_id) if person.unit_id else None
    checker = session.get(Person, person.name_checked_by_id) if person.name_checked_by_id else None
    return Profile(
        uuid=person.uuid,
        name=person.name,
        username=person.username,
        email=person.email,
        administration=administration.name if administration else None,
        unit=unit.name if unit else None,
        has_password=person.password_hash is not None,
        closed=person.closed_at is not None,
        local_name=person.local_name,
        name_checked_at=person.name_checked_at,
        name_checked_by=checker.name if checker else None,
    )


def roles_shown(session: Session, rows: list[RoleGrant]) -> list[RoleShown]:
    """Roles with their words and the names of their scopes."""
    titles = queries.scope_titles(session, rows)
    return [RoleShown(row.uuid, queries.grant_of(row), role_words(row.role), scope_words(row, titles)) for row in rows]


def role_words(name: str) -> str:
    """What a role is called; one that is not known here, such as that of a newer program, by its name."""
    role = access_model().roles.get(name)
    return str(role.title) if role else _("Unknown role: %(name)s", name=name)


def scope_words(row: RoleGrant, titles: dict[tuple[str, str], str]) -> str | None:
    """Where a role holds, by name; what is not known here by its kind and id."""
    if row.scope_kind is None or row.scope_id is None:
        return None
    return titles.get((row.scope_kind, row.scope_id)) or f"{row.scope_kind} {row.scope_id}"


def rights_over(session: Session, viewer: Viewer, person_id: int) -> frozenset[str]:
    """Which of the rights that let a part of the page of a person be seen reach this one; one query at most."""
    named = frozenset().union(*(one.rights for one in PERSON_PARTS.providers()))
    return policy.reaching(session, viewer, named, person_id)


def person_parts(
    session: Session, viewer: Viewer, person: PersonInfo, rights: frozenset[str], now: datetime
) -> list[PersonPart]:
    """What areas tell of a person, the lowest package first, each to whom a right of its own lets read it."""
    asked = PersonAsked(person.id, person.time_zone, rights, now)
    return [one.part(session, viewer, asked) for one in PERSON_PARTS.providers() if one.rights & rights]
