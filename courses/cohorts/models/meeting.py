"""Meetings of cohorts, what was said of each and changed, the seeds of their codes, and their rolls."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courses.cohorts.models.cohort import TITLE_LENGTH, VENUE_LENGTH
from courses.cohorts.rules.meetings import MeetingStep
from courses.cohorts.rules.rolls import LineSource, Presence
from lms.db import Base, choices

DEVICE_LENGTH = 64


class Meeting(Base):
    """A meeting of a cohort; when and where it is held is the newest of its changes."""

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_cohort_id", "cohort_id"), Index("ix_meeting_series", "series"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    series: Mapped[str | None] = mapped_column(String(36))  # the meetings that were planned together; none: alone
    slot: Mapped[date]  # the day for which it was planned first


class MeetingChange(Base):
    """What is said of a meeting from a moment on, by whom and why: planned, moved, cancelled. Append-only."""

    __tablename__ = "meeting_change"
    __table_args__ = (
        choices("step", MeetingStep),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("sequence >= 0", name="sequence"),
        UniqueConstraint("meeting_id", "sequence"),
        Index("ix_meeting_change_starts", "starts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    sequence: Mapped[int]  # of iCalendar: 0 when it is planned, one more with each change
    step: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    starts: Mapped[datetime] = mapped_column(DateTime())  # the wall clock of `zone`, so it holds over clock changes
    minutes: Mapped[int]  # its length, in true time
    zone: Mapped[str] = mapped_column(String(64))  # a name of the IANA time zone database
    place: Mapped[str] = mapped_column(String(VENUE_LENGTH))  # may be empty
    reason: Mapped[str]  # may be empty, but of a cancelled one
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the demonstration
    at: Mapped[datetime]


class MeetingSeed(Base):
    """From what the secrets of the codes of a cohort's meetings are made; it never leaves the server."""

    __tablename__ = "meeting_seed"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    seed: Mapped[str] = mapped_column(String(64))  # 32 bytes in hexadecimal
    made_at: Mapped[datetime]


class RollTaking(Base):
    """Lines of a roll that arrived together, from one person. Append-only."""

    __tablename__ = "roll_taking"
    __table_args__ = (Index("ix_roll_taking_meeting_id", "meeting_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    received_at: Mapped[datetime]


class MeetingRollLine(Base):
    """A line of a roll, as `RollLine` says it; never changed, only followed by another."""

    __tablename__ = "meeting_roll_line"
    __table_args__ = (
        choices("source", LineSource),
        choices("presence", Presence),
        CheckConstraint("seq >= 0", name="seq"),
        UniqueConstraint("meeting_id", "device", "seq"),
        Index("ix_meeting_roll_line_person_id", "person_id"),
        Index("ix_meeting_roll_line_taking_id", "taking_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    taking_id: Mapped[int] = mapped_column(ForeignKey("roll_taking.id"))
    device: Mapped[str] = mapped_column(String(DEVICE_LENGTH))
    seq: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    source: Mapped[str] = mapped_column(String(16))
    presence: Mapped[str | None] = mapped_column(String(16))  # none: they take back what they said before
    at: Mapped[datetime]  # by the clock of the device
    clock_offset_ms: Mapped[int] = mapped_column(BigInteger)  # what has to be added to that clock
    over: Mapped[list[Any]]  # of a decision: the lines that it was taken about, each a device and a number
    received_at: Mapped[datetime]
