"""Places of work that somebody answers for: units, administrations and countries, with the people in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from lms.access import Role, Viewer
from lms.errors import NotFound
from lms.people.access.scope_kinds import COUNTRY, within
from lms.people.labels import country_name, is_country
from lms.people.models import Administration, Person, Unit
from lms.people.queries.facts import PersonOutside
from lms.people.queries.sums import people_in_role
from lms.zones import zone_for


class PlaceKind(StrEnum):
    """What a place of work is; each lies in the next."""

    UNIT = "unit"
    ADMINISTRATION = "administration"
    COUNTRY = "country"


@dataclass(frozen=True)
class PlaceReached:
    """A place of work that a permission of the viewer reaches as a whole."""

    kind: PlaceKind
    key: str  # in addresses: a public id, or the two letters of a country
    name: str
    where: ColumnElement[bool]  # its people, as a filter on `Person`
    country: str
    wider: Sequence[tuple[PlaceKind, str, str]] = ()  # kind, key and name of those around it, the nearest first
    time_zone: str = ""  # by whose clock its days are told


@dataclass(frozen=True)
class AdministrationReached:
    """An administration that a permission of the viewer reaches, with its units by name."""

    id: int
    uuid: str
    name: str
    country: str
    units: Sequence[tuple[int, str, str]]  # id, public id and name


@dataclass(frozen=True)
class PersonThere(PersonOutside):
    """Somebody with an open account in a place of work."""

    unit: str | None
    administration: str
    is_officer: bool  # holds the role of officers


def place_reached(session: Session, viewer: Viewer, permission: str, kind: PlaceKind, key: str) -> PlaceReached:
    """This place, if this permission of the viewer reaches all of it; else it is not found."""
    if kind is PlaceKind.COUNTRY:
        return _country(viewer, permission, key)
    wanted = select(Administration, Unit).join(Unit, Unit.administration_id == Administration.id, isouter=True)
    own = Unit.uuid == key if kind is PlaceKind.UNIT else Administration.uuid == key
    reached = within(viewer.scopes(permission), Administration.id.expression)
    row = session.execute(wanted.where(own, reached).limit(1)).first()
    if row is None:
        raise NotFound
    administration, unit = row
    country = _wider_country(viewer, permission, administration.country)
    if kind is PlaceKind.ADMINISTRATION:
        where = Person.administration_id == administration.id
        zone = zone_for(country=administration.country)
        return PlaceReached(kind, key, administration.name, where, administration.country, country, zone)
    zone = zone_for(unit=unit.time_zone, country=administration.country)
    around = ((PlaceKind.ADMINISTRATION, administration.uuid, administration.name), *country)
    return PlaceReached(kind, key, unit.name, Person.unit_id == unit.id, administration.country, around, zone)


def _country(viewer: Viewer, permission: str, code: str) -> PlaceReached:
    if not is_country(code) or not viewer.scopes(permission).cover(COUNTRY, code):
        raise NotFound
    there = select(Administration.id).where(Administration.country == code)
    zone, where = zone_for(country=code), Person.administration_id.in_(there)
    return PlaceReached(PlaceKind.COUNTRY, code, country_name(code), where, code, (), zone)


def _wider_country(viewer: Viewer, permission: str, code: str) -> tuple[tuple[PlaceKind, str, str], ...]:
    """The country, for whom it is reached as a whole."""
    whole = viewer.scopes(permission).cover(COUNTRY, code)
    return ((PlaceKind.COUNTRY, code, country_name(code)),) if whole else ()


def people_at(place: PlaceReached) -> Select[int]:
    """The open accounts of a place, to ask other questions with."""
    return select(Person.id).where(place.where, Person.closed_at.is_(None))


def people_there(session: Session, place: PlaceReached) -> Mapping[int, PersonThere]:
    """The open accounts of a place by id; one query for however many."""
    is_officer = Person.id.in_(people_in_role(Role.OFFICER))
    rows = session.execute(
        select(Person.id, Person.uuid, Person.name, Unit.name, Administration.name, is_officer)
        .join(Administration, Administration.id == Person.administration_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(place.where, Person.closed_at.is_(None))
    )
    return {
        number: PersonThere(uuid, name, unit, home, bool(learns)) for number, uuid, name, unit, home, learns in rows
    }


def administrations_reached(session: Session, viewer: Viewer, permission: str) -> list[AdministrationReached]:
    """Every administration that this permission reaches, with its units, by name; one query."""
    rows = session.execute(
        select(Administration, Unit.id, Unit.uuid, Unit.name)
        .outerjoin(Unit, Unit.administration_id == Administration.id)
        .where(within(viewer.scopes(permission), Administration.id.expression))
        .order_by(func.lower(Administration.name), Administration.id, func.lower(Unit.name), Unit.id)
    )
    found: dict[int, tuple[Administration, list[tuple[int, str, str]]]] = {}
    for administration, number, uuid, name in rows:
        units = found.setdefault(administration.id, (administration, []))[1]
        if number is not None:
            units.append((number, uuid, name))
    return [AdministrationReached(row.id, row.uuid, row.name, row.country, units) for row, units in found.values()]


def workplaces_of_people() -> Select[int, int | None, int | None, bool]:
    """By open account in an administration: its person, administration and unit, and whether it is an officer's."""
    return select(
        Person.id.label("person_id"),
        Person.administration_id.label("administration_id"),
        Person.unit_id.label("unit_id"),
        Person.id.in_(people_in_role(Role.OFFICER)).label("is_officer"),
    ).where(Person.closed_at.is_(None), Person.administration_id.is_not(None))
