"""What workshops are called in the record of what happened, and where they are."""

from collections.abc import Collection, Mapping

from flask import url_for
from sqlalchemy.orm import Session

from assessments.workshops.queries.workshops import workshops_called
from lms.access import Viewer
from lms.ports import SubjectLink


class WorkshopLinks:
    """Leads to the workshops that the viewer runs."""

    kinds = frozenset({"workshop"})

    def links(self, session: Session, viewer: Viewer, kind: str, ids: Collection[int]) -> Mapping[int, SubjectLink]:
        """Those of them that the viewer may open."""
        return {
            one.id: SubjectLink(one.title, url_for("workshops.one", uuid=one.uuid))
            for one in workshops_called(session, viewer, ids)
        }
