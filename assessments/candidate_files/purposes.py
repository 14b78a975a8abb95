"""Files of candidates at workshops: what may be sent, how large, and who sees it."""

from assessments.candidate_files.queries import readers_of_photographs
from assessments.permissions import PracticalPermission
from lms.i18n import lazy as _l
from lms.uploads.api import MEGABYTE, FileSort, UploadPurpose

EDGE = 480  # pixels along the longer edge: 35 mm on paper at 350 dots an inch

PHOTOGRAPHS = UploadPurpose(
    name="photographs",
    title=_l("Photograph for a workshop"),
    most={FileSort.PHOTO: 60 * MEGABYTE},
    readers=readers_of_photographs,
    permission=PracticalPermission.PRACTICAL_OWN,
    edge=EDGE,
)
