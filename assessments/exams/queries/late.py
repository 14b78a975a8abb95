"""Answers that came after closing and wait for a person's decision."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from assessments.exams.models import (
    AnswerRevision,
    Attempt,
    AttemptItem,
    Exam,
    ExamVersion,
    LateDecision,
    Result,
    RevisionKind,
)
from assessments.exams.rules.late import LateTiming, late_timing
from assessments.exams.rules.states import AttemptState


def late_steps(session: Session, attempt_id: int) -> list[AnswerRevision]:
    """Late answers that nobody decided about yet, in order."""
    decided = session.scalar(
        select(func.coalesce(func.max(LateDecision.last_step_id), 0)).where(LateDecision.attempt_id == attempt_id)
    )
    return list(
        session.scalars(
            select(AnswerRevision)
            .join(AttemptItem, AttemptItem.id == AnswerRevision.attempt_item_id)
            .where(
                AttemptItem.attempt_id == attempt_id,
                AnswerRevision.kind == RevisionKind.LATE,
                AnswerRevision.id > (decided or 0),
            )
            .order_by(AnswerRevision.id)
        )
    )


@dataclass(frozen=True)
class LateLine:
    """One late answer, with the two clocks to compare, and what they come to."""

    position: int
    sent_at: datetime | None
    received_at: datetime
    timing: LateTiming | None  # None while the attempt is open


def late_lines(session: Session, attempt: Attempt) -> list[LateLine]:
    """The late answers of an attempt that wait, as the manager sees them: never what was answered."""
    steps = late_steps(session, attempt.id)
    shown_at = result_shown_at(session, attempt.id)
    positions = dict(
        session.execute(select(AttemptItem.id, AttemptItem.position).where(AttemptItem.attempt_id == attempt.id)).all()
    )
    return [
        LateLine(positions[step.attempt_item_id], step.client_time, step.received_at, _timing(attempt, step, shown_at))
        for step in steps
    ]


def _timing(attempt: Attempt, step: AnswerRevision, shown_at: datetime | None) -> LateTiming | None:
    closed_at = attempt.closed_at or attempt.deadline_at
    if closed_at is None:
        return None
    return late_timing(
        started_at=attempt.started_at,
        closed_at=closed_at,
        shown_at=shown_at,
        given_at=step.client_time,
        received_at=step.received_at,
    )


def result_shown_at(session: Session, attempt_id: int) -> datetime | None:
    """Since when the person could see which answers were right: what came after it may have been written with that."""
    return session.scalar(select(func.min(Result.published_at)).where(Result.attempt_id == attempt_id))


@dataclass(frozen=True)
class LateAttempt:
    """An attempt with late answers that wait."""

    uuid: str
    person_id: int
    title: str
    closed_at: datetime | None
    first_at: datetime
    last_at: datetime
    count: int


def count_late(among: ColumnElement[bool]) -> ColumnElement[int]:
    """As SQL: how many attempts of the people whom `among` lets through have late answers waiting."""
    decided = (
        select(func.coalesce(func.max(LateDecision.last_step_id), 0))
        .where(LateDecision.attempt_id == Attempt.id)
        .correlate(Attempt)
        .scalar_subquery()
    )
    waiting = (
        select(func.count(Attempt.id.distinct()))
        .select_from(AnswerRevision)
        .join(AttemptItem, AttemptItem.id == AnswerRevision.attempt_item_id)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .where(AnswerRevision.kind == RevisionKind.LATE, Attempt.state != AttemptState.VOIDED, among)
        .where(AnswerRevision.id > decided)
    )
    return waiting.scalar_subquery()


def waiting_late(session: Session, among: ColumnElement[bool], limit: int = 100) -> list[LateAttempt]:
    """Attempts of the people whom `among` lets through that have late answers waiting; oldest first."""
    decided = (
        select(LateDecision.attempt_id, func.max(LateDecision.last_step_id).label("last"))
        .group_by(LateDecision.attempt_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Attempt.uuid,
            Attempt.person_id,
            ExamVersion.title,
            Attempt.closed_at,
            func.min(AnswerRevision.received_at),
            func.max(AnswerRevision.received_at),
            func.count(),
        )
        .join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
        .join(AnswerRevision, AnswerRevision.attempt_item_id == AttemptItem.id)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .join(Exam, Exam.id == Attempt.exam_id)
        .outerjoin(decided, decided.c.attempt_id == Attempt.id)
        .where(AnswerRevision.kind == RevisionKind.LATE, AnswerRevision.id > func.coalesce(decided.c.last, 0), among)
        .where(Attempt.state != AttemptState.VOIDED)  # of an attempt that counts nowhere nothing is to be decided
        .group_by(Attempt.id, Attempt.uuid, Attempt.person_id, ExamVersion.title, Attempt.closed_at)
        .order_by(func.min(AnswerRevision.received_at))
        .limit(limit)
    ).all()
    return [LateAttempt(*row) for row in rows]
