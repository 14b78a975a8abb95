"""What schemes are called in the record of what happened, and where they are."""

from collections.abc import Collection, Mapping

from flask import url_for
from sqlalchemy.orm import Session

from certificates.schemes.pages.scheme import title_of
from certificates.schemes.queries.versions import schemes_seen
from lms.access import Viewer
from lms.ports import SubjectLink


class SchemeLinks:
    """Leads to the schemes that the viewer may see."""

    kinds = frozenset({"scheme"})

    def links(self, session: Session, viewer: Viewer, kind: str, ids: Collection[int]) -> Mapping[int, SubjectLink]:
        """Those of them, by their numbers."""
        found = [one for one in schemes_seen(session, viewer) if one.row.id in ids]
        return {one.row.id: SubjectLink(title_of(one), url_for("schemes.one", slug=one.row.slug)) for one in found}
