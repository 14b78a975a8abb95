"""Items and their versions; what a version asks never holds its key."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assessments.items.item import Use, WithdrawalAct
from lms.db import Base, choices


class Item(Base):
    """A question under the name that it keeps through all its versions."""

    __tablename__ = "item"
    __table_args__ = (choices("use", Use), UniqueConstraint("course_id", "key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))  # none for an item of no course
    key: Mapped[str] = mapped_column(String(80))  # the id that its authors gave it
    use: Mapped[str] = mapped_column(String(12))


class ItemVersion(Base):
    """An item as it stood when a course was loaded; never changed."""

    __tablename__ = "item_version"
    __table_args__ = (
        UniqueConstraint("item_id", "no"),
        UniqueConstraint("item_id", "hash"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    no: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))  # a name in kinds/registry.py; who loads an item checks it
    topic: Mapped[str] = mapped_column(String(60))
    lesson: Mapped[str | None] = mapped_column(String(80))  # slug of the lesson to read again, where there is one
    stem: Mapped[str]  # clean HTML
    body: Mapped[dict[str, Any]]  # what may leave the server
    answer_key: Mapped[dict[str, Any]]  # stays until the result
    explain: Mapped[str]  # clean HTML, shown after the result
    picture_url: Mapped[str | None]  # where a page finds its picture
    points: Mapped[int]
    translations: Mapped[dict[str, Any]] = mapped_column(server_default="{}")  # by language: stem, body, explain, …
    hash: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime]


class CourseItem(Base):
    """Which version of an item belongs to which version of a course."""

    __tablename__ = "course_item"
    __table_args__ = (Index("ix_course_item_use", "course_version_id", "use"),)

    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"), primary_key=True)
    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), primary_key=True)
    use: Mapped[str] = mapped_column(String(12))
    module: Mapped[str] = mapped_column(String(64))
    until: Mapped[date | None]  # the last day (UTC) on which a new paper may ask it; no day, no end


class ItemWithdrawal(Base):
    """Somebody withdrew an item, in all its versions, from papers that are drawn from now on."""

    __tablename__ = "item_withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    reason: Mapped[str]
    key: Mapped[str] = mapped_column(String(64), unique=True)  # of the form: sent twice, it withdraws once
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    lapses_at: Mapped[datetime]  # from this moment on it is over, unless it was confirmed before


class ItemWithdrawalStep(Base):
    """What was done about a withdrawal; append-only."""

    __tablename__ = "item_withdrawal_step"
    __table_args__ = (
        choices("act", WithdrawalAct),
        Index(
            "uq_item_withdrawal_step_confirmed",
            "withdrawal_id",
            unique=True,
            sqlite_where=text("act = 'confirmed'"),
            postgresql_where=text("act = 'confirmed'"),
        ),
        Index(
            "uq_item_withdrawal_step_ended",
            "withdrawal_id",
            unique=True,
            sqlite_where=text("act IN ('refused', 'lapsed', 'returned')"),
            postgresql_where=text("act IN ('refused', 'lapsed', 'returned')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    withdrawal_id: Mapped[int] = mapped_column(ForeignKey("item_withdrawal.id"), index=True)
    act: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None]  # none where an agreement needs none, and where time did it
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: time did it
    at: Mapped[datetime]
