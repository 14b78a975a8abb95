"""Schemes and candidates as scopes of roles: a role for a scheme reaches its candidates, one for a candidate them."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, or_, select, true
from sqlalchemy.orm import Session

from certificates.schemes.models import Candidate, Scheme
from lms.i18n import lazy
from lms.people.api import ADMINISTRATION, people_info
from lms.scopes import ScopeOption, Scopes, numbers

SCHEME = "scheme"
CANDIDATE = "candidate"


def covers(scopes: Scopes, candidate: Candidate) -> bool:
    """Whether a permission with these scopes holds for a candidate: named, their scheme, or who nominated them."""
    return (
        scopes.cover(CANDIDATE, candidate.id)
        or scopes.cover(SCHEME, candidate.scheme_id)
        or scopes.cover(ADMINISTRATION, candidate.administration_id)
    )


def within(scopes: Scopes) -> ColumnElement[bool]:
    """The same rule as a filter on `Candidate`."""
    if scopes.everywhere:
        return true()
    return or_(
        Candidate.id.in_(numbers(scopes.ids(CANDIDATE))),
        Candidate.scheme_id.in_(numbers(scopes.ids(SCHEME))),
        Candidate.administration_id.in_(numbers(scopes.ids(ADMINISTRATION))),
    )


class SchemeScope:
    """A scheme and its candidates, also those who are through."""

    name = SCHEME
    title: Any = lazy("Scheme")
    missing: Any = lazy("This scheme does not exist.")

    def titles(self, session: Session, ids: Collection[str]) -> Mapping[str, str]:
        """The names of these schemes."""
        query = select(Scheme.id, Scheme.slug).where(Scheme.id.in_(numbers(ids)))
        return {str(number): slug for number, slug in session.execute(query)}

    def people(self, ids: Collection[str]) -> Select[int]:
        """Whoever is a candidate of one of them."""
        return select(Candidate.person_id).where(Candidate.scheme_id.in_(numbers(ids)))

    def around(self, person_id: int) -> Select[str]:
        """The schemes of which this person is a candidate."""
        return select(cast(Candidate.scheme_id, String)).where(Candidate.person_id == person_id)

    def inside(self, session: Session, scopes: Scopes, ids: Collection[str] | None = None) -> list[ScopeOption]:
        """Schemes named themselves, by name."""
        query = select(Scheme.id, Scheme.uuid, Scheme.slug)
        if not scopes.everywhere:
            query = query.where(Scheme.id.in_(numbers(scopes.ids(SCHEME))))
        if ids is not None:
            query = query.where(Scheme.id.in_(numbers(ids)))
        rows = session.execute(query.order_by(Scheme.slug))
        return [ScopeOption(str(number), uuid, slug) for number, uuid, slug in rows]


class CandidateScope:
    """One way of one person to a certificate."""

    name = CANDIDATE
    title: Any = lazy("Candidate")
    missing: Any = lazy("This candidate does not exist.")

    def titles(self, session: Session, ids: Collection[str]) -> Mapping[str, str]:
        """The name of the person and of the scheme."""
        rows = session.execute(_named().where(Candidate.id.in_(numbers(ids)))).all()
        names = people_info(session, [person_id for _number, _uuid, person_id, _slug in rows])
        return {
            str(number): f"{names[person_id].name} · {slug}"
            for number, _uuid, person_id, slug in rows
            if person_id in names
        }

    def people(self, ids: Collection[str]) -> Select[int]:
        """The people themselves."""
        return select(Candidate.person_id).where(Candidate.id.in_(numbers(ids)))

    def around(self, person_id: int) -> Select[str]:
        """The ways of this person."""
        return select(cast(Candidate.id, String)).where(Candidate.person_id == person_id)

    def inside(self, session: Session, scopes: Scopes, ids: Collection[str] | None = None) -> list[ScopeOption]:
        """Candidates named themselves, those of the schemes that are named, and those of the administrations."""
        query = _named().where(within(scopes))
        if ids is not None:
            query = query.where(Candidate.id.in_(numbers(ids)))
        rows = session.execute(query).all()
        names = people_info(session, [person_id for _number, _uuid, person_id, _slug in rows])
        options = [
            ScopeOption(str(number), uuid, f"{names[person_id].name} · {slug}")
            for number, uuid, person_id, slug in rows
            if person_id in names
        ]
        return sorted(options, key=lambda one: (one.title.casefold(), int(one.id)))


def _named() -> Select[int, str, int, str]:
    """Candidates with what names them."""
    query = select(Candidate.id, Candidate.uuid, Candidate.person_id, Scheme.slug)
    return query.join(Scheme, Scheme.id == Candidate.scheme_id)
