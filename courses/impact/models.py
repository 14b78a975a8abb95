"""The official Appendices as administrators loaded them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base

FILE_NAME_LENGTH = 200


class KeptAppendices(Base):
    """What one file says of every taxon, who loaded it and when, and the day that it speaks of. Append-only."""

    __tablename__ = "kept_appendices"
    __table_args__ = (CheckConstraint("rows > 0", name="rows"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_LENGTH))
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of the file as it was sent
    size: Mapped[int]  # of the file, in bytes
    rows: Mapped[int]  # that name a taxon
    columns: Mapped[list[Any]]  # as the file calls them
    valid_on: Mapped[date]  # the day that the file speaks of
    key: Mapped[str] = mapped_column(String(80))  # of the entries in the storage
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
