"""What candidates are called in the record of what happened, and where their files are."""

from collections.abc import Collection, Mapping

from flask import url_for
from sqlalchemy.orm import Session

from certificates.candidates.queries.found import files_seen
from certificates.schemes.models import Candidate
from lms.access import Viewer
from lms.people.api import people_info
from lms.ports import SubjectLink


class CandidateLinks:
    """Leads to the files that the viewer keeps."""

    kinds = frozenset({"candidate"})

    def links(self, session: Session, viewer: Viewer, kind: str, ids: Collection[int]) -> Mapping[int, SubjectLink]:
        """Those of them that the viewer keeps, by their numbers; three queries for all."""
        found = files_seen(session, viewer, Candidate.id.in_(ids))
        names = people_info(session, sorted({one.row.person_id for one in found}))
        return {
            one.row.id: SubjectLink(names[one.row.person_id].name, url_for("candidates.one", uuid=one.row.uuid))
            for one in found
        }
