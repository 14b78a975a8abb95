"""What was earned: kept as a claim until its holder confirms how the name is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from certificates.credentials.models import Achievement, Claim, Credential
from certificates.credentials.queries.held import credentials_held, open_claims
from certificates.credentials.rules import evidence
from certificates.credentials.rules.award import Evidence
from certificates.credentials.rules.lifecycle import HELD, ClaimWithdrawal
from certificates.credentials.services.claim_withdrawal import withdraw_claim
from certificates.credentials.services.confirming import has_lapsed
from certificates.events import CertificateEarned
from lms import events, ids
from lms.inserts import insert_missing


@dataclass(frozen=True)
class Source:
    """What can be certified: a thing of a kind, such as one version of a course.

    `ref` names what stays the same over its versions, such as "course:7": nobody holds two certificates of that.
    """

    kind: str
    id: int
    ref: str


@dataclass(frozen=True)
class Terms:
    """What a source awards, in words that are kept as they stand when it is first earned."""

    slug: str
    version: int
    title: str
    description: str
    criteria: str
    language: str
    valid_months: int | None


@dataclass(frozen=True)
class AchievementEarned:
    """Somebody earned what a source awards: the one way into certificates, for every adapter of a source."""

    person_id: int
    source: Source
    terms: Terms
    evidence: Sequence[Evidence]
    earned_at: datetime


def take_up(session: Session, earned: AchievementEarned, *, now: datetime) -> Claim | None:
    """Keep what was earned; nothing while a claim to the same waits, or its certificate is in force or suspended.

    A claim that nobody confirmed while it could have become a certificate stands in the way of nothing.
    """
    if not earned.evidence:
        raise ValueError("nothing is earned without evidence")
    achievement = achievement_of(session, earned)
    withdraw_lapsed(session, earned, now)
    if holds_already(session, earned.person_id, earned.source.ref, now):
        return None
    claim = Claim(
        uuid=ids.new_uuid(),
        person_id=earned.person_id,
        source_ref=earned.source.ref,
        achievement_id=achievement.id,
        evidence=evidence.as_data(earned.evidence),
        earned_at=earned.earned_at,
        draft_name="",
        draft_local_name="",
    )
    try:
        with session.begin_nested():
            session.add(claim)
    except IntegrityError:  # two results passed at the same moment: the other was faster
        if not holds_already(session, earned.person_id, earned.source.ref, now):
            raise
        return None
    events.publish(
        session,
        CertificateEarned(
            subject=f"claim:{claim.id}",
            actor_id=earned.person_id,
            at=now,
            person_id=earned.person_id,
            achievement=f"{achievement.slug}/{achievement.version}",
        ),
    )
    return claim


def withdraw_lapsed(session: Session, earned: AchievementEarned, now: datetime) -> None:
    """Withdraw a claim to the same whose time is over."""
    same = (Claim.person_id == earned.person_id, Claim.source_ref == earned.source.ref)
    for claim, achievement in open_claims(session, *same):
        if has_lapsed(achievement, claim.earned_at, now):
            withdraw_claim(session, claim, ClaimWithdrawal.LAPSED, actor_id=None, now=now)


def holds_already(session: Session, person_id: int, source_ref: str, now: datetime) -> bool:
    """Whether a claim waits or a certificate of the same is in force, suspended or being made."""
    if open_claims(session, Claim.person_id == person_id, Claim.source_ref == source_ref):
        return True
    held = credentials_held(session, Credential.person_id == person_id, Claim.source_ref == source_ref)
    return any(one.standing(now) in HELD for one in held)


def achievement_of(session: Session, earned: AchievementEarned) -> Achievement:
    """What the source awards; its words are kept as they stand when it is first earned."""
    source, terms = earned.source, earned.terms
    wanted = select(Achievement).where(Achievement.source_kind == source.kind, Achievement.source_id == source.id)
    found = session.scalars(wanted).one_or_none()
    if found is not None:
        return found
    values = {
        "source_kind": source.kind,
        "source_id": source.id,
        "source_ref": source.ref,
        "slug": terms.slug,
        "version": terms.version,
        "title": terms.title,
        "description": terms.description,
        "criteria": terms.criteria,
        "language": terms.language,
        "valid_months": terms.valid_months,
    }
    insert_missing(session, Achievement, **values)  # two may pass at once
    return session.scalars(wanted).one()


def keep_draft(session: Session, claim: Claim, name: str, local_name: str) -> None:
    """Keep the names as typed, so that the proof can be looked at before they are confirmed."""
    claim.draft_name, claim.draft_local_name = name, local_name
    session.flush()
