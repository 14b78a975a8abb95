"""Who reads whose log: one's own; whoever keeps the file of a candidate, and the panel that decides about them."""

from sqlalchemy.orm import Session

from certificates.candidates.queries.found import CandidateFound, candidates_where
from certificates.panels.queries.readers import evidence_readers
from certificates.schemes.models import Candidate
from lms.access import Viewer
from lms.errors import NotFound


def log_seen(session: Session, viewer: Viewer, uuid: str) -> CandidateFound:
    """The candidate whose log the viewer reads; NotFound for whoever may not, their own included."""
    found = next(iter(candidates_where(session, Candidate.uuid == uuid)), None)
    if found is None or found.row.person_id == viewer.id:
        raise NotFound
    if found.row.person_id not in evidence_readers(session, viewer, [found.row.person_id]):
        raise NotFound
    return found
