"""The private address of a person's calendar."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class CalendarFeed(Base):
    """The address at which the calendar of a person is fetched; a person has one, and may have it renewed."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)  # the token itself is nowhere
    made_at: Mapped[datetime]
