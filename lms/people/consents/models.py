"""What people were asked to agree to, and what they said."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, choices
from lms.people.consents.rules import ConsentAnswer


class ProcessingConsent(Base):
    """One time that somebody was asked; the answer is filled in once, and another answer is another row."""

    __tablename__ = "processing_consent"
    __table_args__ = (
        choices("answer", ConsentAnswer),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    version: Mapped[int]  # of the notice
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(8))
