"""What this installation itself may be trusted for: its keys, its lists, its register."""

import json
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from certificates.credentials.queries import keys, lists
from certificates.credentials.queries.lists import Registered
from certificates.credentials.rules.award import instant
from certificates.credentials.rules.lifecycle import Change, ending_of, suspension_of
from certificates.credentials.signing.did import did_document
from certificates.credentials.verification.report import Check, CheckName, CheckState, Report
from certificates.credentials.verification.trust import IssuedRecords, Trust
from certificates.credentials.verification.verify import verdict_of
from lms import storage


def own_trust(session: Session, did: str | None, *, register: bool = True) -> Trust:
    """Trust in the own issuer: published keys, published lists, and the register of all that was issued."""
    known = keys.published_keys(session)
    if did is None or not known:
        return Trust()
    published = [json.loads(row.document) for row in lists.published_lists(session) if row.document]
    whole = IssuedRecords(partial(files_issued, session, did), whole=True)
    return Trust(
        issuers={did: did_document(did, known)},
        lists={one["id"]: one for one in published},
        issued={did: whole} if register else {},
    )


def files_issued(session: Session, did: str, document: dict[str, Any]) -> frozenset[str] | None:
    """The hashes of the files that were made round a record of our own; none where we never issued it."""
    found = lists.version_of(session, did, document)
    if found is None:
        return None
    kept = (found.version.pdf_key, found.version.png_key, found.version.svg_key)
    return frozenset(storage.digest_of(key) for key in kept if key is not None)


def registered(session: Session, report: Report, did: str | None) -> Registered | None:
    """The version in our own register that a believed record of our own is."""
    if did is None or report.document is None or report.credential is None or report.credential.issuer != did:
        return None
    return lists.version_of(session, did, report.document) if report.believed else None


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
