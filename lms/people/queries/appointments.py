"""Appointments: from whom somebody's rights come, and whose come from somebody, directly or through others.

A second account that a person made and gave a role is no second person. So what must be decided by somebody else is
decided by nobody whose rights come from the one whom it concerns.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, String, cast, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import aggregate_strings

from lms.people import policy


def appointers_of(session: Session, people: Collection[int]) -> frozenset[int]:
    """From whom the rights of these people come."""
    return frozenset(session.scalars(policy.appointers(people)))


def appointed_by(session: Session, people: Collection[int]) -> frozenset[int]:
    """Whose rights come from these people."""
    return frozenset(session.scalars(policy.appointed(people)))


def bound_by_rights(session: Session, people: Collection[int]) -> frozenset[int]:
    """From whom the rights of these people come, and whose come from them: none of these is a second person."""
    return frozenset(session.scalars(policy.appointers(people).union(policy.appointed(people))))


def circle_asked(person_id: int) -> tuple[ColumnElement[str | None], ColumnElement[str | None]]:
    """As SQL, for a statement that asks for more: the same two for one person, as `circle_told` reads them."""
    return _numbers(policy.appointers([person_id])), _numbers(policy.appointed([person_id]))


def circle_told(numbers: str | None) -> frozenset[int]:
    """The people of one column of `circle_asked`."""
    return frozenset(int(one) for one in (numbers or "").split())


def _numbers(people: Select[int]) -> ColumnElement[str | None]:
    found = people.subquery()
    return select(aggregate_strings(cast(found.c.id, String), " ")).scalar_subquery()
