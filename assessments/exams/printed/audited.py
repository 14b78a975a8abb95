"""What the audit trail is compared with: sheets, what was keyed in from them, and sheets that were given up."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.printed.events import SheetKeyed, SheetLossDecided, SheetLossSaid, SheetPrinted
from assessments.exams.printed.models import PrintedKeying, PrintedLoss, PrintedSheet
from assessments.exams.printed.rules.answers import keying_hash
from lms.audited_rows import BATCH
from lms.ports import AuditedRecord, AuditedRecords


def printed(session: Session, after: int) -> list[AuditedRecord]:
    """Every sheet: of which cohort."""
    rows = session.execute(
        select(PrintedSheet.id, PrintedSheet.attempt_id, PrintedSheet.cohort_id)
        .where(PrintedSheet.id > after)
        .order_by(PrintedSheet.id)
        .limit(BATCH)
    )
    return [
        AuditedRecord(key, f"attempt:{attempt}", {"sheet_id": key, "cohort_id": cohort})
        for key, attempt, cohort in rows
    ]


def keyed(session: Session, after: int) -> list[AuditedRecord]:
    """Every keying: which step it was, and what was keyed in, as a hash."""
    rows = session.execute(
        select(PrintedKeying, PrintedSheet.attempt_id)
        .join(PrintedSheet, PrintedSheet.id == PrintedKeying.sheet_id)
        .where(PrintedKeying.id > after)
        .order_by(PrintedKeying.id)
        .limit(BATCH)
    )
    return [
        AuditedRecord(
            one.id,
            f"attempt:{attempt}",
            {"keying_id": one.id, "step": one.step, "answers_hash": keying_hash(one.sheet_id, one.step, one.answers)},
        )
        for one, attempt in rows
    ]


def losses(session: Session, after: int) -> list[AuditedRecord]:
    """What was said of sheets that could not be keyed in."""
    rows = session.execute(
        select(PrintedLoss, PrintedSheet.attempt_id)
        .join(PrintedSheet, PrintedSheet.id == PrintedLoss.sheet_id)
        .where(PrintedLoss.id > after)
        .order_by(PrintedLoss.id)
        .limit(BATCH)
    )
    return [
        AuditedRecord(one.id, f"attempt:{attempt}", {"loss_id": one.id, "reason": one.reason, "words": one.words})
        for one, attempt in rows
    ]


def decided(session: Session, after: int) -> list[AuditedRecord]:
    """What somebody else decided about these."""
    rows = session.execute(
        select(PrintedLoss.id, PrintedLoss.agreed, PrintedSheet.attempt_id)
        .join(PrintedSheet, PrintedSheet.id == PrintedLoss.sheet_id)
        .where(PrintedLoss.id > after, PrintedLoss.agreed.is_not(None))
        .order_by(PrintedLoss.id)
        .limit(BATCH)
    )
    return [
        AuditedRecord(key, f"attempt:{attempt}", {"loss_id": key, "agreed": agreed}) for key, agreed, attempt in rows
    ]


AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords("printed sheets", SheetPrinted.name, printed),
    AuditedRecords("answers keyed in from paper", SheetKeyed.name, keyed),
    AuditedRecords("sheets reported as not usable", SheetLossSaid.name, losses),
    AuditedRecords("decisions about such sheets", SheetLossDecided.name, decided),
)
