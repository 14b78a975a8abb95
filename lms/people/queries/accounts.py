"""Accounts and units as an import compares its rows with them; for many at once, whoever asks."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from lms.people.models import Person, Unit

BATCH = 5000  # values in one statement


@dataclass(frozen=True, slots=True)
class AccountName:
    """What tells an account from others."""

    id: int
    username: str
    email: str | None
    name: str
    local_name: str
    administration_id: int | None
    unit: str | None


def accounts_of_logins(session: Session, logins: Collection[str]) -> list[AccountName]:
    """The accounts, closed ones too, that have one of these as user name or e-mail, in the form of `normal_login`."""
    wanted, found = sorted(set(logins)), []
    for begin in range(0, len(wanted), BATCH):
        some = wanted[begin : begin + BATCH]
        found += _accounts(session, or_(Person.username.in_(some), Person.email.in_(some)))
    return list({one.id: one for one in found}.values())


def accounts_of_administrations(session: Session, administrations: Collection[int]) -> list[AccountName]:
    """The open accounts of these administrations; one query."""
    return _accounts(session, Person.administration_id.in_(administrations) & Person.closed_at.is_(None))


def _accounts(session: Session, where: ColumnElement[bool]) -> list[AccountName]:
    rows = session.execute(
        select(
            Person.id,
            Person.username,
            Person.email,
            Person.name,
            Person.local_name,
            Person.administration_id,
            Unit.name,
        )
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(where)
        .order_by(Person.id)
    )
    return [AccountName(*row) for row in rows]


def units_of_administrations(session: Session, administrations: Collection[int]) -> list[tuple[int, int, str]]:
    """Number, administration and name of every unit of these administrations; one query."""
    wanted = select(Unit.id, Unit.administration_id, Unit.name).where(Unit.administration_id.in_(administrations))
    return [(number, home, name) for number, home, name in session.execute(wanted)]
