"""What this installation itself may be trusted for: its keys, its lists, its register."""

import json
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.credentials.models import CredentialVersion
from certificates.credentials.queries import keys, lists
from certificates.credentials.queries.lists import Registered
from certificates.credentials.rules.award import instant
from certificates.credentials.rules.lifecycle import Change, ending_of, suspension_of
from certificates.credentials.signing.did import did_document
from certificates.credentials.verification.report import Check, CheckName, CheckState, Report
from certificates.credentials.verification.trust import Trust
from certificates.credentials.verification.verify import verdict_of


def own_trust(session: Session, did: str | None) -> Trust:
    """Trust in the own issuer: published keys, published lists, and the hashes of issued files."""
    known = keys.published_keys(session)
    if did is None or not known:
        return Trust()
    published = [json.loads(row.document) for row in lists.published_lists(session) if row.document]
    return Trust(
        issuers={did: did_document(did, known)},
        lists={one["id"]: one for one in published},
        known_file=partial(is_issued_file, session),
    )


def is_issued_file(session: Session, sha256: str) -> bool:
    """Whether a PDF with this hash was handed out."""
    found = session.scalars(select(CredentialVersion.id).where(CredentialVersion.pdf_sha256 == sha256)).first()
    return found is not None


def registered(session: Session, report: Report, did: str | None) -> Registered | None:
    """The version in our own register that a believed record of our own names."""
    if did is None or report.document is None or report.credential is None or report.credential.issuer != did:
        return None
    if not (report.check(CheckName.PROOF).ok and report.check(CheckName.ISSUER).ok):
        return None
    status = report.document.get("credentialStatus")
    return lists.version_at(session, did, status) if isinstance(status, dict) else None


def judged_by_register(report: Report, found: Registered, *, now: datetime) -> Report:
    """The report with the status that the register gives: it knows of an ending before the list is published."""
    check = status_check(found, now)
    checks = tuple(check if one.name is CheckName.STATUS else one for one in report.checks)
    return replace(report, checks=checks, verdict=verdict_of(checks))


def status_check(found: Registered, now: datetime) -> Check:
    """What the register says of the status."""
    suspended = suspension_of(found.changes)
    if suspended is not None:
        said = lists.as_ending(suspended)
        return Check(
            CheckName.STATUS, False, CheckState.SUSPENDED, f"Suspended since {instant(said.at)}: {said.reason}"
        )
    ending = ending_of(found.changes)
    if ending is None:
        return Check(
            CheckName.STATUS, True, CheckState.HOLDS, f"Not revoked; the issuer's own register, {instant(now)}"
        )
    said = lists.as_ending(ending)
    if ending.change is Change.REPLACED:
        return Check(CheckName.STATUS, False, CheckState.REPLACED, f"Replaced on {instant(said.at)}: {said.reason}")
    return Check(CheckName.STATUS, False, CheckState.REVOKED, f"Revoked on {instant(said.at)}: {said.reason}")
