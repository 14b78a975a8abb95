"""Rubrics and their versions; a published version never changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class Rubric(Base):
    """What is looked at in one kind of performance, under the name that its versions share."""

    __tablename__ = "rubric"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)


class RubricVersion(Base):
    """Criteria with their levels and descriptors in each language, weights and the cut, as it was loaded."""

    __tablename__ = "rubric_version"
    __table_args__ = (UniqueConstraint("rubric_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric.id"))
    no: Mapped[int]
    definition: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the canonical definition: the same text is no version
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: on the command line
    made_at: Mapped[datetime]
