"""Administrations and their units, found: those that somebody manages, and those whose people they manage."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.access import Permission, Viewer
from lms.errors import NotFound
from lms.people import policy
from lms.people.models import Administration, Person, Unit


def administrations_seen(session: Session, viewer: Viewer) -> list[Administration]:
    """The administrations that the viewer manages, by name."""
    return list(
        session.scalars(
            select(Administration)
            .where(policy.administrations_visible_to(viewer))
            .order_by(func.lower(Administration.name), Administration.id)
        )
    )


def administrations_peopled(session: Session, viewer: Viewer) -> list[Administration]:
    """The administrations whose people the viewer manages, by name: where they bring people in and move them."""
    reached = policy.administrations_of(viewer, Permission.PEOPLE_MANAGE, Administration.id.expression)
    return list(
        session.scalars(
            select(Administration).where(reached).order_by(func.lower(Administration.name), Administration.id)
        )
    )


def administrations_of_country(session: Session, country: str) -> list[Administration]:
    """Every administration of a country, by name, whoever asks: which there are is no secret."""
    own = select(Administration).where(Administration.country == country)
    return list(session.scalars(own.order_by(func.lower(Administration.name), Administration.id)))


def administration_seen(session: Session, viewer: Viewer, uuid: str) -> Administration:
    """This administration, if the viewer manages it."""
    found = session.scalars(
        select(Administration).where(Administration.uuid == uuid, policy.administrations_visible_to(viewer))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def units_of(session: Session, administration_ids: Iterable[int]) -> list[Unit]:
    """The units of these administrations, by name."""
    return list(
        session.scalars(
            select(Unit).where(Unit.administration_id.in_(set(administration_ids))).order_by(func.lower(Unit.name))
        )
    )


def unit_seen(session: Session, administration: Administration, uuid: str) -> Unit:
    """This unit, if it belongs to this administration."""
    found = session.scalars(
        select(Unit).where(Unit.uuid == uuid, Unit.administration_id == administration.id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def people_counts(session: Session, administration_ids: Iterable[int]) -> dict[int, int]:
    """How many open accounts each of these administrations has."""
    rows = session.execute(
        select(Person.administration_id, func.count())
        .where(Person.administration_id.in_(set(administration_ids)), Person.closed_at.is_(None))
        .group_by(Person.administration_id)
    )
    return {number: count for number, count in rows if number is not None}


def administration_uuid(session: Session, administration_id: int | None) -> str | None:
    """The public id of an administration."""
    return session.scalars(select(Administration.uuid).where(Administration.id == administration_id)).one_or_none()
