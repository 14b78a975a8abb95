"""People, their administrations and placements, rights, sessions and one-time secrets."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, choices
from lms.people.rules import AdministrationKind, ContactKind, SecretPurpose, UnitKind

OPEN = "ended_at IS NULL"


class Administration(Base):
    """A customs, police, wildlife or CITES authority of one country."""

    __tablename__ = "administration"
    __table_args__ = (choices("kind", AdministrationKind), UniqueConstraint("country", "name"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(16))
    country: Mapped[str] = mapped_column(String(2))  # ISO 3166-1 alpha-2
    created_at: Mapped[datetime]


class Unit(Base):
    """A place of work of an administration: a port, an airport, a border post, an office."""

    __tablename__ = "unit"
    __table_args__ = (choices("kind", UnitKind), UniqueConstraint("administration_id", "name"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    administration_id: Mapped[int] = mapped_column(ForeignKey("administration.id"), index=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(16))
    time_zone: Mapped[str | None] = mapped_column(String(64))  # IANA name; none: nobody has said


class Contact(Base):
    """Whom the people of an administration call about a find; for them alone."""

    __tablename__ = "administration_contact"
    __table_args__ = (choices("kind", ContactKind), UniqueConstraint("administration_id", "kind"))

    id: Mapped[int] = mapped_column(primary_key=True)
    administration_id: Mapped[int] = mapped_column(ForeignKey("administration.id"))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str]
    telephone: Mapped[str]  # this and what follows may be empty
    email: Mapped[str]
    hours: Mapped[str]  # when somebody answers


class Person(Base):
    """Somebody with an account."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    username: Mapped[str] = mapped_column(unique=True)  # the user name, lower case
    email: Mapped[str | None] = mapped_column(unique=True)  # lower case
    name: Mapped[str]  # as the person is called on pages
    local_name: Mapped[str] = mapped_column(server_default="", default="")  # in the script of the country, where given
    name_checked_at: Mapped[datetime | None]  # both names were compared with an identity document; a change unchecks
    name_checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: on the command line
    password_hash: Mapped[str | None]  # none until the person has set one
    administration_id: Mapped[int | None] = mapped_column(ForeignKey("administration.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    language: Mapped[str | None] = mapped_column(String(12))
    time_zone: Mapped[str | None] = mapped_column(String(64))  # IANA name, their own wish; none: as unit or device say
    demonstration: Mapped[bool]  # made by the demonstration, never a real person
    has_signed_in: Mapped[bool] = mapped_column(server_default=false(), default=False)  # at least once, ever
    consent_due: Mapped[bool] = mapped_column(server_default=false(), default=False)  # what is kept is to be agreed to
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Placement(Base):
    """Where a person worked, and when, so that a report counts them where they were. A new place is a new row."""

    __tablename__ = "placement"
    __table_args__ = (
        Index("uq_placement_open", "person_id", unique=True, sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        Index("ix_placement_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    administration_id: Mapped[int] = mapped_column(ForeignKey("administration.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # filled once, when the person goes elsewhere


class AccountNameChange(Base):
    """Who changed the names of an account, and when; not what they were. Append-only."""

    __tablename__ = "account_name_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class RoleGrant(Base):
    """A role that a person holds, everywhere or for one thing; which roles and kinds there are, the packages say."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("(scope_kind IS NULL) = (scope_id IS NULL)", name="whole_scope"),
        Index("ix_role_grant_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(24))
    scope_kind: Mapped[str | None] = mapped_column(String(24))
    scope_id: Mapped[str | None] = mapped_column(String(64))  # a text, so that codes and numbers have room
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class UserSession(Base):
    """A sign-in on one device; the cookie holds a random token, this row its hash."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device: Mapped[str]  # what the browser says it is, cut short
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # rounded: written at most every few minutes
    ends_at: Mapped[datetime]  # the absolute limit
    authenticated_at: Mapped[datetime | None]  # when the password was last typed in it; none: before this was kept
    ended_at: Mapped[datetime | None]


class OneTimeSecret(Base):
    """A link in a letter or a code on a slip: expires, and works once."""

    __tablename__ = "one_time_secret"
    __table_args__ = (choices("purpose", SecretPurpose),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)  # of a code: together with the person
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # a newer one was made, or the password was set another way
