"""Moves to another administration, asked for and answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, choices
from lms.people.transfers.rules import TransferOutcome


class Transfer(Base):
    """The sending side asks; until it is answered nothing changes."""

    __tablename__ = "transfer"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_administration_id: Mapped[int] = mapped_column(ForeignKey("administration.id"))
    to_administration_id: Mapped[int] = mapped_column(ForeignKey("administration.id"), index=True)
    words: Mapped[str]  # why; may be empty
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]


class TransferAnswer(Base):
    """What became of it, once and for ever."""

    __tablename__ = "transfer_answer"
    __table_args__ = (choices("outcome", TransferOutcome),)

    id: Mapped[int] = mapped_column(primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str]  # empty where it was accepted
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
