"""Signing and drawing one version: read, make, keep; a second run keeps nothing twice."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from certificates.credentials.files import embedding
from certificates.credentials.issuing.awards import award_of
from certificates.credentials.models import (
    Achievement,
    Claim,
    Credential,
    CredentialVersion,
    NameConfirmation,
    StatusList,
)
from certificates.credentials.queries.held import changes_of, open_versions, revoked_versions
from certificates.credentials.rules.award import Award
from certificates.credentials.rules.lifecycle import Change, StatusReason, ending_of, suspension_of
from certificates.credentials.services.ending import add_change, overturn_revocation
from certificates.credentials.signing import jwt, proofs
from certificates.credentials.signing.keys import Signer
from certificates.credentials.verification.trust import digest
from certificates.documents import badge, certificate_pdf
from certificates.events import CredentialIssued, CredentialReplaced
from lms import events, storage


@dataclass(frozen=True)
class Task:
    """A version that waits to be signed."""

    version_id: int
    award: Award
    unsigned: Mapping[str, Any]
    link: str
    verify_address: str


@dataclass(frozen=True)
class Made:
    """The signed record, its token, and the files round them."""

    record: str
    token: str
    pdf: bytes
    png: bytes
    svg: bytes


def task_of(session: Session, version_id: int) -> Task | None:
    """What is to be made; nothing if it was made already, or revoked or suspended before it was."""
    row = session.execute(
        select(CredentialVersion, Credential, Claim, Achievement, NameConfirmation, StatusList.name)
        .join(Credential, Credential.id == CredentialVersion.credential_id)
        .join(Claim, Claim.id == Credential.claim_id)
        .join(Achievement, Achievement.id == Claim.achievement_id)
        .join(NameConfirmation, NameConfirmation.id == CredentialVersion.confirmation_id)
        .join(StatusList, StatusList.id == CredentialVersion.status_list_id)
        .where(CredentialVersion.id == version_id, CredentialVersion.record.is_(None))
    ).one_or_none()
    if row is None:
        return None
    changes = changes_of(session, [version_id])[version_id]
    if ending_of(changes) is not None or suspension_of(changes) is not None:
        return None
    version, credential, claim, achievement, written, list_name = row
    return Task(
        version_id=version.id,
        award=award_of(credential, version, claim, achievement, written, list_name=list_name),
        unsigned=version.unsigned,
        link=f"{version.site_url}/credentials/{credential.token}",
        verify_address=f"{version.site_url}/verify",
    )


def made(task: Task, records: Signer, tokens: Signer) -> Made:
    """Sign and draw; slow, so outside any transaction."""
    did, unsigned = task.award.issuer.did, dict(task.unsigned)
    signed = proofs.sign(unsigned, records, method=records.public.key_id(did), at=task.award.made_at)
    record = json.dumps(signed, ensure_ascii=False)
    sheet = certificate_pdf.CertificatePage(
        task.award, task.link, task.verify_address, language=task.award.achievement.language
    )
    return Made(
        record=record,
        token=jwt.encode(unsigned, tokens, key_id=tokens.public.key_id(did)),
        pdf=certificate_pdf.certificate(sheet, record),
        png=embedding.bake_png(badge.badge_png(task.award), record),
        svg=embedding.bake_svg(badge.badge_svg(task.award), record),
    )


def keep(session: Session, version_id: int, files: Made, *, now: datetime) -> bool:
    """Keep what was made, once, and let it replace the version before it; answers whether it was ours to keep."""
    sha256 = digest(files.pdf)
    kept = session.execute(
        update(CredentialVersion)
        .where(CredentialVersion.id == version_id, CredentialVersion.record.is_(None))
        .values(
            record=files.record,
            token=files.token,
            pdf_key=storage.put(files.pdf, ".pdf"),
            pdf_sha256=sha256,
            png_key=storage.put(files.png, ".png"),
            svg_key=storage.put(files.svg, ".svg"),
        )
        .returning(CredentialVersion.credential_id, CredentialVersion.no)
    ).one_or_none()
    if kept is None:
        return False
    # a revocation of the same moment comes before or after, never in the middle
    credential = session.get_one(Credential, kept.credential_id, with_for_update={"key_share": True})
    own = changes_of(session, [version_id])[version_id]
    lifted = any(one.change is Change.REINSTATED for one in own)
    reason = StatusReason.REINSTATED if lifted else StatusReason.NAME_CORRECTED
    if lifted and ending_of(own) is None:  # else it was revoked after it was asked for: nothing is overturned
        clear_earlier(session, credential, kept.no, now=now)
    replace_earlier(session, credential, kept.no, reason, now=now)
    add_change(session, version_id, Change.ISSUED, actor_id=None, now=now)
    events.publish(
        session,
        CredentialIssued(
            subject=f"credential:{credential.id}",
            actor_id=None,
            at=now,
            person_id=credential.person_id,
            version=kept.no,
            record_sha256=digest(files.record.encode()),
            pdf_sha256=sha256,
            png_sha256=digest(files.png),
            svg_sha256=digest(files.svg),
        ),
    )
    return True


def clear_earlier(session: Session, credential: Credential, no: int, *, now: datetime) -> None:
    """Say of revoked versions before this one, which puts the certificate in force again, that it took their place."""
    for version in revoked_versions(session, credential.id):
        if version.no < no:
            overturn_revocation(session, version, "", replaced=True, actor_id=None, now=now)


def replace_earlier(session: Session, credential: Credential, no: int, reason: StatusReason, *, now: datetime) -> None:
    """End the versions before this one that have not ended."""
    earlier = [version for version in open_versions(session, credential.id) if version.no < no]
    for version in reversed(earlier):
        add_change(session, version.id, Change.REPLACED, reason=reason, actor_id=None, now=now)
        events.publish(
            session,
            CredentialReplaced(subject=f"credential:{credential.id}", actor_id=None, at=now, version=version.no),
        )
