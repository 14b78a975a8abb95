"""What the audit trail is compared with: versions of rubrics."""

from assessments.rubrics.events import RubricVersionLoaded
from assessments.rubrics.models import RubricVersion
from lms.audited_rows import rows_of
from lms.ports import AuditedRecords

AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords(
        "versions of rubrics",
        RubricVersionLoaded.name,
        rows_of(
            "rubric",
            RubricVersion.rubric_id,
            RubricVersion.no,
            version_id=RubricVersion.id,
            no=RubricVersion.no,
            digest=RubricVersion.digest,
        ),
        paired_by="version_id",
    ),
)
