"""What sittings are called in the record of what happened, and where they are."""

from collections.abc import Collection, Mapping

from flask import url_for
from sqlalchemy.orm import Session

from assessments.exams.sittings import policy
from assessments.exams.sittings.models import Sitting
from assessments.exams.sittings.queries.sittings import sittings_where
from lms.access import Viewer
from lms.ports import SubjectLink


class SittingLinks:
    """Leads to the sittings that the viewer runs."""

    kinds = frozenset({"sitting"})

    def links(self, session: Session, viewer: Viewer, kind: str, ids: Collection[int]) -> Mapping[int, SubjectLink]:
        """Those of them that the viewer may open."""
        found = sittings_where(session, Sitting.id.in_(ids), policy.run_by(viewer))
        return {one.id: SubjectLink(one.row.title, url_for("sittings.one", uuid=one.row.uuid)) for one in found}
