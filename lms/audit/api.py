"""What other packages may know of the audit trail: what it tells of a subject, its newest signed seal, and the port
by which seals are signed.

They write to it by events alone.
"""

from lms.audit.ports import AUDIT_SUBJECTS, SEAL_ISSUER, CheckToken, PublishedSeal
from lms.audit.queries import ToldEntry, told_of
from lms.audit.seals.newest import newest_signed
from lms.audit.seals.seal import CheckedToken, Vouching

__all__ = [
    "AUDIT_SUBJECTS",
    "SEAL_ISSUER",
    "CheckToken",
    "CheckedToken",
    "PublishedSeal",
    "ToldEntry",
    "Vouching",
    "newest_signed",
    "told_of",
]
