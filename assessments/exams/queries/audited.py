"""What the audit trail is compared with: attempts, what was answered, results, decisions, cut scores, extra time."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

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


def attempt_grants(session: Session, after: int) -> list[AuditedRecord]:
    """All the attempts that were given in addition."""
    rows = session.execute(
        select(AttemptGrant.person_id, AttemptGrant.exam_id, AttemptGrant.enrolment_id, AttemptGrant.reason)
        .where(AttemptGrant.person_id.in_(next_of(AttemptGrant.person_id, after)))
        .order_by(AttemptGrant.person_id, AttemptGrant.id)
    )
    return [
        AuditedRecord(key, f"person:{key}", {"exam_id": exam_id, "enrolment_id": run_id, "reason": why})
        for key, exam_id, run_id, why in rows
    ]


def cut_proposals(session: Session, after: int) -> list[AuditedRecord]:
    """Every cut score that somebody proposed."""
    rows = session.execute(
        select(CutProposal.exam_id, CutProposal.id, CutProposal.percent, CutProposal.method)
        .where(CutProposal.exam_id.in_(next_of(CutProposal.exam_id, after)))
        .order_by(CutProposal.exam_id, CutProposal.id)
    )
    return [
        AuditedRecord(key, f"exam:{key}", {"proposal_id": number, "percent": percent, "method": method})
        for key, number, percent, method in rows
    ]


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


def withdrawals(session: Session, after: int) -> list[AuditedRecord]:
    """Every question that was withdrawn from new papers."""
    rows = session.execute(
        select(ItemWithdrawal.item_id, ItemWithdrawal.id, ItemWithdrawal.reason)
        .where(ItemWithdrawal.item_id.in_(next_of(ItemWithdrawal.item_id, after)))
        .order_by(ItemWithdrawal.item_id, ItemWithdrawal.id)
    )
    return [AuditedRecord(key, f"item:{key}", {"withdrawal_id": number, "reason": why}) for key, number, why in rows]


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
