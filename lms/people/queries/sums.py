"""Where people work and which role they hold, as parts of statements that count: nobody is loaded."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from lms.people.models import Administration, Person, Placement, RoleGrant


def countries_of_people() -> Select[int, str]:
    """By person who works in an administration, the country of it, as it is now."""
    return select(Person.id.label("person_id"), Administration.country).join(
        Administration, Administration.id == Person.administration_id
    )


def country_then(person_id: ColumnElement[int], at: ColumnElement[datetime]) -> Any:
    """As a column: the country in which this person worked at this moment; nothing, where in no administration."""
    return (
        select(Administration.country)
        .join(Placement, Placement.administration_id == Administration.id)
        .where(
            Placement.person_id == person_id,
            Placement.begun_at <= at,
            or_(Placement.ended_at.is_(None), Placement.ended_at > at),
        )
        .order_by(Placement.id)
        .limit(1)
        .scalar_subquery()
    )


def people_in_role(role: str) -> Select[int]:
    """The open accounts that hold this role, everywhere or for anything."""
    return (
        select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role == role, RoleGrant.ended_at.is_(None), Person.closed_at.is_(None))
    )
