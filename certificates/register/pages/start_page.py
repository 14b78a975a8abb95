"""What waits for a person in this area, and what every page of a demonstration says."""

from datetime import datetime

from flask import current_app, url_for
from sqlalchemy.orm import Session

from certificates.credentials.health_checks import OLD_ADDRESSES
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.policy import claimed_by
from certificates.credentials.queries.held import open_claims
from certificates.credentials.rules.issuers import is_demonstration
from certificates.permissions import CertificatePermission
from certificates.register.labels import DEMONSTRATION
from lms.access import Viewer
from lms.i18n import _
from lms.ports import NextStep

ORDER = 5  # before the next lesson: it is the last step to something earned


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Certificates that wait for a confirmed name, however long they have waited."""
    if not person.may(CertificatePermission.CREDENTIAL_HOLD):
        return []
    return [
        NextStep(
            title=_("Your certificate waits"),
            text=_("You passed “%(title)s”. Confirm how your name is written.", title=achievement.title),
            action=_("Confirm my name"),
            url=url_for("certificates.claim", uuid=claim.uuid),
            order=ORDER,
        )
        for claim, achievement in open_claims(session, claimed_by(person))
    ]


def demonstration_notice() -> str | None:
    """What a demonstration says on every page; printed codes that lead to another port are named."""
    did = issuing().did
    if did is None or not is_demonstration(did):
        return None
    text = str(DEMONSTRATION)
    old = current_app.extensions.get(OLD_ADDRESSES, [])
    if old:
        text += " " + _("Codes printed before lead to %(old)s.", old=", ".join(old))
    return text
