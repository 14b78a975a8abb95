"""What the audit trail is compared with: reports that were frozen."""

from certificates.reporting.events import ReportFrozen
from certificates.reporting.models import DonorReport
from lms.audited_rows import rows_of
from lms.ports import AuditedRecords

AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords(
        "donor reports",
        ReportFrozen.name,
        rows_of(
            "fund",
            DonorReport.fund_id,
            DonorReport.id,
            report_id=DonorReport.id,
            first_quarter=DonorReport.first_quarter,
            last_quarter=DonorReport.last_quarter,
        ),
        paired_by="report_id",
    ),
)
