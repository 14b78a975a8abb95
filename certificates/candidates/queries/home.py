"""What home asks of candidates first: a nomination, a way of one's own, files that might wait for a step."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.sql.functions import aggregate_strings

from certificates.candidates import policy
from certificates.candidates.models import Nomination
from certificates.permissions import SchemePermission
from certificates.schemes.models import Candidate, Scheme, SchemeVersion
from certificates.schemes.queries.versions import versions_asked
from lms.access import Viewer


def own_first(person: Viewer, now: datetime) -> list[ColumnElement[Any]]:
    """Of whoever may become a candidate: the schemes for which they were nominated, and whether they are one."""
    if not person.may(SchemePermission.CANDIDACY_OWN):
        return []
    asked = select(Scheme.slug).join(Nomination, Nomination.scheme_id == Scheme.id)
    asked = asked.where(Nomination.person_id == person.id, Nomination.answered_at.is_(None)).order_by(Nomination.id)
    slugs = select(aggregate_strings(asked.subquery().c.slug, " ")).scalar_subquery()
    under_way = select(Candidate.id).where(Candidate.person_id == person.id, Candidate.closed_at.is_(None))
    return [slugs, under_way.exists()]


def files_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Of whoever sees files: whether there is an open one."""
    if not person.may(SchemePermission.CANDIDATE_SEE):
        return []
    return [select(Candidate.id).where(policy.files_seen_by(person), Candidate.closed_at.is_(None)).exists()]


def care_first(person: Viewer, now: datetime) -> list[ColumnElement[str | None]]:
    """Of whoever moves candidates by a right over the person: on which versions somebody else is under way."""
    if not person.may(SchemePermission.CANDIDATE_MOVE):
        return []
    under_way = select(Candidate.scheme_version_id).where(
        Candidate.closed_at.is_(None), Candidate.person_id != person.id
    )
    return [versions_asked(SchemeVersion.id.in_(under_way))]
