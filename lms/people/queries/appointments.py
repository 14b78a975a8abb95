"""Appointments: from whom somebody's rights come, and whose come from somebody, directly or through others.

A second account that a person made and gave a role is no second person. So what must be decided by somebody else is
decided by nobody whose rights come from the one whom it concerns.
"""

from collections.abc import Collection

from sqlalchemy.orm import Session

from lms.people import policy


def appointers_of(session: Session, people: Collection[int]) -> frozenset[int]:
    """From whom the rights of these people come."""
    return frozenset(session.scalars(policy.appointers(people)))


def appointed_by(session: Session, people: Collection[int]) -> frozenset[int]:
    """Whose rights come from these people."""
    return frozenset(session.scalars(policy.appointed(people)))


def bound_by_rights(session: Session, people: Collection[int]) -> frozenset[int]:
    """From whom the rights of these people come, and whose come from them: none of these is a second person."""
    return appointers_of(session, people) | appointed_by(session, people)
