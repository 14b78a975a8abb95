"""What home asks of certificates first: whether one waits for its holder, and whether names wait for a manager."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from certificates.credentials.models import Claim, NameRequest
from certificates.credentials.policy import claimed_by, names_judged_by
from certificates.credentials.queries.held import is_open
from certificates.credentials.queries.name_requests import waiting
from certificates.permissions import CertificatePermission
from lms.access import Viewer
from lms.people.api import has_checked_name


def claims_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Of who may hold certificates; and whether their name was checked, which says what comes next."""
    if not person.may(CertificatePermission.CREDENTIAL_HOLD):
        return []
    return [select(Claim.id).where(*is_open(), claimed_by(person)).exists(), has_checked_name(person.id)]


def names_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Of who manages certificates."""
    if not person.may(CertificatePermission.CREDENTIAL_MANAGE):
        return []
    asked = select(NameRequest.id).join(Claim, Claim.id == NameRequest.claim_id)
    return [asked.where(*waiting(names_judged_by(person))).exists()]
