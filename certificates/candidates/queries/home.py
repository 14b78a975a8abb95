"""What home asks of candidates first: a nomination, a way of one's own, files that might wait for a step."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from certificates.candidates import policy
from certificates.candidates.models import Nomination
from certificates.permissions import SchemePermission
from certificates.schemes.models import Candidate
from lms.access import Viewer


def own_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Of whoever may become a candidate: whether they were nominated, or are one."""
    if not person.may(SchemePermission.CANDIDACY_OWN):
        return []
    nominated = select(Nomination.id).where(Nomination.person_id == person.id, Nomination.answered_at.is_(None))
    under_way = select(Candidate.id).where(Candidate.person_id == person.id, Candidate.closed_at.is_(None))
    return [nominated.exists(), under_way.exists()]


def files_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Of whoever sees files: whether there is an open one."""
    if not person.may(SchemePermission.CANDIDATE_SEE):
        return []
    return [select(Candidate.id).where(policy.files_seen_by(person), Candidate.closed_at.is_(None)).exists()]


def care_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Of whoever moves candidates by a right over the person: whether somebody is under way."""
    if not person.may(SchemePermission.CANDIDATE_MOVE):
        return []
    return [select(Candidate.id).where(Candidate.closed_at.is_(None), Candidate.person_id != person.id).exists()]
