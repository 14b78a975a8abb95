"""What certificates are called in the record of what happened, and where they are."""

from collections.abc import Collection, Mapping

from flask import url_for
from sqlalchemy.orm import Session

from certificates.register.queries import managed_among
from lms.access import Viewer
from lms.ports import SubjectLink


class CertificateLinks:
    """Leads to the certificates that the viewer manages."""

    kinds = frozenset({"credential"})

    def links(self, session: Session, viewer: Viewer, kind: str, ids: Collection[int]) -> Mapping[int, SubjectLink]:
        """Those of them that the viewer manages, by their numbers."""
        found = managed_among(session, viewer, ids)
        return {one.id: SubjectLink(one.number, url_for("credentials.one", uuid=one.uuid)) for one in found}
