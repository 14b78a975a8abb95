"""What the worker does: sign and draw certificates, tell their holders, publish status lists."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import force_locale
from sqlalchemy.orm import Session

from certificates.credentials.issuing.issuing_config import Issuing, issuing
from certificates.credentials.models import CredentialVersion
from certificates.credentials.queries.lists import lists_due
from certificates.credentials.rules.award import Issuer
from certificates.credentials.rules.issuers import required
from certificates.credentials.services import holder_messages, issuance, publishing, signing
from certificates.credentials.signing.keys import KeyKind, keep, new_pair
from lms import clock
from lms.audit.api import newest_signed
from lms.db import end_read_session, read_session, transaction
from lms.i18n import _
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
            holder_messages.tell_ready(session, version_id, now=now)
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


def second_look_said(session: Session, person_id: int) -> str:
    """Why a certificate is suspended while a second person looks at a proposal, in the language of its holder."""
    with force_locale(person_of(session, person_id).language or "en"):
        return _("Somebody proposed to revoke this certificate. A second person now checks it and decides.")
