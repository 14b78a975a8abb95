"""Who ever held a role for which things, and which people a viewer may name: asked by the package of the things."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.batch import piecewise
from lms.paging import page_of
from lms.people.models import Person, RoleGrant
from lms.people.policy import in_scope
from lms.people.queries.facts import people_called


@dataclass(frozen=True)
class PeoplePiece:
    """Some people of a long list by name, and where they stand in it."""

    ids: tuple[int, ...]
    count: int
    number: int
    pages: int


def ever_held(role: str, kind: str) -> Select[int, str, datetime, datetime | None]:
    """As SQL: who ever held this role for which thing, since when, and until when if they no longer do."""
    ended = case((func.count() == func.count(RoleGrant.ended_at), func.max(RoleGrant.ended_at)))
    return (
        select(
            RoleGrant.person_id,
            RoleGrant.scope_id.label("thing"),
            func.min(RoleGrant.granted_at).label("since"),
            ended.label("until"),
        )
        .where(RoleGrant.role == role, RoleGrant.scope_kind == kind)
        .group_by(RoleGrant.person_id, RoleGrant.scope_id)
    )


def named_among(session: Session, viewer: Viewer, permissions: Collection[str], ids: Collection[int]) -> set[int]:
    """Those of these people whom one of these permissions reaches, and oneself; one query for some thousands."""
    mine = _named(viewer, permissions)
    found = piecewise(
        lambda some: dict.fromkeys(session.scalars(select(Person.id).where(Person.id.in_(some), mine)), True), ids
    )
    return set(found)


@dataclass(frozen=True)
class HolderSearch:
    """Which holders of a role are looked for: whom these permissions name to the viewer, by words, on which page."""

    permissions: Collection[str]
    words: str = ""
    number: int = 1
    size: int = 50


def ever_holders_page(session: Session, viewer: Viewer, role: str, kind: str, search: HolderSearch) -> PeoplePiece:
    """A page of those who ever held this role for a thing of this kind, by name; two queries."""
    held = select(RoleGrant.person_id).where(RoleGrant.role == role, RoleGrant.scope_kind == kind)
    where = [Person.id.in_(held), _named(viewer, search.permissions)]
    if search.words:
        where.append(people_called(Person.id.expression, search.words))
    count = session.scalars(select(func.count(Person.id)).where(*where)).one()
    number, pages = page_of(count, search.number, search.size)
    some = select(Person.id).where(*where).order_by(func.lower(Person.name), Person.id)
    ids = session.scalars(some.offset((number - 1) * search.size).limit(search.size))
    return PeoplePiece(tuple(ids), count, number, pages)


def _named(viewer: Viewer, permissions: Collection[str]) -> ColumnElement[bool]:
    reached = [in_scope(viewer, one, Person.id.expression) for one in permissions]
    return or_(Person.id == viewer.id, *reached)
