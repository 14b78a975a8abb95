"""What the audit trail is compared with: attempts, what was answered, results, decisions, cut scores, extra time."""

from collections import defaultdict
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.exams.events import (
    AttemptClosed,
    AttemptGranted,
    AttemptStarted,
    CutScoreProposed,
    CutScoreSet,
    ExamKeysSeen,
    ExtraTimeGranted,
    ItemWithdrawn,
    LateAnswersDecided,
    ResultPublished,
)
from assessments.exams.models import (
    AnswerRevision,
    Attempt,
    AttemptGrant,
    AttemptItem,
    CutProposal,
    CutScore,
    ExamVersion,
    KeyView,
    LateDecision,
    Result,
    RevisionKind,
    TimeGrant,
)
from assessments.exams.rules.receipt import AnswerLine, answers_hash
from assessments.items.models import ItemWithdrawal
from lms.audited_rows import BATCH, rows_of
from lms.ports import AuditedRecord, AuditedRecords

CLOSED = Attempt.closed_at.is_not(None)


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


results = rows_of("attempt", Result.attempt_id, Result.no, after=Result.percent, passed=Result.passed)
late_decisions = rows_of(
    "attempt", LateDecision.attempt_id, LateDecision.id, accepted=LateDecision.accepted, reason=LateDecision.reason
)
cut_scores = rows_of(
    "exam", CutScore.exam_id, CutScore.id,
    after=CutScore.percent, method=CutScore.method, provisional=CutScore.provisional,
)  # fmt: skip
extra_time = rows_of(
    "person", TimeGrant.person_id, TimeGrant.id,
    exam_id=TimeGrant.exam_id, seconds=TimeGrant.seconds, reason=TimeGrant.reason,
)  # fmt: skip
attempt_grants = rows_of(
    "person", AttemptGrant.person_id, AttemptGrant.id,
    exam_id=AttemptGrant.exam_id, enrolment_id=AttemptGrant.enrolment_id, reason=AttemptGrant.reason,
)  # fmt: skip
cut_proposals = rows_of(
    "exam", CutProposal.exam_id, CutProposal.id,
    proposal_id=CutProposal.id, percent=CutProposal.percent, method=CutProposal.method,
)  # fmt: skip
withdrawals = rows_of(
    "item", ItemWithdrawal.item_id, ItemWithdrawal.id, withdrawal_id=ItemWithdrawal.id, reason=ItemWithdrawal.reason
)


def keys_seen(session: Session, after: int) -> list[AuditedRecord]:
    """Who saw the questions of which version of an exam with their keys."""
    some = (
        select(ExamVersion.exam_id)
        .join(KeyView, KeyView.exam_version_id == ExamVersion.id)
        .where(ExamVersion.exam_id > after)
        .group_by(ExamVersion.exam_id)
        .order_by(ExamVersion.exam_id)
        .limit(BATCH)
    )
    rows = session.execute(
        select(ExamVersion.exam_id, KeyView.exam_version_id)
        .join(KeyView, KeyView.exam_version_id == ExamVersion.id)
        .where(ExamVersion.exam_id.in_(some))
        .order_by(ExamVersion.exam_id, KeyView.id)
    )
    return [AuditedRecord(key, f"exam:{key}", {"exam_version_id": number}) for key, number in rows]


AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords("attempts", AttemptStarted.name, started),
    AuditedRecords("closed attempts", AttemptClosed.name, closed),
    AuditedRecords("papers with their answers", AttemptClosed.name, answered),
    AuditedRecords("results", ResultPublished.name, results),
    AuditedRecords("decisions about late answers", LateAnswersDecided.name, late_decisions),
    AuditedRecords("cut scores", CutScoreSet.name, cut_scores),
    AuditedRecords("grants of extra time", ExtraTimeGranted.name, extra_time),
    AuditedRecords("attempts given in addition", AttemptGranted.name, attempt_grants),
    AuditedRecords("proposed cut scores", CutScoreProposed.name, cut_proposals),
    AuditedRecords("views of keys", ExamKeysSeen.name, keys_seen),
    AuditedRecords("withdrawn questions", ItemWithdrawn.name, withdrawals),
)
