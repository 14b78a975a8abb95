"""Receipts of the outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, choices
from lms.offline.rules import DEVICE_LENGTH, KIND_LENGTH, SUBJECT_LENGTH, ReceiptState


class OfflineReceipt(Base):
    """What became of an entry of an outbox, by the id that its device gave it: told again if it comes again."""

    __tablename__ = "offline_receipt"
    __table_args__ = (choices("state", ReceiptState), UniqueConstraint("person_id", "entry_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entry_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(KIND_LENGTH))
    subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    device: Mapped[str] = mapped_column(String(DEVICE_LENGTH))
    seq: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))  # never "later": that is no decision
    receipt: Mapped[dict[str, Any]]  # what the kind has to say of it
    made_at: Mapped[datetime | None]  # what the clock of the device said: a remark, nothing counts by it
    at: Mapped[datetime]
