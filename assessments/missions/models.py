"""Missions with their teams; the report as it is written, delivered and answered; annexes; practice in operations."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assessments.missions.rules.entries import Section
from assessments.missions.rules.following import FollowUpState
from assessments.missions.rules.hosts import HostSaid
from assessments.missions.rules.readiness import Readiness
from lms.db import Base, choices

TITLE_LENGTH = 160
HOST_LENGTH = 160
EMAIL_LENGTH = 254


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


class MissionUnit(Base):
    """A unit of the host that a mission visits."""

    __tablename__ = "mission_unit"

    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)


class MissionEntry(Base):
    """One part of a report, such as an observation; what it says stands in its revisions."""

    __tablename__ = "mission_entry"
    __table_args__ = (choices("section", Section), Index("ix_mission_entry_mission_id", "mission_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"))
    section: Mapped[str] = mapped_column(String(16))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # who began it; whoever revises is a co-author
    made_at: Mapped[datetime]


class MissionEntryRevision(Base):
    """What an entry says from a moment on, and who said so. Append-only; the highest number counts."""

    __tablename__ = "mission_entry_revision"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("mission_entry.id"))
    number: Mapped[int]  # from 1
    body: Mapped[dict[str, Any]]  # the fields of its section
    removed: Mapped[bool]  # the entry stands no longer in the report
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class MissionReport(Base):
    """A report as it was delivered to the host: frozen, with its digest; a later one has the next number."""

    __tablename__ = "mission_report"
    __table_args__ = (UniqueConstraint("mission_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"))
    number: Mapped[int]  # from 1
    content: Mapped[dict[str, Any]]  # all that the host reads
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the content
    host_name: Mapped[str] = mapped_column(String(HOST_LENGTH))  # an office or a person who answers for the host
    host_email: Mapped[str] = mapped_column(String(EMAIL_LENGTH))  # empty once nothing more is asked
    delivered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    delivered_at: Mapped[datetime]


class MissionHostAnswer(Base):
    """What a host said of a report, or that it was silent; each once. Append-only."""

    __tablename__ = "mission_host_answer"
    __table_args__ = (choices("said", HostSaid), UniqueConstraint("report_id", "said"))

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("mission_report.id"))
    said: Mapped[str] = mapped_column(String(16))
    words: Mapped[str]  # may be empty
    answered_as: Mapped[str] = mapped_column(String(HOST_LENGTH))  # as typed by who had the link; empty of silence
    at: Mapped[datetime]


class MissionFollowUp(Base):
    """A question to the host some months after the report: what became of each recommendation."""

    __tablename__ = "mission_follow_up"
    __table_args__ = (UniqueConstraint("mission_id", "months"), Index("ix_mission_follow_up_due_on", "due_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"))
    months: Mapped[int]  # 3, 6 or 12 after the first delivery
    due_on: Mapped[date]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_as: Mapped[str] = mapped_column(String(HOST_LENGTH))  # empty until then


class MissionFollowUpAnswer(Base):
    """What the host said of one recommendation."""

    __tablename__ = "mission_follow_up_answer"
    __table_args__ = (choices("state", FollowUpState), UniqueConstraint("follow_up_id", "entry_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("mission_follow_up.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("mission_entry.id"))
    state: Mapped[str] = mapped_column(String(16))
    words: Mapped[str]  # why, above all where nothing is done; may be empty


class MissionAnnex(Base):
    """What a supervising expert says of one candidate, for assessors; the host never sees it."""

    __tablename__ = "mission_annex"
    __table_args__ = (UniqueConstraint("mission_id", "candidate_id", "expert_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    released_at: Mapped[datetime | None]  # from then on the candidate reads what is signed


class MissionAnnexVersion(Base):
    """What an annex says; once signed it is never changed, and the next one has a reason. Append-only."""

    __tablename__ = "mission_annex_version"
    __table_args__ = (
        choices("recommendation", Readiness),
        UniqueConstraint("annex_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    annex_id: Mapped[int] = mapped_column(ForeignKey("mission_annex.id"))
    number: Mapped[int]  # from 1
    words: Mapped[str]
    strengths: Mapped[str]
    needs: Mapped[str]
    recommendation: Mapped[str] = mapped_column(String(24))
    reason: Mapped[str]  # why it was changed after it had been signed; else empty
    sheet_uuid: Mapped[str | None] = mapped_column(String(36))  # of a sheet with ratings that goes with it
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]  # none: a draft, which its expert alone reads


class OperationPractice(Base):
    """A qualified person saw somebody at work in an operation of the programme. Append-only."""

    __tablename__ = "operation_practice"
    __table_args__ = (
        Index("ix_operation_practice_person_id", "person_id"),
        UniqueConstraint(
            "activity_id", "person_id", "observed_by_id", "observed_on", name="uq_operation_practice_once"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    observed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    observed_on: Mapped[date]
    words: Mapped[str]  # what was seen
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
