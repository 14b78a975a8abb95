"""What the audit trail is compared with: what became of each report of a mistake."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.mistakes.events import MistakeJudged
from courses.mistakes.models import MistakeReport, MistakeStep
from lms.audited_rows import next_of
from lms.ports import AuditedRecord, AuditedRecords


def judged(session: Session, after: int) -> list[AuditedRecord]:
    """Every step that somebody took, by course, in order."""
    rows = session.execute(
        select(
            MistakeReport.course_id,
            MistakeStep.report_id,
            MistakeStep.state,
            MistakeStep.mended_in_id,
            MistakeStep.duplicate_of_id,
        )
        .join(MistakeReport, MistakeReport.id == MistakeStep.report_id)
        .where(MistakeStep.no > 1, MistakeReport.course_id.in_(next_of(MistakeReport.course_id, after)))
        .order_by(MistakeReport.course_id, MistakeStep.id)
    )
    return [
        AuditedRecord(
            key,
            f"course:{key}",
            {"report_id": report_id, "after": state, "mended_in_id": mended_in, "duplicate_of_id": before},
        )
        for key, report_id, state, mended_in, before in rows
    ]


AUDITED = (AuditedRecords("judged reports of mistakes", MistakeJudged.name, judged),)
