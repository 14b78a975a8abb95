"""Funds, partners, regions; activities with their partners, targets, cohorts, and every state in which they were."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from courses.programme.rules.activities import ActivityKind, ActivityStatus, FundKind, PartnerKind, TargetKind
from lms.db import Base, choices

CODE_LENGTH = 24
NAME_LENGTH = 160
TITLE_LENGTH = 160
WORDS_LENGTH = 2000
REASON_LENGTH = 500


class Fund(Base):
    """Money from a donor, for some time; a donor reads one report about it."""

    __tablename__ = "fund"
    __table_args__ = (choices("kind", FundKind), CheckConstraint("starts_on <= ends_on", name="days"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)  # as its contract names it
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    kind: Mapped[str] = mapped_column(String(16))
    donor: Mapped[str] = mapped_column(String(NAME_LENGTH))
    currency: Mapped[str | None] = mapped_column(String(3))  # ISO 4217; none: in kind, or nobody has said
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Partner(Base):
    """An organisation that works with the programme."""

    __tablename__ = "partner"
    __table_args__ = (choices("kind", PartnerKind),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    country: Mapped[str | None] = mapped_column(String(2))  # ISO 3166-1 alpha-2; none: of several


class Region(Base):
    """Countries that the programme looks at together; a country may be in several regions."""

    __tablename__ = "region"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)


class RegionCountry(Base):
    """A country of a region."""

    __tablename__ = "region_country"

    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)  # ISO 3166-1 alpha-2


class Activity(Base):
    """A training, mission, workshop or operation of the programme, in one country or in a region."""

    __tablename__ = "activity"
    __table_args__ = (
        choices("kind", ActivityKind),
        CheckConstraint("(country IS NULL) <> (region_id IS NULL)", name="one_place"),
        CheckConstraint("(starts_on IS NULL) = (ends_on IS NULL)", name="both_days"),
        CheckConstraint("starts_on <= ends_on", name="days"),
        Index("ix_activity_country", "country"),
        Index("ix_activity_region_id", "region_id"),
        Index("ix_activity_fund_id", "fund_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH))  # what it is about; may be empty
    country: Mapped[str | None] = mapped_column(String(2))  # ISO 3166-1 alpha-2
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    starts_on: Mapped[date | None]  # none: planned, without days yet
    ends_on: Mapped[date | None]
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"))  # none: nobody pays for it yet
    course_slug: Mapped[str | None] = mapped_column(String(64))  # the course that it teaches; it may not be here yet
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: a template, the demonstration


class ActivityPartner(Base):
    """A partner of an activity."""

    __tablename__ = "activity_partner"
    __table_args__ = (Index("ix_activity_partner_partner_id", "partner_id"),)

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), primary_key=True)


class ActivityTarget(Base):
    """How many people an activity wants to reach, in one sense of the word."""

    __tablename__ = "activity_target"
    __table_args__ = (choices("kind", TargetKind), CheckConstraint("people > 0", name="some"))

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    people: Mapped[int]


class ActivityCohort(Base):
    """A cohort that belongs to an activity, from when to when; it belongs to one at a time, so it is counted once."""

    __tablename__ = "activity_cohort"
    __table_args__ = (
        Index("ix_activity_cohort_activity_id", "activity_id"),
        Index(
            "uq_activity_cohort_one_open",
            "cohort_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ActivityState(Base):
    """How an activity stands from a moment on, by whom and why. Append-only."""

    __tablename__ = "activity_state"
    __table_args__ = (
        choices("status", ActivityStatus),
        Index("ix_activity_state_activity_id", "activity_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    status: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: a template, the demonstration
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))  # may be empty
