"""Applications for accounts, and what was decided of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, choices
from lms.people.applications.rules import ApplicationOutcome

CONFIRMED = "confirmed_at IS NOT NULL"


class AccountApplication(Base):
    """Somebody without an account asks for one; nobody sees it before the address is confirmed."""

    __tablename__ = "account_application"
    __table_args__ = (
        CheckConstraint("administration_id IS NOT NULL OR administration_words <> ''", name="some_administration"),
        Index("ix_account_application_confirmed_at", "confirmed_at", sqlite_where=text(CONFIRMED),
              postgresql_where=text(CONFIRMED)),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    name: Mapped[str]
    local_name: Mapped[str]  # in the script of the country; this and the words below may be empty
    email: Mapped[str] = mapped_column(index=True)  # lower case
    country: Mapped[str] = mapped_column(String(2))
    administration_id: Mapped[int | None] = mapped_column(ForeignKey("administration.id"), index=True)
    administration_words: Mapped[str]  # where it is not in the list
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    unit_words: Mapped[str]
    language: Mapped[str] = mapped_column(String(12))
    words: Mapped[str]  # why
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]  # filled once


class ApplicationDecision(Base):
    """What was decided of an application, once and for ever; whoever was refused may apply again."""

    __tablename__ = "application_decision"
    __table_args__ = (choices("outcome", ApplicationOutcome),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("account_application.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str]  # empty where it was approved
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose account was made
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
