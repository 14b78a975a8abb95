"""Officers of one administration whom somebody moves or gives slips, many at once; found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.batch import piecewise
from lms.people import policy
from lms.people.models import Administration, Person, Unit

SHOWN_AT_MOST = 500  # of one administration, on one page


@dataclass(frozen=True)
class OfficerRow:
    """One officer to tick."""

    id: int
    uuid: str
    name: str
    username: str
    unit: str | None
    administration: str
    language: str | None


def officers(session: Session, viewer: Viewer, administration_id: int, unit_id: int | None = None) -> list[OfficerRow]:
    """Whom the viewer may move in this administration, or in this unit of it, by name."""
    where = [policy.officers_of(viewer), Person.administration_id == administration_id]
    return _rows(session, *where, *([Person.unit_id == unit_id] if unit_id else []))


def newcomers(session: Session, viewer: Viewer, administration_id: int, unit_id: int | None = None) -> list[OfficerRow]:
    """Who of them has never been in, and may be given a slip."""
    where = [policy.newcomers_of(viewer), Person.administration_id == administration_id]
    return _rows(session, *where, *([Person.unit_id == unit_id] if unit_id else []))


def newcomers_named(
    session: Session, viewer: Viewer, uuids: Collection[str], among: Collection[int] | None = None
) -> list[OfficerRow]:
    """Those of these people who may be given a slip, wherever they work; `among` whom another rule lets one reach."""
    return _rows(session, policy.newcomers_of(viewer, among), Person.uuid.in_(uuids))


def newcomers_among(session: Session, viewer: Viewer, people: Collection[int], *, managed: bool) -> list[OfficerRow]:
    """Who of these has never been in, as many as a page shows; `managed`: only whom the viewer manages."""
    return _rows(session, policy.newcomers_among(viewer, people, managed=managed))


def newcomer_ids(session: Session, viewer: Viewer, people: Collection[int]) -> set[int]:
    """Who of these has never been in, however many there are; another rule lets the viewer reach them."""

    def ask(some: Sequence[int]) -> dict[int, int]:
        mine = policy.newcomers_among(viewer, some, managed=False)
        return {person_id: person_id for person_id in session.scalars(select(Person.id).where(mine))}

    return set(piecewise(ask, people))


def _rows(session: Session, *where: ColumnElement[bool]) -> list[OfficerRow]:
    found = session.execute(
        select(
            Person.id,
            Person.uuid,
            Person.name,
            Person.username,
            Unit.name,
            func.coalesce(Administration.name, ""),
            Person.language,
        )
        .outerjoin(Administration, Administration.id == Person.administration_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(*where)
        .order_by(func.lower(Person.name), Person.id)
        .limit(SHOWN_AT_MOST)
    )
    return [OfficerRow(*row) for row in found]
