"""Data migration from 0.1: accounts, administrations and rights; nobody stays signed in, and no link stays open."""

from datetime import datetime

from sqlalchemy import String, insert, select
from sqlalchemy.orm import Session

from lms.legacy import LegacyTable, Row, carried, changed, each, needless
from lms.people.models import Person, Placement


def account(row: Row) -> Row:
    """The user name was called a key; nobody has checked the name."""
    return changed(row, "key", username=row["key"], has_signed_in=row["password_hash"] is not None, consent_due=False)


def grant(row: Row) -> Row:
    """The id of a scope was a number."""
    return changed(row, scope_id=None if row["scope_id"] is None else str(row["scope_id"]))


def still_open(row: Row) -> bool:
    """A link or code that could still be used."""
    return row["used_at"] is None and row["ended_at"] is None


def not_ended(row: Row) -> bool:
    """A sign-in that nobody has ended."""
    return row["ended_at"] is None


def place_everybody(session: Session, _now: datetime) -> None:
    """Where people work is kept since 0.3; for those of before it is said since their account was made."""
    columns = ("person_id", "administration_id", "unit_id", "begun_at")
    people = select(Person.id, Person.administration_id, Person.unit_id, Person.created_at)
    placed = people.where(Person.administration_id.is_not(None)).order_by(Person.id)
    session.execute(insert(Placement).from_select(columns, placed))


LEGACY = (
    *carried("administration", "administration_contact"),
    LegacyTable(name="unit", new=frozenset({"time_zone"})),
    LegacyTable(
        name="person",
        gone={"key": String()},
        new=frozenset(
            {"username", "local_name", "name_checked_at", "name_checked_by_id", "time_zone", "has_signed_in"}
            | {"consent_due"}
        ),
        turn=each(account),
    ),
    LegacyTable(name="role_grant", turn=each(grant)),
    *needless("sign_in_try"),
    LegacyTable(name="user_session", left="everybody signs in anew", lost=not_ended),
    LegacyTable(name="one_time_secret", left="links and codes that nobody used have ended", lost=still_open),
)
