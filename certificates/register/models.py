"""What the verification page must remember: tries at numbers, to limit guessing."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class NumberTry(Base):
    """A number and family name that did not fit; forgotten when it no longer limits."""

    __tablename__ = "number_try"
    __table_args__ = (Index("ix_number_try_address", "address", "at"), Index("ix_number_try_number", "number", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(64))  # a keyed hash of where it came from
    number: Mapped[str] = mapped_column(String(64))  # a hash of what was typed
    at: Mapped[datetime]
