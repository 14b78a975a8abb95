"""Scopes of roles that this package owns: administrations, and countries with every administration in them."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, false, func, or_, select, true
from sqlalchemy.orm import Session

from lms.i18n import lazy
from lms.people import labels
from lms.people.models import Administration, Person
from lms.scopes import ScopeOption, Scopes, numbers

ADMINISTRATION = "administration"
COUNTRY = "country"


def covers_administration(scopes: Scopes, administration: Administration) -> bool:
    """Whether a permission with these scopes holds for this administration: named itself, or in a country named."""
    return scopes.cover(ADMINISTRATION, administration.id) or scopes.cover(COUNTRY, administration.country)


def within(scopes: Scopes, administration_id: ColumnElement[int] | ColumnElement[int | None]) -> ColumnElement[bool]:
    """The same rule as a filter on a column that holds an administration; those made later in a country included."""
    if scopes.everywhere:
        return true()
    ways: list[ColumnElement[bool]] = []
    if own := numbers(scopes.ids(ADMINISTRATION)):
        ways.append(administration_id.in_(own))
    if countries := scopes.ids(COUNTRY):
        there = select(Administration.id).where(Administration.country.in_(sorted(countries))).correlate(None)
        ways.append(administration_id.in_(there))
    return or_(*ways) if ways else false()


class AdministrationScope:
    """An administration and the people who work in it."""

    name = ADMINISTRATION
    title: Any = lazy("Administration")
    missing: Any = lazy("This administration does not exist.")

    def titles(self, session: Session, ids: Collection[str]) -> Mapping[str, str]:
        """The names of these administrations."""
        query = select(Administration.id, Administration.name).where(Administration.id.in_(numbers(ids)))
        return {str(number): name for number, name in session.execute(query)}

    def people(self, ids: Collection[str]) -> Select[int]:
        """Whoever works in one of them."""
        return select(Person.id).where(Person.administration_id.in_(numbers(ids)))

    def around(self, person_id: int) -> Select[str]:
        """The one administration of the person, if there is one."""
        own = select(cast(Person.administration_id, String))
        return own.where(Person.id == person_id, Person.administration_id.is_not(None))

    def inside(self, session: Session, scopes: Scopes, ids: Collection[str] | None = None) -> list[ScopeOption]:
        """Administrations named themselves and those of countries, by name."""
        query = select(Administration.id, Administration.uuid, Administration.name)
        query = query.where(within(scopes, Administration.id.expression))
        if ids is not None:
            query = query.where(Administration.id.in_(numbers(ids)))
        rows = session.execute(query.order_by(func.lower(Administration.name), Administration.id))
        return [ScopeOption(str(number), uuid, name) for number, uuid, name in rows]


class CountryScope:
    """A country by its two letters: all its administrations, also those made later, and the people in them."""

    name = COUNTRY
    title: Any = lazy("Country")
    missing: Any = lazy("This country does not exist.")

    def titles(self, session: Session, ids: Collection[str]) -> Mapping[str, str]:
        """What these countries are called in the language of the page."""
        return {code: labels.country_name(code) for code in ids if labels.is_country(code)}

    def people(self, ids: Collection[str]) -> Select[int]:
        """Whoever works in an administration of one of them."""
        home = Administration.id == Person.administration_id
        return select(Person.id).join(Administration, home).where(Administration.country.in_(sorted(ids)))

    def around(self, person_id: int) -> Select[str]:
        """The country of the person's administration, if there is one."""
        home = Administration.id == Person.administration_id
        return select(Administration.country).join(Person, home).where(Person.id == person_id)

    def inside(self, session: Session, scopes: Scopes, ids: Collection[str] | None = None) -> list[ScopeOption]:
        """The countries that are named, by name; to whom everything is open, those that have an administration."""
        codes = set(scopes.ids(COUNTRY)) if ids is None else scopes.ids(COUNTRY) & set(ids)
        if scopes.everywhere:
            codes = set(ids) if ids is not None else set(session.scalars(select(Administration.country).distinct()))
        titles = self.titles(session, codes)
        return [ScopeOption(code, code, titles[code]) for code in sorted(titles, key=titles.__getitem__)]
