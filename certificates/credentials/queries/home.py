"""What home asks of certificates first: whether one waits for its holder, and how many names wait for a manager."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from certificates.credentials.models import Claim
from certificates.credentials.policy import claimed_by, names_judged_by
from certificates.credentials.queries.held import is_open
from certificates.credentials.queries.name_requests import how_many_wait
from certificates.permissions import CertificatePermission
from lms.access import Viewer
from lms.people.api import has_checked_name


def claims_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """Of who may hold certificates; and whether their name was checked, which says what comes next."""
    if not person.may(CertificatePermission.CREDENTIAL_HOLD):
        return []
    return [select(Claim.id).where(*is_open(), claimed_by(person)).exists(), has_checked_name(person.id)]


def names_first(person: Viewer, now: datetime) -> list[ColumnElement[int]]:
    """Of who manages certificates: how many names wait for them."""
    if not person.may(CertificatePermission.CREDENTIAL_MANAGE):
        return []
    return [how_many_wait(names_judged_by(person)).scalar_subquery()]
