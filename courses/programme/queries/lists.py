"""Funds, partners and regions, found; which there are is no secret to whoever sees activities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from courses.programme.models import Fund, Partner, Region, RegionCountry
from lms.errors import NotFound

T = TypeVar("T")


@dataclass(frozen=True)
class FoundRegion:
    """A region and its countries, by code."""

    row: Region
    countries: tuple[str, ...]


def all_funds(session: Session) -> list[Fund]:
    """Every fund, by code."""
    return list(session.scalars(select(Fund).order_by(func.lower(Fund.code), Fund.id)))


def fund_by_uuid(session: Session, uuid: str) -> Fund:
    """This fund."""
    return _one(session.scalars(select(Fund).where(Fund.uuid == uuid)).all())


def all_partners(session: Session) -> list[Partner]:
    """Every partner, by name."""
    return list(session.scalars(select(Partner).order_by(func.lower(Partner.name), Partner.id)))


def partner_by_uuid(session: Session, uuid: str) -> Partner:
    """This partner."""
    return _one(session.scalars(select(Partner).where(Partner.uuid == uuid)).all())


def all_regions(session: Session) -> list[FoundRegion]:
    """Every region with its countries, by name; two queries."""
    return _regions(session)


def region_by_uuid(session: Session, uuid: str) -> FoundRegion:
    """This region with its countries."""
    return _one(_regions(session, Region.uuid == uuid))


def countries_of_regions(session: Session) -> dict[int, tuple[str, ...]]:
    """The countries of every region, by its id; one query."""
    found: dict[int, list[str]] = {}
    rows = session.execute(select(RegionCountry.region_id, RegionCountry.country).order_by(RegionCountry.country))
    for region_id, country in rows:
        found.setdefault(region_id, []).append(country)
    return {region_id: tuple(countries) for region_id, countries in found.items()}


def _regions(session: Session, *where: ColumnElement[bool]) -> list[FoundRegion]:
    countries: Mapping[int, tuple[str, ...]] = countries_of_regions(session)
    rows = session.scalars(select(Region).where(*where).order_by(func.lower(Region.name), Region.id))
    return [FoundRegion(row, countries.get(row.id, ())) for row in rows]


def _one(found: Sequence[T]) -> T:
    if not found:
        raise NotFound
    return found[0]
