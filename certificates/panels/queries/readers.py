"""Whose own evidence somebody reads: that of candidates whose file they keep, and of those about whom they sit."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from certificates.candidates.policy import files_seen_by
from certificates.panels.models import Panel
from certificates.panels.policy import sat_in_by
from certificates.panels.rules import PanelState
from certificates.schemes.models import Candidate
from lms.access import Viewer


def evidence_readers(session: Session, viewer: Viewer, people: Collection[int]) -> Collection[int]:
    """Those of these people whose evidence this viewer reads; one query for all. A panel that ended reads no more."""
    sits = select(Panel.candidate_id).where(sat_in_by(viewer), Panel.state.in_((PanelState.VOTING, PanelState.SIGNING)))
    seen = or_(files_seen_by(viewer), Candidate.id.in_(sits))
    return frozenset(session.scalars(select(Candidate.person_id).where(Candidate.person_id.in_(people), seen)))
