"""What the worker does: sign and draw certificates, tell their holders, publish status lists."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from certificates.credentials.issuing.issuing_config import Issuing, issuing
from certificates.credentials.models import Claim, Credential, CredentialVersion
from certificates.credentials.queries.held import changes_of
from certificates.credentials.queries.lists import lists_due
from certificates.credentials.rules.award import Issuer
from certificates.credentials.rules.issuers import required
from certificates.credentials.rules.lifecycle import Change, Standing, standing
from certificates.credentials.services import issuance, publishing, signing
from certificates.credentials.signing.keys import KeyKind, keep, new_pair
from lms import clock
from lms.audit.api import newest_signed
from lms.db import end_read_session, read_session, transaction
from lms.i18n import _
from lms.mail.services import send_letter
from lms.people.api import person_of
from lms.queue.jobs import Progress, enqueue
from lms.queue.kinds import job, periodic

MAKE = "credential-make"
PUBLISH = "status-publish"


def ask_to_make(session: Session, version: CredentialVersion, *, now: datetime) -> None:
    """Have the worker sign and draw this version."""
    enqueue(session, MAKE, {"version_id": version.id}, now=now)


def ask_to_publish(session: Session, *, now: datetime) -> None:
    """Have the worker publish at once what changed, without waiting for the minute."""
    enqueue(session, PUBLISH, {}, now=now)


@job(MAKE)
def make(payload: dict[str, Any], _progress: Progress) -> None:
    """Sign and draw a version, publish what that changed, and tell the holder."""
    finish(payload["version_id"], issuing(), now=clock.now())


@job(PUBLISH)
def publish(_payload: dict[str, Any], _progress: Progress) -> None:
    """Publish every list that changed."""
    publish_due(issuing(), now=clock.now())


@periodic("status-lists", every=timedelta(minutes=1))
def publish_lists(now: datetime) -> None:
    """Publish what changed, and sign anew what is older than a day."""
    publish_due(issuing(), now=now)


def finish(version_id: int, setting: Issuing, *, now: datetime) -> None:
    """Sign and draw a version, publish what that changed, and tell the holder."""
    if make_version(version_id, setting, now=now):
        with transaction() as session:
            tell_holder(session, version_id, setting, now=now)
    publish_due(setting, now=now)


def make_version(version_id: int, setting: Issuing, *, now: datetime) -> bool:
    """Sign and draw one version with keys that are made if this is the first; answers whether this run did it."""
    ensure_keys(setting, now=now)
    task = issuance.task_of(read_session(), version_id)
    if task is None:
        return False
    records, tokens = (signing.open_signer(read_session(), setting, kind) for kind in (KeyKind.ED25519, KeyKind.P256))
    end_read_session()  # what follows is slow
    files = issuance.made(task, records, tokens)
    with transaction() as session:
        return issuance.keep(session, version_id, files, now=now)


def ensure_keys(setting: Issuing, *, now: datetime) -> None:
    """Make the keys that are missing; the wrapped file is there before anything says that it is."""
    required(setting.did)
    for kind in signing.missing_kinds(read_session()):
        pair = new_pair(kind)
        keep(setting.keys, pair, setting.secret)
        with transaction() as session:
            signing.register_key(session, pair.public, now=now)


def publish_due(setting: Issuing, *, now: datetime) -> int:
    """Sign and publish the lists that changed or are older than a day; answers how many."""
    due = lists_due(read_session(), now)
    if not due:
        return 0
    issuer = Issuer(required(setting.did), setting.name)
    ensure_keys(setting, now=now)
    signer = signing.open_signer(read_session(), setting, KeyKind.ED25519)
    seal = newest_signed(setting.keys.parent)
    count = 0
    for list_id in due:
        draft = publishing.draft_of(read_session(), list_id)
        end_read_session()
        text = publishing.signed(draft, issuer, signer, seal=seal, now=now)
        with transaction() as session:
            count += publishing.keep_published(session, draft, text, now=now)
    return count


def tell_holder(session: Session, version_id: int, setting: Issuing, *, now: datetime) -> None:
    """A letter to the holder, if there is an address: the certificate is ready, or in force again.

    A version that was revoked or suspended while it was signed is not announced.
    """
    version = session.get_one(CredentialVersion, version_id)
    credential = session.get_one(Credential, version.credential_id)
    changes = changes_of(session, [version_id])[version_id]
    person = person_of(session, session.get_one(Claim, credential.claim_id).person_id)
    if person.email is None or person.closed or standing(changes, None, now=now) is not Standing.IN_FORCE:
        return
    lifted = any(one.change is Change.REINSTATED for one in changes)
    with force_locale(person.language or "en"):
        subject = _("Your certificate is in force again") if lifted else _("Your certificate is ready")
        said = (
            _(
                "Your certificate counts again, and it is signed anew. Sign in and download the new files: "
                "the papers and files that you have from before are no longer accepted everywhere."
            )
            if lifted
            else _("Your certificate is signed. Sign in, download it, and choose who sees what:")
        )
        text = "\n\n".join(
            [
                _("Good day %(name)s,", name=person.name),
                said,
                f"{setting.site_url}/certificates/{credential.uuid}",
                _("If the name is not written as in your identity document, tell your programme manager."),
                str(current_app.config["SITE_NAME"]),
            ]
        )
    send_letter(session, to=person.email, subject=subject, text=text, now=now)


def tell_ended(session: Session, credential: Credential, words: str, setting: Issuing, *, now: datetime) -> None:
    """A letter to the holder, if there is an address: the certificate does not count any more, and where to read why.

    For what no decision tells them: those of `assessments.api` write letters of their own.
    """
    person = person_of(session, credential.person_id)
    if person.email is None or person.closed:
        return
    with force_locale(person.language or "en"):
        subject = _("Your certificate is not in force")
        text = "\n\n".join(
            part
            for part in (
                _("Good day %(name)s,", name=person.name),
                _("Your certificate is not in force any more. Its page says since when and why:"),
                f"{setting.site_url}/certificates/{credential.uuid}",
                words,
                str(current_app.config["SITE_NAME"]),
            )
            if part
        )
    send_letter(session, to=person.email, subject=subject, text=text, now=now)


def second_look_said(session: Session, person_id: int) -> str:
    """Why a certificate is suspended while a second person looks at a proposal, in the language of its holder."""
    with force_locale(person_of(session, person_id).language or "en"):
        return _("Somebody proposed to revoke this certificate. A second person now looks at it and decides.")


def tell_refused(session: Session, claim: Claim, reason: str, setting: Issuing, *, now: datetime) -> None:
    """A letter to the holder, if there is an address: a manager refused the name, why, and where to confirm another."""
    person = person_of(session, claim.person_id)
    if person.email is None or person.closed:
        return
    with force_locale(person.language or "en"):
        subject = _("The name for your certificate was refused")
        text = "\n\n".join(
            [
                _("Good day %(name)s,", name=person.name),
                _("A manager refused the name that you asked for. The reason:"),
                reason,
                _("Your certificate still waits for you. Confirm another name:"),
                f"{setting.site_url}/certificates/claims/{claim.uuid}",
                str(current_app.config["SITE_NAME"]),
            ]
        )
    send_letter(session, to=person.email, subject=subject, text=text, now=now)
