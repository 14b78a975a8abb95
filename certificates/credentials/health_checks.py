"""What is looked at before the site starts, in `lms doctor`, and before a backup is brought back."""

from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.credentials.issuing.issuing_config import KEYS, Issuing, issuing
from certificates.credentials.models import Credential, CredentialVersion, StatusList
from certificates.credentials.queries import keys, lists
from certificates.credentials.rules import issuers
from certificates.credentials.rules.lifecycle import KeyState
from certificates.credentials.signing.keys import key_file, open_pair, unwrapped
from lms.errors import RuleBroken
from lms.ports import Finding, Health
from lms.wrapped_keys import others_can_read

OLD_ADDRESSES = "spoor-old-addresses"


def check_start(session: Session) -> None:
    """Refuse to start under another name than certificates were issued under; remember addresses that have moved."""
    setting = issuing()
    issuers.check_unchanged(setting.did, keys.issued_under(session))
    current_app.extensions[OLD_ADDRESSES] = old_addresses(session, setting)


def old_addresses(session: Session, setting: Issuing) -> list[str]:
    """The site addresses that are printed on certificates and are not the one of now."""
    printed = session.scalars(select(CredentialVersion.site_url).distinct().order_by(CredentialVersion.site_url))
    return [address for address in printed if address != setting.site_url]


def check_restored_keys(folder: Path) -> None:
    """Refuse a backup whose signing keys the KEYS_SECRET of this installation does not open."""
    for path in sorted((folder / KEYS).glob("*.pem")):
        unwrapped(path.read_bytes(), current_app.config["KEYS_SECRET"], name=path.name)


def examine(session: Session, now: datetime) -> list[Finding]:
    """Issuer, addresses, keys and lists."""
    setting = issuing()
    return [
        *check_issuer(session, setting),
        *check_addresses(session, setting),
        *check_keys(session, setting),
        *check_lists(session, now),
    ]


def check_issuer(session: Session, setting: Issuing) -> list[Finding]:
    """Under which name certificates are issued."""
    try:
        issuers.check_unchanged(setting.did, keys.issued_under(session))
    except RuleBroken as fault:
        return [Finding("issuer", Health.BAD, fault.message)]
    if setting.did is None:
        return [Finding("issuer", Health.WARN, issuers.NO_ISSUER)]
    return [Finding("issuer", Health.OK, setting.did)]


def check_addresses(session: Session, setting: Issuing) -> list[Finding]:
    """Which printed addresses need a redirect since the site moved."""
    return [
        Finding(
            "issuer",
            Health.WARN,
            f"Certificates were printed with {old}. Let {old}/credentials/… and {old}/verify redirect to the same "
            f"paths at {setting.site_url}.",
        )
        for old in old_addresses(session, setting)
    ]


def check_keys(session: Session, setting: Issuing) -> list[Finding]:
    """Whether each key that signs can be opened, and who may read its file."""
    active = [row for row in keys.all_keys(session) if row.state == KeyState.ACTIVE]
    if not active:
        return [Finding("keys", Health.OK, "No signing key yet: it is made with the first certificate.")]
    found = []
    for row in active:
        public = keys.public_half(row)
        path = key_file(setting.keys, public)
        try:
            open_pair(setting.keys, public, setting.secret)
        except RuleBroken as fault:
            found.append(Finding("keys", Health.BAD, fault.message))
            continue
        if others_can_read(path):
            found.append(Finding("keys", Health.BAD, f"Others can read {path}. Run: chmod 600 {path}"))
        else:
            found.append(Finding("keys", Health.OK, f"{row.kind} {row.name}, signs since {row.made_at:%Y-%m-%d}"))
    return found


def check_lists(session: Session, now: datetime) -> list[Finding]:
    """How old the published status lists are."""
    rows = list(session.scalars(select(StatusList).order_by(StatusList.id)))
    due = set(lists.lists_due(session, now))
    found = []
    for row in rows:
        if row.published_at is None or row.valid_until is None:
            found.append(
                Finding("status", Health.BAD, f"Status list {row.name} was never published. Start the worker.")
            )
        elif row.valid_until <= now:
            words = f"Status list {row.name} has expired. Verifiers cannot tell what is revoked. Start the worker."
            found.append(Finding("status", Health.BAD, words))
        else:
            words = f"list {row.name} of {row.published_at:%Y-%m-%d %H:%M} UTC, {row.entries} entries"
            found.append(Finding("status", Health.WARN if row.id in due else Health.OK, words))
    return found


def figures(session: Session) -> dict[str, float]:
    """Figures for a monitor."""
    oldest = session.scalars(select(func.min(StatusList.published_at))).one()
    count = session.scalars(select(func.count()).select_from(Credential)).one()
    found = {"credentials": float(count)}
    if oldest is not None:
        found["status_list_published_timestamp"] = oldest.timestamp()
    return found
