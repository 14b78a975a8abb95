"""What an assessor keeps to read for a day: photographs of who stands before them, and dossiers without names.

A photograph has the address of its file. The address of a dossier names what it holds, so that a device fetches it
again when that changed and not before.
"""

from collections.abc import Collection

from flask import url_for
from sqlalchemy.orm import Session

from assessments.candidate_files import queries
from assessments.sheets.offline.ports import DayFile
from assessments.sheets.rules.aliases import candidate_code
from lms.access import Viewer
from lms.i18n import _, language


class CandidateDayFiles:
    """Photographs and dossiers of the candidates of a day."""

    def files(self, session: Session, viewer: Viewer, performances: Collection[int]) -> dict[int, list[DayFile]]:
        """Of each of these performances; six queries for all."""
        rated = queries.rated_performances(session, viewer, performances)
        faces = [(one.workshop_id, one.person_id) for one in rated if not one.written]
        photographs = queries.photographs_of(session, viewer, faces)
        digests = queries.dossier_digests(session, {one.person_id for one in rated if one.reads_dossier})
        found: dict[int, list[DayFile]] = {}
        for one in rated:
            code, files = candidate_code(one.number), []
            picture = None if one.written else photographs.get((one.workshop_id, one.person_id))
            if picture is not None:
                url = url_for("uploads.content", uuid=picture.file)
                files.append(DayFile(_("Photograph of %(code)s", code=code), "image/jpeg", url, picture.size))
            if one.reads_dossier and one.person_id in digests:
                kept = f"{digests[one.person_id][:16]}-{language()}"
                url = url_for("candidate_files.dossier", uuid=one.candidate, kept=kept)
                title = _("Dossier of %(code)s, without names", code=code)
                files.append(DayFile(title, "application/pdf", url, 0))
            found[one.performance_id] = files
        return found
