"""The sex that people told, in a table of its own: no query of people joins it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, choices
from lms.people.sex.rules import Sex


class PersonSex(Base):
    """What a person said of their sex; they alone write it, and the row goes when they take it back."""

    __tablename__ = "person_sex"
    __table_args__ = (choices("sex", Sex),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sex: Mapped[str] = mapped_column(String(8))
    said_at: Mapped[datetime]
