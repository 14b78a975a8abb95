"""Missions and who is in their teams."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, choices

TITLE_LENGTH = 160


class MissionPart(StrEnum):
    """In which part somebody is in a team."""

    LEAD = "lead"
    FACILITATOR = "facilitator"
    SUPERVISING_EXPERT = "supervising-expert"  # writes the annex on a candidate
    CANDIDATE = "candidate"  # under assessment


class Mission(Base):
    """Experts with a host administration for some days, with terms of reference by topic."""

    __tablename__ = "mission"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="days"), Index("ix_mission_country", "country"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    country: Mapped[str] = mapped_column(String(2))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("administration.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))  # funds and partners stand there
    starts_on: Mapped[date]  # this and the next in `time_zone`
    ends_on: Mapped[date]
    time_zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(12))
    terms: Mapped[dict[str, Any]]  # of reference, by topic; a topic that is not in it is not looked at
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class MissionMember(Base):
    """Somebody in the team of a mission."""

    __tablename__ = "mission_member"
    __table_args__ = (
        choices("part", MissionPart),
        Index(
            "uq_mission_member_open",
            "mission_id",
            "person_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        Index("ix_mission_member_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    part: Mapped[str] = mapped_column(String(20))
    supervised_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # of a candidate
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
