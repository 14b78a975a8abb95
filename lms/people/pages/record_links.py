"""What people and administrations are called in the record of what happened, and where they are."""

from collections.abc import Collection, Mapping

from flask import url_for
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.people.queries.record_links import administrations_openable, people_openable
from lms.ports import SubjectLink

PERSON, ADMINISTRATION = "person", "administration"


class PeopleLinks:
    """Leads to people and administrations."""

    kinds = frozenset({PERSON, ADMINISTRATION})

    def links(self, session: Session, viewer: Viewer, kind: str, ids: Collection[int]) -> Mapping[int, SubjectLink]:
        """Those whom the viewer may see."""
        if kind == PERSON:
            endpoint, found = "people.one", people_openable(session, viewer, ids)
        else:
            endpoint, found = "administrations.one", administrations_openable(session, viewer, ids)
        return {number: SubjectLink(name, url_for(endpoint, uuid=uuid)) for number, (name, uuid) in found.items()}
