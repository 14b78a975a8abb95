"""The part of certificates in the demonstration: in force, expired, replaced, revoked, and names that wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import Issuing, issuing
from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import HeldCredential, credential_held, open_claims
from certificates.credentials.rules.award import Watched
from certificates.credentials.rules.lifecycle import StatusReason, Visibility
from certificates.credentials.services import confirming, ending
from certificates.credentials.services.claims import take_up
from certificates.credentials.services.naming import Names
from certificates.credentials.sources.course_exam import PassedFinal, achievement_earned
from lms.db import read_session, transaction
from lms.people.api import person_by_login, person_of

LONG_AGO = timedelta(days=40 * 30.5)
CONFIRMED_AFTER = timedelta(hours=3)
CORRECTED_AFTER = timedelta(days=1)
REVOKED_AFTER = timedelta(days=2)
WAITING = ("malee.srisuk", "james.kiprono")  # who can sign in confirm their own names
EXPIRED, REPLACED, REVOKED, PRIVATE = "mercy.achieng", "niran.chaiyasit", "prasert.thongdee", "suda.phromsri"


@dataclass(frozen=True)
class Stage:
    """What the acts below share."""

    setting: Issuing
    course: dict[str, Any]
    people: dict[str, int]
    now: datetime
    exam: str


def load(world: dict[str, Any], now: datetime) -> None:
    """Passed exams become certificates; one of each kind of ending, and one that expired, are added."""
    course, people = world.get("course"), world.get("people")
    if not course or not people:
        return
    waiting = open_claims(read_session())
    exam = waiting[0][0].evidence[0]["name"] if waiting else "Final exam"
    stage = Stage(issuing(), course, people, now, exam)
    expired(stage)
    for key in (REPLACED, REVOKED, PRIVATE):
        ensure_earned(stage, key)
    for claim_id, key in waiting_claims(stage):
        if key not in WAITING:
            confirm(stage, claim_id, names_of(people[key]))
    corrected(stage)
    revoked(stage)
    private(stage)
    tasks.publish_due(stage.setting, now=now)


def waiting_claims(stage: Stage) -> list[tuple[int, str]]:
    """Claims of the demonstration's people, by claim and user name."""
    keys = {person_id: key for key, person_id in stage.people.items()}
    return [(claim.id, keys[claim.person_id]) for claim, _a in open_claims(read_session()) if claim.person_id in keys]


def names_of(person_id: int) -> Names:
    """The checked names of the account."""
    person = person_of(read_session(), person_id)
    return Names(person.name, person.local_name)


def ensure_earned(stage: Stage, key: str) -> None:
    """Whoever has no passed attempt of their own is given what one would have earned."""
    earned(stage, key, at=stage.now - timedelta(days=4), share=Fraction(9, 10))


def earned(stage: Stage, key: str, *, at: datetime, share: Fraction) -> int | None:
    """Take up what one person earned at a moment, unless they hold it already; answers the claim."""
    with transaction() as session:
        final = PassedFinal(
            person_id=stage.people[key],
            course_version_id=stage.course["version_id"],
            exam=stage.exam,
            share=share,
            cut=Fraction(7, 10),
            watched=Watched.NONE,
            at=at,
        )
        claim = take_up(session, achievement_earned(session, final), now=at)
        return claim.id if claim else None


def confirm(stage: Stage, claim_id: int, names: Names, *, by_id: int | None = None) -> None:
    """Confirm a name some hours after it was earned, and have the certificate made."""
    with transaction() as session:
        claim = session.get_one(Claim, claim_id)
        at = claim.earned_at + CONFIRMED_AFTER
        version = confirming.confirm_name(session, claim, names, stage.setting, by_id=by_id or claim.person_id, now=at)
    tasks.make_version(version.id, stage.setting, now=at)


def held_by(session: Session, stage: Stage, key: str) -> HeldCredential | None:
    """The newest certificate of a person."""
    return credential_held(session, Credential.person_id == stage.people[key])


def expired(stage: Stage) -> None:
    """One that was earned years ago."""
    claim_id = earned(stage, EXPIRED, at=stage.now - LONG_AGO, share=Fraction(4, 5))
    if claim_id is not None:
        confirm(stage, claim_id, names_of(stage.people[EXPIRED]))


def corrected(stage: Stage) -> None:
    """One whose holder saw a slip in the name after it was printed."""
    with transaction() as session:
        held = held_by(session, stage, REPLACED)
        if held is None:
            return
        at = held.version.valid_from + CORRECTED_AFTER
        version = confirming.reissue(
            session,
            held,
            Names(held.written.name, "นิรันดร์ ชัยสิทธิ์"),
            stage.setting,
            reason="The name in Thai was missing.",
            by_id=manager_id(session, stage),
            now=at,
        )
    tasks.make_version(version.id, stage.setting, now=at)


def revoked(stage: Stage) -> None:
    """One that was issued in error: for that, one manager revokes."""
    with transaction() as session:
        held = held_by(session, stage, REVOKED)
        if held is None:
            return
        ending.revoke(
            session,
            held.credential,
            StatusReason.ERROR,
            "The result of a person with the same name was counted.",
            actor_id=manager_id(session, stage),
            now=held.version.valid_from + REVOKED_AFTER,
        )


def private(stage: Stage) -> None:
    """One whose holder shows strangers nothing but that it is valid."""
    with transaction() as session:
        held = held_by(session, stage, PRIVATE)
        if held is not None:
            ending.choose_visibility(
                session, held.credential, Visibility.PRIVATE, by_id=held.credential.person_id, now=stage.now
            )


def manager_id(session: Session, stage: Stage) -> int | None:
    """The programme manager of the demonstration."""
    found = person_by_login(session, "rosa.almeida")
    return found.id if found and found.id in stage.people.values() else None
