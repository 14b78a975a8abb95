"""What was earned with courses and schemes: claims that wait for their holder, and certificates that were made."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from certificates.credentials.models import (
    Achievement,
    Claim,
    Credential,
    CredentialVersion,
    NameConfirmation,
    NameRequest,
    StatusChange,
)
from certificates.credentials.queries.held import HeldCredential, held_with_changes, is_open, newest_versions
from certificates.credentials.queries.name_requests import newest_counting
from lms.people.api import has_checked_name


@dataclass(frozen=True)
class OpenClaim:
    """What was earned and waits, and how its name stands."""

    claim: Claim
    achievement: Achievement
    request: NameRequest | None  # the newest that counts
    is_checked: bool  # whether the name of the account was compared with an identity document


def open_and_made(session: Session, *where: ColumnElement[bool]) -> tuple[list[OpenClaim], list[HeldCredential]]:
    """Of the claims for which this holds those that wait for their holder, and what was made of the others.

    Each newest first; one query, two where something is being made.
    """
    newest = newest_versions()
    wanted = (
        select(
            Credential, CredentialVersion, Claim, Achievement, NameConfirmation, newest.c.unsigned, StatusChange,
            NameRequest, has_checked_name(Claim.person_id.expression),
        )
        .select_from(Claim)
        .join(Achievement, Achievement.id == Claim.achievement_id)
        .outerjoin(Credential, Credential.claim_id == Claim.id)
        .outerjoin(newest, newest.c.credential_id == Credential.id)
        .outerjoin(
            CredentialVersion,
            (CredentialVersion.credential_id == Credential.id) & (CredentialVersion.no == newest.c.no),
        )
        .outerjoin(NameConfirmation, NameConfirmation.id == CredentialVersion.confirmation_id)
        .outerjoin(StatusChange, StatusChange.version_id == CredentialVersion.id)
        .outerjoin(NameRequest, NameRequest.id == newest_counting())
        .where(or_(Credential.id.is_not(None), and_(*is_open())), *where)
        .order_by(Credential.id.desc(), Claim.id.desc(), StatusChange.id)
    )  # fmt: skip
    waiting, made = [], []
    for *held, request, is_checked in session.execute(wanted):
        if held[0] is None:
            waiting.append(OpenClaim(held[2], held[3], request, bool(is_checked)))
        else:
            made.append(held)
    return waiting, held_with_changes(session, made)
