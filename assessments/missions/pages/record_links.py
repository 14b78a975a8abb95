"""What missions and parts of their reports are called in the record of what happened, and where they are."""

from collections.abc import Collection, Mapping

from flask import url_for
from sqlalchemy.orm import Session

from assessments.missions import policy
from assessments.missions.models import Mission
from assessments.missions.queries.missions import missions_where
from lms.access import Viewer
from lms.ports import SubjectLink


class MissionLinks:
    """Leads to the missions that the viewer plans or in whose team they are; an annex has no link there."""

    kinds = frozenset({"mission"})

    def links(self, session: Session, viewer: Viewer, kind: str, ids: Collection[int]) -> Mapping[int, SubjectLink]:
        """Those of them that the viewer may open."""
        seen = policy.planned_by(viewer) | policy.in_team(viewer)
        found = missions_where(session, Mission.id.in_(ids), seen)
        return {one.id: SubjectLink(one.row.title, url_for("missions.one", uuid=one.row.uuid)) for one in found}
