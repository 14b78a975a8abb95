"""Workshops as scopes of roles: whoever holds a role for a workshop reaches its candidates."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select, true
from sqlalchemy.orm import Session

from assessments.workshops.models import Workshop, WorkshopCandidate
from lms.i18n import lazy
from lms.people.api import COUNTRY
from lms.scopes import ScopeOption, Scopes, numbers

WORKSHOP = "workshop"


def covers(scopes: Scopes, workshop: Workshop) -> bool:
    """Whether a permission with these scopes holds for a workshop: named itself, or where it is held."""
    return scopes.cover(WORKSHOP, workshop.id) or scopes.cover(COUNTRY, workshop.country)


def within(scopes: Scopes) -> ColumnElement[bool]:
    """The same rule as a filter on `Workshop`."""
    if scopes.everywhere:
        return true()
    return or_(
        Workshop.id.in_(numbers(scopes.ids(WORKSHOP))),
        Workshop.country.in_(sorted(scopes.ids(COUNTRY))),
    )


class WorkshopScope:
    """A workshop and its candidates; who withdrew is no longer among them."""

    name = WORKSHOP
    title: Any = lazy("Workshop")
    missing: Any = lazy("This workshop does not exist.")

    def titles(self, session: Session, ids: Collection[str]) -> Mapping[str, str]:
        """The titles of these workshops."""
        query = select(Workshop.id, Workshop.title).where(Workshop.id.in_(numbers(ids)))
        return {str(number): title for number, title in session.execute(query)}

    def people(self, ids: Collection[str]) -> Select[int]:
        """Whoever is assessed at one of them."""
        return select(WorkshopCandidate.person_id).where(
            WorkshopCandidate.workshop_id.in_(numbers(ids)), WorkshopCandidate.withdrawn_at.is_(None)
        )

    def around(self, person_id: int) -> Select[str]:
        """The workshops at which this person is assessed."""
        return select(cast(WorkshopCandidate.workshop_id, String)).where(
            WorkshopCandidate.person_id == person_id, WorkshopCandidate.withdrawn_at.is_(None)
        )

    def inside(self, session: Session, scopes: Scopes, ids: Collection[str] | None = None) -> list[ScopeOption]:
        """Workshops named themselves, and those held in the countries that are named, by title."""
        query = select(Workshop.id, Workshop.uuid, Workshop.title).where(within(scopes))
        if ids is not None:
            query = query.where(Workshop.id.in_(numbers(ids)))
        rows = session.execute(query.order_by(func.lower(Workshop.title), Workshop.id))
        return [ScopeOption(str(number), uuid, title) for number, uuid, title in rows]
