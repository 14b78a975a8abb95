"""Exams, attempts, steps, scores and results; whatever a person did or was given is appended, never changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from assessments.exams.rules.cuts import ProposalState
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.supervision import Supervision
from assessments.items.item import Use
from lms.db import Base, BigInt, choices


class Exam(Base):
    """A quiz or exam of a course under the name that it keeps."""

    __tablename__ = "exam"
    __table_args__ = (UniqueConstraint("course_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    slug: Mapped[str] = mapped_column(String(80))


class ExamVersion(Base):
    """A blueprint in force for one version of a course."""

    __tablename__ = "exam_version"
    __table_args__ = (
        choices("use", Use),
        UniqueConstraint("exam_id", "no"),
        Index("ix_exam_version_course", "course_version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"))
    no: Mapped[int]
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    title: Mapped[str]
    use: Mapped[str] = mapped_column(String(12))
    blueprint: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]


class CutProposal(Base):
    """A cut score that somebody proposed for an exam that certifies; in force once enough others have agreed."""

    __tablename__ = "cut_proposal"
    __table_args__ = (
        choices("state", ProposalState),
        Index(
            "uq_cut_proposal_one_open",
            "exam_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"), index=True)
    percent: Mapped[str] = mapped_column(String(40))  # exact, as a fraction
    set_by: Mapped[str]
    method: Mapped[str]
    provisional: Mapped[bool]
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: a command, by nobody knows whom
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None]  # why it was refused


class CutAgreement(Base):
    """Somebody agreed to a proposed cut score."""

    __tablename__ = "cut_agreement"
    __table_args__ = (UniqueConstraint("proposal_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("cut_proposal.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class CutScore(Base):
    """A cut score that came into force, how and why; the newest of an exam holds for attempts that start."""

    __tablename__ = "cut_score"

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"), index=True)
    percent: Mapped[str] = mapped_column(String(40))  # exact, as a fraction
    set_by: Mapped[str]
    method: Mapped[str]
    provisional: Mapped[bool]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("cut_proposal.id"))  # none: nobody had to agree
    at: Mapped[datetime]


class KeyView(Base):
    """Somebody saw the questions of an exam's version with their keys: it certifies nothing for them from then on."""

    __tablename__ = "key_view"
    __table_args__ = (UniqueConstraint("person_id", "exam_version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    exam_version_id: Mapped[int] = mapped_column(ForeignKey("exam_version.id"))
    at: Mapped[datetime]


class Attempt(Base):
    """One sitting of one person in one run of theirs, with the paper that was drawn for it."""

    __tablename__ = "attempt"
    __table_args__ = (
        choices("state", AttemptState),
        UniqueConstraint("enrolment_id", "exam_id", "no"),
        Index(
            "uq_attempt_one_open",
            "enrolment_id",
            "exam_id",
            unique=True,
            sqlite_where=text("state = 'in_progress'"),
            postgresql_where=text("state = 'in_progress'"),
        ),
        Index("ix_attempt_state", "state", "deadline_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"))
    exam_version_id: Mapped[int] = mapped_column(ForeignKey("exam_version.id"))
    # in force when it started; none: a gain test, which nobody passes or fails
    cut_score_id: Mapped[int | None] = mapped_column(ForeignKey("cut_score.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))  # the run in which it counts
    no: Mapped[int]  # 1, 2, 3 … at this exam in this run
    seed: Mapped[int] = mapped_column(BigInt)
    state: Mapped[str] = mapped_column(String(12))
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime | None]  # with extra time; none: no limit
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(12))  # "person", "time" or "paper"
    submit_key: Mapped[str | None] = mapped_column(String(64))
    submit_page: Mapped[str | None] = mapped_column(String(40))  # the open page that handed in, where it has a name
    answers_hash: Mapped[str | None] = mapped_column(String(64))  # on the receipt
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id"), index=True)  # begun in this room
    on_paper: Mapped[bool] = mapped_column(default=False, server_default=false())  # printed: no screen opens it
    supervised: Mapped[bool] = mapped_column(default=False)  # as `AttemptSupervision` says, which alone sets it


class AttemptSupervision(Base):
    """How an attempt that was begun in a room was watched; decided once, by its protocol or after it."""

    __tablename__ = "attempt_supervision"
    __table_args__ = (choices("supervision", Supervision),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), unique=True)
    supervision: Mapped[str] = mapped_column(String(12))
    by_protocol: Mapped[bool]  # everybody had signed; else the wait was over
    at: Mapped[datetime]


class AttemptItem(Base):
    """One question of a paper, frozen when the attempt started."""

    __tablename__ = "attempt_item"
    __table_args__ = (UniqueConstraint("attempt_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]  # from 1
    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), index=True)
    option_order: Mapped[list[Any]]
    points: Mapped[int]


class RevisionKind(StrEnum):
    """What a step is."""

    SAVE = "save"  # an answer, in time
    LATE = "late"  # an answer that came after closing: kept, not scored by itself
    ACCEPTED = "accepted"  # a late answer that a person accepted, with a reason


class AnswerRevision(Base):
    """Something that happened to one question; append-only."""

    __tablename__ = "step"
    __table_args__ = (
        choices("kind", RevisionKind),
        UniqueConstraint("attempt_item_id", "seq"),
        UniqueConstraint("attempt_item_id", "page", "client_seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"))
    seq: Mapped[int]  # 1, 2, 3 … within the question
    kind: Mapped[str] = mapped_column(String(12))
    answer: Mapped[dict[str, Any]]  # {"value": …}; null inside means that the answer was taken back
    page: Mapped[str | None] = mapped_column(String(40))  # the open page that sent it
    client_seq: Mapped[int | None]
    client_time: Mapped[datetime | None]  # what the device says; for a person to compare
    received_at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ScoreSource(StrEnum):
    """Where a score comes from."""

    AUTO = "auto"
    RESCORE = "rescore"  # after a late answer was accepted


class Score(Base):
    """What one question earned; the newest counts."""

    __tablename__ = "score"
    __table_args__ = (choices("source", ScoreSource),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"), index=True)
    step_id: Mapped[int | None] = mapped_column(ForeignKey("step.id"))  # none: unanswered
    exact: Mapped[str] = mapped_column(String(60))  # the fraction of the points, such as 1/3
    fraction: Mapped[float]  # the same, for statistics
    rule_version: Mapped[int]
    source: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]


class Result(Base):
    """What an attempt came to; the newest counts, the older ones explain it."""

    __tablename__ = "result"
    __table_args__ = (
        UniqueConstraint("attempt_id", "no"),
        CheckConstraint("no > 0", name="no"),
        CheckConstraint("(passed IS NULL) = (cut_score_id IS NULL)", name="judged"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    no: Mapped[int]
    points: Mapped[str] = mapped_column(String(60))  # exact
    most: Mapped[int]
    percent: Mapped[str] = mapped_column(String(60))  # exact
    passed: Mapped[bool | None]  # none: a gain test
    cut_score_id: Mapped[int | None] = mapped_column(ForeignKey("cut_score.id"))
    reason: Mapped[str | None]  # why there is another one
    published_at: Mapped[datetime]


class LateDecision(Base):
    """What a person decided about the late answers of an attempt, and why."""

    __tablename__ = "late_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    last_step_id: Mapped[int] = mapped_column(ForeignKey("step.id"))  # covers late steps up to this one
    accepted: Mapped[bool]
    reason: Mapped[str]
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class TimeGrant(Base):
    """Extra time that somebody gave a person for an exam, and why; the sum counts."""

    __tablename__ = "time_grant"
    __table_args__ = (
        Index("ix_time_grant_whom", "exam_id", "person_id"),
        Index("uq_time_grant_key", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seconds: Mapped[int]
    reason: Mapped[str]
    key: Mapped[str | None] = mapped_column(String(64))  # of the form: sent twice, it gives once
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class AttemptGrant(Base):
    """One more attempt that somebody gave a person in a run of theirs, and why; each counts for one."""

    __tablename__ = "attempt_grant"
    __table_args__ = (
        Index("ix_attempt_grant_whom", "exam_id", "enrolment_id"),
        Index("uq_attempt_grant_key", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))  # the run in which it counts
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    key: Mapped[str | None] = mapped_column(String(64))  # of the form: sent twice, it gives once
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
