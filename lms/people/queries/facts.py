"""What other packages may know of people and administrations, found."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.batch import Ids, among, piecewise
from lms.errors import NotFound
from lms.people import policy
from lms.people.models import AccountNameChange, Administration, Person, Unit
from lms.people.rules import AdministrationKind, normal_login
from lms.zones import UTC, zone_for

REACHED_AT_MOST = 200  # of people whose names hold what somebody typed


@dataclass(frozen=True)
class PersonInfo:
    """What other packages may know of a person."""

    id: int
    uuid: str
    username: str
    name: str
    email: str | None
    language: str | None
    administration_id: int | None
    administration: str | None
    country: str | None
    unit_id: int | None
    unit: str | None
    closed: bool
    demonstration: bool
    local_name: str = ""
    name_checked: bool = False
    time_zone: str = UTC  # by whose clock letters speak to them
    administration_uuid: str | None = None
    unit_uuid: str | None = None


@dataclass(frozen=True)
class Addressee:
    """Somebody who can be written to: an open account; without an address it has its inbox alone."""

    id: int
    uuid: str
    name: str
    email: str | None
    language: str | None


@dataclass(frozen=True)
class CheckedName:
    """The names of an account that somebody compared with an identity document; the second may be empty."""

    name: str
    local_name: str
    at: datetime
    named_at: datetime | None  # when whoever checked them last changed them, if they ever did


@dataclass(frozen=True)
class AdministrationInfo:
    """What other packages may know of an administration."""

    id: int
    uuid: str
    name: str
    kind: AdministrationKind
    country: str


def _people() -> Select[Person, Administration, Unit]:
    """People with administration and unit, in one query."""
    return (
        select(Person, Administration, Unit)
        .outerjoin(Administration, Administration.id == Person.administration_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
    )


def _info(person: Person, administration: Administration | None, unit: Unit | None) -> PersonInfo:
    """One row as a value."""
    return PersonInfo(
        id=person.id,
        uuid=person.uuid,
        username=person.username,
        name=person.name,
        email=person.email,
        language=person.language,
        administration_id=person.administration_id,
        administration=administration.name if administration else None,
        country=administration.country if administration else None,
        unit_id=person.unit_id,
        unit=unit.name if unit else None,
        closed=person.closed_at is not None,
        demonstration=person.demonstration,
        local_name=person.local_name,
        name_checked=person.name_checked_at is not None,
        time_zone=zone_for(
            account=person.time_zone,
            unit=unit.time_zone if unit else None,
            country=administration.country if administration else None,
        ),
        administration_uuid=administration.uuid if administration else None,
        unit_uuid=unit.uuid if unit else None,
    )


def _one(session: Session, where: ColumnElement[bool]) -> PersonInfo | None:
    """The only person for whom this holds."""
    row = session.execute(_people().where(where)).one_or_none()
    return _info(*row) if row else None


def person_of(session: Session, person_id: int) -> PersonInfo:
    """This person; a number that nobody has is `NotFound`."""
    found = _one(session, Person.id == person_id)
    if found is None:
        raise NotFound
    return found


def person_by_uuid(session: Session, uuid: str) -> PersonInfo | None:
    """The person of this public id."""
    return _one(session, Person.uuid == uuid)


def person_by_login(session: Session, typed: str) -> PersonInfo | None:
    """The person whose user name or e-mail this is, as somebody typed it."""
    return _one(session, policy.matches_login(normal_login(typed)))


def people_called(person_id: ColumnElement[int], words: str) -> ColumnElement[bool]:
    """As a filter on any column that holds a person: whose name holds these words, or whose login they are."""
    named = [column.icontains(words, autoescape=True) for column in (Person.name, Person.local_name)]
    wanted = or_(policy.matches_login(normal_login(words)), *named)
    return person_id.in_(select(Person.id).where(wanted).correlate(None))


def people_reached(session: Session, viewer: Viewer, permission: str, typed: str) -> list[PersonInfo]:
    """Whom somebody typed, by login or by their whole name, among those whom this permission of the viewer reaches.

    A login names one person. Several may bear one name; case and spaces are no part of it.
    """
    words = " ".join(typed.split())
    reached = policy.in_scope(viewer, permission, Person.id.expression)
    called = people_called(Person.id.expression, words)
    rows = session.execute(_people().where(called, reached).order_by(Person.username).limit(REACHED_AT_MOST))
    found = [_info(person, administration, unit) for person, administration, unit in rows]
    login = normal_login(words)
    return [one for one in found if login in (one.username, one.email)] or [
        one for one in found if words.casefold() in (_plain(one.name), _plain(one.local_name))
    ]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def checked_names_of(session: Session, ids: Iterable[int]) -> dict[int, CheckedName]:
    """The checked names of these people by id, one query for some thousands of them; who has none is left out."""
    return piecewise(lambda some: _checked_names(session, some), set(ids))


def _checked_names(session: Session, ids: Sequence[int]) -> dict[int, CheckedName]:
    changed = (
        select(func.max(AccountNameChange.at))
        .where(AccountNameChange.person_id == Person.id, AccountNameChange.by_id == Person.name_checked_by_id)
        .correlate(Person)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Person.id, Person.name, Person.local_name, Person.name_checked_at, changed).where(
            Person.id.in_(ids), Person.name_checked_at.is_not(None)
        )
    )
    return {number: CheckedName(name, local, at, named) for number, name, local, at, named in rows if at is not None}


def has_checked_name(person_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """As SQL: whether somebody compared the names of this account with an identity document."""
    return select(Person.id).where(Person.id == person_id, Person.name_checked_at.is_not(None)).exists()


def names_changed_by(session: Session, person_id: int) -> frozenset[int]:
    """Everybody who ever changed the names of this account."""
    rows = session.scalars(select(AccountNameChange.by_id).where(AccountNameChange.person_id == person_id))
    return frozenset(rows)


def person_ids(session: Session, uuids: Collection[str]) -> dict[str, int]:
    """The numbers of the people of these public ids; whom nobody has is left out."""
    return dict(session.execute(select(Person.uuid, Person.id).where(Person.uuid.in_(uuids))).all())


def people_info(session: Session, ids: Iterable[int]) -> dict[int, PersonInfo]:
    """These people by id, one query for some thousands of them; ids that nobody has are left out."""
    return piecewise(lambda some: _people_info(session, some), set(ids))


def _people_info(session: Session, ids: Sequence[int]) -> dict[int, PersonInfo]:
    rows = session.execute(_people().where(Person.id.in_(ids)))
    return {person.id: _info(person, administration, unit) for person, administration, unit in rows}


def own_time_zone(session: Session, person_id: int) -> str | None:
    """The time zone that this account names, if it names one."""
    return session.scalars(select(Person.time_zone).where(Person.id == person_id)).one()


def people_named(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """The names of these people by id, one query for some thousands of them."""
    return piecewise(
        lambda some: dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(some))).all()), set(ids)
    )


def names_by_username(session: Session, usernames: Collection[str]) -> dict[str, str]:
    """The names of these people by their user names; one query, and who is not there is left out."""
    rows = session.execute(select(Person.username, Person.name).where(Person.username.in_(usernames)))
    return dict(rows.all())


@dataclass(frozen=True)
class PersonOutside:
    """A person by the name that people read, and by that in addresses."""

    uuid: str
    name: str


def people_outside(session: Session, ids: Iterable[int]) -> dict[int, PersonOutside]:
    """These people by id, for a list of thousands; one query for some thousands of them."""

    def ask(some: Sequence[int]) -> dict[int, PersonOutside]:
        rows = session.execute(select(Person.id, Person.uuid, Person.name).where(Person.id.in_(some)))
        return {person_id: PersonOutside(uuid, name) for person_id, uuid, name in rows}

    return piecewise(ask, set(ids))


def all_administrations(session: Session) -> list[AdministrationInfo]:
    """Every administration, by name."""
    rows = session.scalars(select(Administration).order_by(func.lower(Administration.name), Administration.id))
    return [AdministrationInfo(row.id, row.uuid, row.name, AdministrationKind(row.kind), row.country) for row in rows]


def addressees(session: Session, ids: Ids) -> dict[int, Addressee]:
    """Those of these people whose accounts are open, by id, in one query."""
    rows = session.execute(
        select(Person.id, Person.uuid, Person.name, Person.email, Person.language)
        .where(among(Person.id, ids), Person.closed_at.is_(None))
        .order_by(Person.id)
    )
    return {row.id: Addressee(*row) for row in rows}


def real_people_exist(session: Session) -> bool:
    """Whether anybody here is no invention of the demonstration."""
    return session.scalars(select(Person.id).where(Person.demonstration.is_(False)).limit(1)).first() is not None


def time_zones_of(session: Session, ids: Ids) -> dict[int, str]:
    """By whose clock letters speak to these people; one query."""
    rows = session.execute(
        select(Person.id, Person.time_zone, Unit.time_zone, Administration.country)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(Administration, Administration.id == Person.administration_id)
        .where(among(Person.id, ids))
    )
    return {
        person_id: zone_for(account=account, unit=unit, country=country) for person_id, account, unit, country in rows
    }
