"""What the audit trail is compared with: readings of specialists, proposed rules, and what became of these."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.catalogue.review.models import PieceReading, ReviewRule, ReviewRuleDecision
from courses.events import CoursePieceRead, ReviewRuleDecided, ReviewRuleProposed
from lms.audited_rows import next_of, rows_of
from lms.ports import AuditedRecord, AuditedRecords

readings = rows_of(
    "course",
    PieceReading.course_id,
    PieceReading.id,
    reading=PieceReading.uuid,
    piece=PieceReading.name,
    verdict=PieceReading.verdict,
    text_hash=PieceReading.text_hash,
)
proposals = rows_of("course", ReviewRule.course_id, ReviewRule.id, rule=ReviewRule.uuid, after=ReviewRule.needs)


def decisions(session: Session, after: int) -> list[AuditedRecord]:
    """Whether each proposed rule was confirmed, in the order in which that was decided."""
    rows = session.execute(
        select(ReviewRule.course_id, ReviewRule.uuid, ReviewRuleDecision.confirmed)
        .join(ReviewRuleDecision, ReviewRuleDecision.review_rule_id == ReviewRule.id)
        .where(ReviewRule.course_id.in_(next_of(ReviewRule.course_id, after)))
        .order_by(ReviewRule.course_id, ReviewRuleDecision.at, ReviewRule.id)
    )
    return [
        AuditedRecord(course_id, f"course:{course_id}", {"rule": uuid, "confirmed": confirmed})
        for course_id, uuid, confirmed in rows
    ]


AUDITED = (
    AuditedRecords("readings of specialists", CoursePieceRead.name, readings),
    AuditedRecords("proposed review rules", ReviewRuleProposed.name, proposals),
    AuditedRecords("decisions on review rules", ReviewRuleDecided.name, decisions),
)
