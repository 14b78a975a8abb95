"""What waits for a person in this area, and what every page of a demonstration says."""

from datetime import datetime

from flask import current_app, url_for
from sqlalchemy.orm import Session

from certificates.credentials.health_checks import OLD_ADDRESSES
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.policy import claimed_by, names_judged_by
from certificates.credentials.queries.held import open_claims
from certificates.credentials.queries.name_requests import count_waiting
from certificates.credentials.rules.issuers import is_demonstration
from certificates.permissions import CertificatePermission
from certificates.register.labels import DEMONSTRATION
from certificates.register.pages.claim_states import ClaimShown, ClaimState, claims_shown
from lms.access import Viewer
from lms.i18n import _, language, ngettext
from lms.ports import NextStep

ORDER = 5  # before the next lesson: it is the last step to something earned


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Certificates that wait for a name, as long as one can be made, and names that wait for this manager."""
    steps = []
    if person.may(CertificatePermission.CREDENTIAL_HOLD):
        claims = claims_shown(session, person.id, open_claims(session, claimed_by(person)), now, language=language())
        steps += [_own_step(one) for one in claims if one.state is not ClaimState.LAPSED]
    if person.may(CertificatePermission.CREDENTIAL_MANAGE):
        steps += _names_to_judge(session, person)
    return steps


def _own_step(one: ClaimShown) -> NextStep:
    """What was earned, and what comes next: to confirm the name, or to wait for somebody else."""
    words = _certified_words(one) if one.of_scheme else _passed_words(one)
    text, action = words[one.state]
    url = url_for("certificates.claim", uuid=one.claim.uuid)
    return NextStep(title=_("Your certificate waits"), text=text, action=action, url=url, order=ORDER)


def _passed_words(one: ClaimShown) -> dict[ClaimState, tuple[str, str]]:
    """Of a course that was passed."""
    title = one.title
    return {
        ClaimState.UNCHECKED: (
            _("You passed “%(title)s”. Your name must be compared with your identity document first.", title=title),
            _("See whom to ask"),
        ),
        ClaimState.TO_CONFIRM: (
            _("You passed “%(title)s”. Confirm how your name is written.", title=title),
            _("Confirm my name"),
        ),
        ClaimState.WAITS: (
            _("You passed “%(title)s”. A manager looks at your name.", title=title),
            _("See how it stands"),
        ),
        ClaimState.SUSPENDED: (
            _(
                "You passed “%(title)s”. Your certificate is suspended: the new one waits until that is decided.",
                title=title,
            ),
            _("See how it stands"),
        ),
        ClaimState.REFUSED: (
            _("You passed “%(title)s”. A manager refused the name. Confirm another.", title=title),
            _("See the reason"),
        ),
    }


def _certified_words(one: ClaimShown) -> dict[ClaimState, tuple[str, str]]:
    """Of a scheme, whose panel decided."""
    title = one.title
    return {
        ClaimState.UNCHECKED: (
            _("You are certified: %(title)s. Your name must be compared with your identity document first.",
              title=title),
            _("See whom to ask"),
        ),
        ClaimState.TO_CONFIRM: (
            _("You are certified: %(title)s. Confirm how your name is written.", title=title),
            _("Confirm my name"),
        ),
        ClaimState.WAITS: (
            _("You are certified: %(title)s. A manager looks at your name.", title=title),
            _("See how it stands"),
        ),
        ClaimState.SUSPENDED: (
            _("You are certified: %(title)s. Your certificate is suspended: the new one waits until that is decided.",
              title=title),
            _("See how it stands"),
        ),
        ClaimState.REFUSED: (
            _("You are certified: %(title)s. A manager refused the name. Confirm another.", title=title),
            _("See the reason"),
        ),
    }  # fmt: skip


def _names_to_judge(session: Session, person: Viewer) -> list[NextStep]:
    """Names that are not the checked names of their accounts."""
    count = count_waiting(session, names_judged_by(person))
    if not count:
        return []
    text = ngettext(
        "%(num)s certificate waits, since its name is not the checked name of the account.",
        "%(num)s certificates wait, since their names are not the checked names of the accounts.",
        count,
    )
    url = url_for("credentials.names")
    return [NextStep(title=_("Names to judge"), text=text, action=_("See the names"), url=url, order=ORDER)]


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
