"""What the audit trail is compared with: versions of schemes that were loaded, and those put in use."""

from certificates.schemes.events import SchemeLoaded, SchemePutInUse
from certificates.schemes.models import SchemeVersion
from lms.audited_rows import rows_of
from lms.ports import AuditedRecords

VERSION = "version_id"

AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords(
        "versions of schemes",
        SchemeLoaded.name,
        rows_of(
            "scheme",
            SchemeVersion.scheme_id,
            SchemeVersion.id,
            version_id=SchemeVersion.id,
            no=SchemeVersion.no,
            digest=SchemeVersion.digest,
        ),
        paired_by=VERSION,
    ),
    AuditedRecords(
        "versions of schemes that were put in use",
        SchemePutInUse.name,
        rows_of(
            "scheme",
            SchemeVersion.scheme_id,
            SchemeVersion.id,
            SchemeVersion.used_from.is_not(None),
            version_id=SchemeVersion.id,
            no=SchemeVersion.no,
        ),
        paired_by=VERSION,
    ),
)
