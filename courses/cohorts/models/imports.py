"""Imports of officers into cohorts, who came by them, the accounts they propose, and who may make those."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from courses.cohorts.rules.imports import ImportState
from lms.db import Base, choices

FILE_NAME_LENGTH = 200


class CohortImport(Base):
    """A file of officers: what it says, until it is applied; forgotten after some weeks."""

    __tablename__ = "cohort_import"
    __table_args__ = (choices("state", ImportState), Index("ix_cohort_import_cohort_id", "cohort_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_LENGTH))
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the file
    rows: Mapped[list[Any]]  # emptied when they are no longer needed
    notes: Mapped[list[Any]]  # how the file was understood
    answers: Mapped[dict[str, Any]]  # by row: what somebody said of similar names and mistyped addresses
    state: Mapped[str] = mapped_column(String(16))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    job_id: Mapped[int | None]  # the work that applies it; kept for some weeks after it is done
    fault: Mapped[str]  # why it could not be applied; may be empty
    applied_at: Mapped[datetime | None]
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kept: Mapped[list[Any]]  # what undoing it left as it was: people, each with the reason


class CohortImportPerson(Base):
    """Somebody whom an import brought into its cohort, and whether their account was made for it."""

    __tablename__ = "cohort_import_person"
    __table_args__ = (
        UniqueConstraint("import_id", "person_id"),
        Index("ix_cohort_import_person_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("cohort_import.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    row: Mapped[int]  # of the file
    row_key: Mapped[str] = mapped_column(String(64))  # tells the same row in another file
    made: Mapped[bool]
    at: Mapped[datetime]  # when they joined: the moment of that state
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("cohort_account_proposal.id"))  # of a made account


class CohortAccountProposal(Base):
    """Accounts that an import proposes to one administration: made in one step, or refused."""

    __tablename__ = "cohort_account_proposal"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (approved IS NULL)", name="decided"),
        Index("ix_cohort_account_proposal_import_id", "import_id"),
        Index("ix_cohort_account_proposal_administration_id", "administration_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("cohort_import.id"))
    administration_id: Mapped[int] = mapped_column(ForeignKey("administration.id"))
    rows: Mapped[list[Any]]  # what each account is to hold; emptied once it is decided
    count: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved: Mapped[bool | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    permit_id: Mapped[int | None] = mapped_column(ForeignKey("cohort_account_permit.id"))  # a trainer made them
    reason: Mapped[str]  # of a refusal; may be empty


class CohortAccountPermit(Base):
    """The trainers of a cohort may make the accounts that its imports propose, by somebody who makes them there."""

    __tablename__ = "cohort_account_permit"
    __table_args__ = (
        Index(
            "uq_cohort_account_permit_one_open",
            "cohort_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
