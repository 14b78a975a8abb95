"""The audit trail as a table: a row is added with what it tells of, and filled up once, when it is sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base

UNSEALED = "seq IS NULL"


class AuditEntry(Base):
    """One thing that happened; number, previous and hash are its seal, and all that is ever written afterwards."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint(
            "(seq IS NULL AND previous IS NULL AND hash IS NULL)"
            " OR (seq > 0 AND previous IS NOT NULL AND hash IS NOT NULL)",
            name="seal",
        ),
        Index("ix_audit_entry_unsealed", "id", sqlite_where=text(UNSEALED), postgresql_where=text(UNSEALED)),
        Index("ix_audit_entry_at", "at", "id"),  # the record is read newest first, whatever narrows it
        Index("ix_audit_entry_name_at", "name", "at", "id"),
        Index("ix_audit_entry_actor_at", "actor_id", "at", "id"),
        Index("ix_audit_entry_subject_at", "subject", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    name: Mapped[str]
    subject: Mapped[str]  # kind and id, such as "person:7"
    actor_id: Mapped[int | None]  # no foreign key: the chain outlives the account
    data: Mapped[dict[str, Any]]
    seq: Mapped[int | None] = mapped_column(unique=True)  # the number in the chain: 1, 2, 3 … without a gap
    previous: Mapped[str | None] = mapped_column(unique=True)  # unique, so that the chain can never fork
    hash: Mapped[str | None] = mapped_column(unique=True)
