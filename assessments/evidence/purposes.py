"""Files of evidence: what may be sent, how large, and who reads it."""

from assessments.evidence.queries import readers_of_files
from assessments.permissions import PracticalPermission
from lms.i18n import lazy as _l
from lms.uploads.api import MEGABYTE, FileSort, UploadPurpose

EVIDENCE_FILES = UploadPurpose(
    name="evidence",
    title=_l("Evidence"),
    most={
        FileSort.PHOTO: 30 * MEGABYTE,
        FileSort.PDF: 30 * MEGABYTE,
        FileSort.AUDIO: 100 * MEGABYTE,
        FileSort.VIDEO: 200 * MEGABYTE,
        FileSort.OFFICE: 30 * MEGABYTE,
    },
    readers=readers_of_files,
    permission=PracticalPermission.PRACTICAL_OWN,
)
SHOWS_PEOPLE = frozenset({FileSort.PHOTO, FileSort.AUDIO, FileSort.VIDEO})
