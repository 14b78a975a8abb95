"""What was earned: kept as a claim until its holder confirms how the name is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from certificates.credentials.models import Achievement, Claim, Credential
from certificates.credentials.queries.held import HeldCredential, credentials_held, open_claims, renewed_certificate
from certificates.credentials.rules import evidence
from certificates.credentials.rules.award import Evidence, instant
from certificates.credentials.rules.lifecycle import FAULTLESS, HELD, Change, ClaimWithdrawal, Standing
from certificates.credentials.rules.wording import AwardWords, words_as_data
from certificates.credentials.services.claim_withdrawal import withdraw_claim
from certificates.credentials.services.confirming import has_lapsed, valid_until
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
    renewal_window_months: int


@dataclass(frozen=True)
class AchievementEarned:
    """Somebody earned what a source awards: the one way into certificates, for every adapter of a source."""

    person_id: int
    source: Source
    terms: Terms
    evidence: Sequence[Evidence]
    earned_at: datetime
    run_began_at: datetime | None  # of that in which it was earned; none: not known, and it renews nothing
    cohort_id: int | None = None  # in which it was earned


def take_up(session: Session, earned: AchievementEarned, *, now: datetime) -> Claim | None:
    """Keep what was earned; nothing while a claim to the same waits, or a certificate is held that it does not renew.

    A claim that nobody confirmed while it could have become a certificate stands in the way of nothing.
    """
    if not earned.evidence:
        raise ValueError("nothing is earned without evidence")
    achievement = achievement_of(session, earned)
    withdraw_lapsed(session, earned, now)
    held = credentials_held(session, *of_same(earned))
    renewed = renewed_by(earned, held, now)
    if open_claims(session, *claimed_same(earned)) or (renewed is None and is_held(held, now)):
        return None
    claim = Claim(
        uuid=ids.new_uuid(),
        person_id=earned.person_id,
        source_ref=earned.source.ref,
        achievement_id=achievement.id,
        evidence=evidence.as_data(earned.evidence),
        earned_at=earned.earned_at,
        renews_id=renewed.claim.id if renewed else None,
        renewal_no=next_renewal(session, renewed) if renewed else None,
        begins_at=renewed.version.valid_until if renewed else earned.earned_at if held else None,
        cohort_id=earned.cohort_id,
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
    until = valid_until(achievement, claim)
    events.publish(
        session,
        CertificateEarned(
            subject=f"claim:{claim.id}",
            actor_id=earned.person_id,
            at=now,
            person_id=earned.person_id,
            achievement=f"{achievement.slug}/{achievement.version}",
            renews_id=renewed.credential.id if renewed else None,
            begins_at=instant(claim.begins_at) if claim.begins_at else None,
            valid_until=instant(until) if until else None,
        ),
    )
    if renewed is not None and renewed.standing(now) is Standing.REVOKED:
        withdraw_claim(session, claim, ClaimWithdrawal.RENEWED_REVOKED, actor_id=None, now=now)
    return claim


def withdraw_lapsed(session: Session, earned: AchievementEarned, now: datetime) -> None:
    """Withdraw a claim to the same whose time is over."""
    for claim, achievement in open_claims(session, *claimed_same(earned)):
        if has_lapsed(achievement, claim, now):
            withdraw_claim(session, claim, ClaimWithdrawal.LAPSED, actor_id=None, now=now)


def claimed_same(earned: AchievementEarned) -> tuple[ColumnElement[bool], ...]:
    """As filters of claims: those of the same person to the same."""
    return Claim.person_id == earned.person_id, Claim.source_ref == earned.source.ref


def of_same(earned: AchievementEarned) -> tuple[ColumnElement[bool], ...]:
    """As filters of credentials: those that the same person has of the same."""
    return Credential.person_id == earned.person_id, Claim.source_ref == earned.source.ref


def renewed_by(earned: AchievementEarned, held: Sequence[HeldCredential], now: datetime) -> HeldCredential | None:
    """The one certificate that this renews: that it is suspended meanwhile keeps nobody from having passed.

    It may be over by the time the result is known: what counts is the moment at which it was passed. One that was
    revoked for a fault while they sat is among them, so that what was passed with it is not taken for a fresh start.
    """
    fit = [one for one in held if one.standing(now) in {*HELD, Standing.EXPIRED} or _fell_meanwhile(one, earned)]
    if any(one.term.begins_at > earned.earned_at or one.standing(now) is Standing.MAKING for one in fit):
        return None
    return next((one for one in fit if one.term.is_renewed_by(earned.earned_at, earned.run_began_at)), None)


def next_renewal(session: Session, renewed: HeldCredential) -> int:
    """Which renewal of this certificate it is; two that are passed at once are given the same number."""
    return session.scalars(select(func.count()).where(Claim.renews_id == renewed.claim.id)).one() + 1


def _fell_meanwhile(one: HeldCredential, earned: AchievementEarned) -> bool:
    """Whether it was revoked for a fault after this run began."""
    if earned.run_began_at is None or one.ending is None or not fell_for_fault(one):
        return False
    return one.ending.at >= earned.run_began_at


def is_held(held: Sequence[HeldCredential], now: datetime) -> bool:
    """Whether one of these is in force, still to begin, suspended or being made."""
    return any(one.standing(now) in HELD for one in held)


def holds_already(session: Session, person_id: int, source_ref: str, now: datetime) -> bool:
    """Whether a claim waits or a certificate of the same is in force, still to begin, suspended or being made."""
    if open_claims(session, Claim.person_id == person_id, Claim.source_ref == source_ref):
        return True
    return is_held(credentials_held(session, Credential.person_id == person_id, Claim.source_ref == source_ref), now)


def may_wait_again(session: Session, claim: Claim, now: datetime) -> bool:
    """Whether a withdrawn claim may wait for its holder again: nothing took its place, and what it renews is good."""
    renewed = renewed_certificate(session, claim)
    if renewed is None:
        return not holds_already(session, claim.person_id, claim.source_ref, now)
    return not fell_for_fault(renewed) and renewal_is_open(session, claim, now)


def renewal_is_open(session: Session, claim: Claim, now: datetime) -> bool:
    """Whether nothing else waits, and nothing else renews the same certificate."""
    same = (Claim.person_id == claim.person_id, Claim.source_ref == claim.source_ref)
    if open_claims(session, *same):
        return False
    return not is_held(credentials_held(session, Claim.renews_id == claim.renews_id), now)


def fell_for_fault(held: HeldCredential) -> bool:
    """Whether it was revoked for a fault of its holder, and that stands."""
    ended = held.ending
    return ended is not None and ended.change is Change.REVOKED and ended.reason not in FAULTLESS


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
        "renewal_window_months": terms.renewal_window_months,
    }
    insert_missing(session, Achievement, **values)  # two may pass at once
    return session.scalars(wanted).one()


def keep_draft(session: Session, claim: Claim, name: str, local_name: str) -> None:
    """Keep the names as typed, so that the proof can be looked at before they are confirmed."""
    claim.draft_name, claim.draft_local_name = name, local_name
    session.flush()


def choose_language(session: Session, claim: Claim, language: str, words: AwardWords | None) -> None:
    """Keep in which language the certificate shall be; the words of another one stay as they are first chosen."""
    claim.language = language
    if words is not None:
        row = session.get_one(Achievement, claim.achievement_id, with_for_update=True, populate_existing=True)
        if language not in row.translations:
            row.translations = {**row.translations, language: words_as_data(words)}
    session.flush()
