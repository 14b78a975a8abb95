"""What holders are told about their certificates, in the inbox and by letter."""

from datetime import datetime

from sqlalchemy.orm import Session

from certificates.credentials.models import Achievement, Claim, Credential, CredentialVersion
from certificates.credentials.queries.held import changes_of
from certificates.credentials.rules.lifecycle import Change, Standing, standing
from certificates.events import CertificateClaimWithdrawn, CertificateEarned, NameConfirmed
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.messages.kinds import MessageKind, Params, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages, take_back


def ready_said(params: Params, _language: str) -> Said:
    """A certificate is signed: for the first time, anew, or after a suspension."""
    if params["lifted"]:
        title, text = (
            _("Your certificate is valid again"),
            _(
                "Your certificate is valid again, and it has a new signature. Sign in and download "
                "the new files: the old papers and files are no longer accepted everywhere."
            ),
        )
    else:
        title, text = (
            _("Your certificate is ready"),
            _("Your certificate is signed. Sign in, download it, and choose who sees what."),
        )
    name = _("If the name is not written as in your identity document, tell your programme manager.")
    return Said(title, f"{text}\n\n{name}", f"/certificates/{params['credential']}", _("See the certificate"))


def ended_said(params: Params, _language: str) -> Said:
    """A certificate does not count any more, and where to read why."""
    text = _("Your certificate is no longer valid. Its page says since when and why.")
    path = f"/certificates/{params['credential']}"
    return Said(_("Your certificate is not valid"), text, path, _("See the certificate"))


def refused_said(params: Params, _language: str) -> Said:
    """A manager refused a name: the reason follows as it was typed."""
    text = _(
        "A manager refused the name that you asked for. Your certificate still waits for you: confirm another name. "
        "The reason:"
    )
    path = f"/certificates/claims/{params['claim']}"
    return Said(_("The name for your certificate was refused"), text, path, _("Confirm another name"))


def earned_said(params: Params, _language: str) -> Said:
    """What was earned waits for its holder."""
    text = _("You have earned a certificate: %(title)s. Confirm how your name is written. Then it is made.")
    path = f"/certificates/claims/{params['claim']}"
    return Said(_("A certificate waits for you"), text % {"title": params["title"]}, path, _("Confirm the name"))


READY = MessageKind(
    "certificate.ready",
    _l("Your certificate is ready, or valid again"),
    ready_said,
    {"credential": str, "lifted": bool},
    Channel.AT_ONCE,
)
ENDED = MessageKind(
    "certificate.ended",
    _l("Your certificate is no longer valid"),
    ended_said,
    {"credential": str, "reason": str},
    Channel.AT_ONCE,
    may_be_switched_off=False,
    free_words="reason",
)
REFUSED = MessageKind(
    "certificate.name-refused",
    _l("The name for your certificate was refused"),
    refused_said,
    {"claim": str, "reason": str},
    Channel.AT_ONCE,
    may_be_switched_off=False,
    free_words="reason",
)
EARNED = MessageKind(
    "certificate.earned", _l("A certificate waits for you"), earned_said, {"claim": str, "title": str}, Channel.DAILY
)
MESSAGE_KINDS = (EARNED, READY, REFUSED, ENDED)


def tell_ready(session: Session, version_id: int, *, now: datetime) -> None:
    """The certificate is ready, or in force again; one that was ended while it was signed is not announced."""
    version = session.get_one(CredentialVersion, version_id)
    credential = session.get_one(Credential, version.credential_id)
    changes = changes_of(session, [version_id])[version_id]
    if standing(changes, None, now=now) is not Standing.IN_FORCE:
        return
    lifted = any(one.change is Change.REINSTATED for one in changes)
    params = {"credential": credential.uuid, "lifted": lifted}
    send_messages(session, READY, [credential.person_id], params, by_id=None, now=now)


def tell_ended(session: Session, credential: Credential, reason: str, *, now: datetime) -> None:
    """The certificate does not count any more. For what no decision tells: those write letters of their own."""
    params = {"credential": credential.uuid, "reason": reason}
    send_messages(session, ENDED, [credential.person_id], params, by_id=None, now=now)


def tell_refused(session: Session, claim: Claim, reason: str, *, now: datetime) -> None:
    """A manager refused the name, why, and where to confirm another."""
    params = {"claim": claim.uuid, "reason": reason}
    send_messages(session, REFUSED, [claim.person_id], params, by_id=None, now=now)


def tell_earned(session: Session, happened: CertificateEarned) -> None:
    """Listener: a certificate waits for its name; taken back when that is confirmed before the digest goes."""
    claim = session.get_one(Claim, int(happened.subject.removeprefix("claim:")))
    params = {"claim": claim.uuid, "title": session.get_one(Achievement, claim.achievement_id).title}
    key = f"claim:{claim.id}"
    send_messages(session, EARNED, [claim.person_id], params, by_id=None, now=happened.at, replace_key=key)


def claim_over(session: Session, happened: CertificateClaimWithdrawn) -> None:
    """Listener: nothing waits any more."""
    take_back(session, happened.subject)


def name_confirmed(session: Session, happened: NameConfirmed) -> None:
    """Listener: the holder has done what the message asks for."""
    credential = session.get_one(Credential, int(happened.subject.removeprefix("credential:")))
    take_back(session, f"claim:{credential.claim_id}")
