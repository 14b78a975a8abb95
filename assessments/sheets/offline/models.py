"""The devices on which assessors keep sheets."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base
from lms.offline.rules import DEVICE_LENGTH


class SheetDevice(Base):
    """A device on which somebody keeps sheets, as it was last heard."""

    __tablename__ = "sheet_device"
    __table_args__ = (UniqueConstraint("person_id", "device"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    device: Mapped[str] = mapped_column(String(DEVICE_LENGTH))
    unsent: Mapped[int]  # sealed sheets that it still held
    offset_ms: Mapped[int | None]  # what is to be added to its clock
    kept_at: Mapped[datetime | None]  # when it last fetched a day
    heard_at: Mapped[datetime]
