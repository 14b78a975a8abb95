"""What the audit trail is compared with: attempts, what was answered, results, decisions, cut scores, extra time."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from assessments.exams.events import (
    AttemptClosed,
    AttemptStarted,
    CutScoreSet,
    ExtraTimeGranted,
    LateAnswersDecided,
    ResultPublished,
)
from assessments.exams.models import (
    AnswerRevision,
    Attempt,
    AttemptItem,
    CutScore,
    LateDecision,
    Result,
    RevisionKind,
    TimeGrant,
)
from assessments.exams.rules.receipt import AnswerLine, answers_hash
from lms.ports import AuditedRecord, AuditedRecords

BATCH = 400  # subjects at a time

CLOSED = Attempt.closed_at.is_not(None)


def next_of(column: InstrumentedAttribute[int], after: int) -> Select[int]:
    """The next subjects behind one, each once."""
    return select(column).where(column > after).group_by(column).order_by(column).limit(BATCH)


def started(session: Session, after: int) -> list[AuditedRecord]:
    """Every attempt: at which exam, and which one of its person."""
    rows = session.execute(
        select(Attempt.id, Attempt.exam_id, Attempt.no).where(Attempt.id > after).order_by(Attempt.id).limit(BATCH)
    )
    return [AuditedRecord(key, f"attempt:{key}", {"exam_id": exam_id, "number": no}) for key, exam_id, no in rows]


def closed(session: Session, after: int) -> list[AuditedRecord]:
    """Every closed attempt: who or what closed it, and the hash on its receipt."""
    rows = session.execute(
        select(Attempt.id, Attempt.closed_by, Attempt.answers_hash)
        .where(Attempt.id > after, CLOSED)
        .order_by(Attempt.id)
        .limit(BATCH)
    )
    return [AuditedRecord(key, f"attempt:{key}", {"by": by, "answers_hash": digest}) for key, by, digest in rows]


def answered(session: Session, after: int) -> list[AuditedRecord]:
    """What was answered in time in every closed attempt, as the hash over it; what came later is no part."""
    attempts = session.execute(
        select(Attempt.id, Attempt.uuid).where(Attempt.id > after, CLOSED).order_by(Attempt.id).limit(BATCH)
    ).all()
    wanted = AttemptItem.attempt_id.in_([one.id for one in attempts])
    asked: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for attempt_id, item_id, position, version_id in session.execute(
        select(AttemptItem.attempt_id, AttemptItem.id, AttemptItem.position, AttemptItem.item_version_id).where(wanted)
    ):
        asked[attempt_id].append((item_id, position, version_id))
    newest = (
        select(AnswerRevision.attempt_item_id, func.max(AnswerRevision.seq).label("seq"))
        .join(AttemptItem, AttemptItem.id == AnswerRevision.attempt_item_id)
        .where(wanted, AnswerRevision.kind == RevisionKind.SAVE)
        .group_by(AnswerRevision.attempt_item_id)
        .subquery()
    )
    kept: dict[int, Any] = {
        item_id: answer.get("value")
        for item_id, answer in session.execute(
            select(AnswerRevision.attempt_item_id, AnswerRevision.answer).join(
                newest,
                (newest.c.attempt_item_id == AnswerRevision.attempt_item_id) & (newest.c.seq == AnswerRevision.seq),
            )
        )
    }
    return [
        AuditedRecord(
            one.id,
            f"attempt:{one.id}",
            {
                "answers_hash": answers_hash(
                    one.uuid,
                    (AnswerLine(place, str(version), kept.get(item)) for item, place, version in asked[one.id]),
                )
            },
        )
        for one in attempts
    ]


def results(session: Session, after: int) -> list[AuditedRecord]:
    """Every result of every attempt, in order."""
    rows = session.execute(
        select(Result.attempt_id, Result.percent, Result.passed)
        .where(Result.attempt_id.in_(next_of(Result.attempt_id, after)))
        .order_by(Result.attempt_id, Result.no)
    )
    return [AuditedRecord(key, f"attempt:{key}", {"after": share, "passed": passed}) for key, share, passed in rows]


def late_decisions(session: Session, after: int) -> list[AuditedRecord]:
    """What was decided about late answers."""
    rows = session.execute(
        select(LateDecision.attempt_id, LateDecision.accepted, LateDecision.reason)
        .where(LateDecision.attempt_id.in_(next_of(LateDecision.attempt_id, after)))
        .order_by(LateDecision.attempt_id, LateDecision.id)
    )
    return [AuditedRecord(key, f"attempt:{key}", {"accepted": yes, "reason": why}) for key, yes, why in rows]


def cut_scores(session: Session, after: int) -> list[AuditedRecord]:
    """Every cut score that came into force."""
    rows = session.execute(
        select(CutScore.exam_id, CutScore.percent, CutScore.method, CutScore.provisional)
        .where(CutScore.exam_id.in_(next_of(CutScore.exam_id, after)))
        .order_by(CutScore.exam_id, CutScore.id)
    )
    return [
        AuditedRecord(key, f"exam:{key}", {"after": percent, "method": method, "provisional": provisional})
        for key, percent, method, provisional in rows
    ]


def extra_time(session: Session, after: int) -> list[AuditedRecord]:
    """All the extra time that was given."""
    rows = session.execute(
        select(TimeGrant.person_id, TimeGrant.exam_id, TimeGrant.seconds, TimeGrant.reason)
        .where(TimeGrant.person_id.in_(next_of(TimeGrant.person_id, after)))
        .order_by(TimeGrant.person_id, TimeGrant.id)
    )
    return [
        AuditedRecord(key, f"person:{key}", {"exam_id": exam_id, "seconds": seconds, "reason": why})
        for key, exam_id, seconds, why in rows
    ]


AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords("attempts", AttemptStarted.name, started),
    AuditedRecords("closed attempts", AttemptClosed.name, closed),
    AuditedRecords("papers with their answers", AttemptClosed.name, answered),
    AuditedRecords("results", ResultPublished.name, results),
    AuditedRecords("decisions about late answers", LateAnswersDecided.name, late_decisions),
    AuditedRecords("cut scores", CutScoreSet.name, cut_scores),
    AuditedRecords("grants of extra time", ExtraTimeGranted.name, extra_time),
)
