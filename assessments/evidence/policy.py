"""Who reads whose evidence: one's own, and that of people for whom a package above says so."""

from collections.abc import Collection

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from assessments.evidence.models import EvidenceItem
from assessments.ports import EVIDENCE_READERS
from lms.access import Viewer


def own(viewer: Viewer) -> ColumnElement[bool]:
    """One's own evidence."""
    return EvidenceItem.person_id == viewer.id


def read_by(session: Session, viewer: Viewer, people: Collection[int]) -> set[int]:
    """Those of these people whose evidence this viewer may read; one question for each package that knows some."""
    others = set(people) - {viewer.id}
    found = {one for one in people if one == viewer.id}
    for readers in EVIDENCE_READERS.providers() if others else ():
        found |= set(readers(session, viewer, others)) & others
    return found
