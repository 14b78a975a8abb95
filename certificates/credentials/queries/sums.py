"""Certificates of courses as parts of statements that count: nobody is loaded, and how one stands is asked of its last
change. What schemes award is not among them: figures count who took and passed courses.
"""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from certificates.credentials.models import Claim, Credential, CredentialVersion, StatusChange
from certificates.credentials.rules.lifecycle import UNFIT, Change

COURSE = "course"  # how claims name what they were earned with: "course:7"


def certificate_rows() -> Select[int, str, datetime]:
    """Every certificate of a course that is not revoked: its person, what it was earned by, and when."""
    return (
        select(Credential.person_id, Claim.source_ref, Claim.earned_at)
        .join(Claim, Claim.id == Credential.claim_id)
        .join(CredentialVersion, CredentialVersion.credential_id == Credential.id)
        .where(_is_newest(), _last_change() != Change.REVOKED, Claim.source_ref.startswith(f"{COURSE}:"))
    )


def in_force(now: datetime) -> Select[int, str]:
    """Every certificate of a course that is in force: its person, and what it was earned by."""
    return (
        select(Credential.person_id, Claim.source_ref)
        .join(Claim, Claim.id == Credential.claim_id)
        .join(CredentialVersion, CredentialVersion.credential_id == Credential.id)
        .where(
            _is_newest(),
            _last_change().not_in(UNFIT),
            Claim.source_ref.startswith(f"{COURSE}:"),
            or_(Claim.begins_at.is_(None), Claim.begins_at <= now),
            or_(CredentialVersion.valid_until.is_(None), CredentialVersion.valid_until > now),
        )
    )


@cache
def _is_newest() -> ColumnElement[bool]:
    """The version of a certificate that was signed last."""
    other = aliased(CredentialVersion)
    newest = select(func.max(other.no)).where(other.credential_id == Credential.id, other.record.is_not(None))
    return CredentialVersion.no == newest.correlate(Credential).scalar_subquery()


@cache
def _last_change() -> Any:
    """What happened to a version last; a revocation that did not stand is followed by that."""
    last = select(func.max(StatusChange.id)).where(StatusChange.version_id == CredentialVersion.id)
    found = select(StatusChange.change).where(StatusChange.id == last.correlate(CredentialVersion).scalar_subquery())
    return found.correlate(CredentialVersion).scalar_subquery()
