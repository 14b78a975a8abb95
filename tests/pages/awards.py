"""Certificates in every state, and files of them that were kept, changed, cut or made by others."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.api import confirm
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import (
    Claim,
    Credential,
    CredentialVersion,
    IssuerKey,
    NameRequest,
    StatusList,
)
from certificates.credentials.queries.held import HeldCredential, credential_held
from certificates.credentials.rules.lifecycle import ClaimWithdrawal, StatusReason
from certificates.credentials.services import claims, confirming, name_requests, suspending
from certificates.credentials.services.claim_withdrawal import withdraw_claim
from certificates.credentials.services.naming import Names
from certificates.credentials.services.signing import open_signer
from certificates.credentials.signing import proofs
from certificates.credentials.signing.keys import KeyKind
from certificates.credentials.verification.seal_reference import keep_seal
from certificates.decisions.services import RevocationProposal, propose_revocation
from courses.api import enrol, record_completion
from courses.catalogue.models import Asset, Course, CourseVersion
from lms import storage
from lms.access import Role
from tests.builders import certificates as build
from tests.builders.people import person, viewer
from tests.certificates import awards as others
from tests.pages.made import World
from tests.pages.sittings import COURSE

HELD = ("passed", "private", "expired", "replaced", "revoked")


def add(session: Session, made: World, now: datetime) -> None:
    """Everything that has to do with certificates."""
    shipped = select(CourseVersion).join(Course, Course.id == CourseVersion.course_id).where(Course.slug == COURSE)
    version = session.scalars(shipped).one()
    for who in HELD:
        note(made, who, held_by(session, made, who))
    claim = session.scalars(select(Claim).where(Claim.person_id == made.people["finisher"])).one()
    made.values["claim"] = claim.uuid
    second = build.claim(session, made.person(session, "half"), version, at=now)
    build.name_checked(session, made.person(session, "half"), "Jamal Osei", "جمال أوسي", at=now)
    claims.keep_draft(session, second, "Jamal Osei", "جمال أوسي")
    made.values["draft"] = second.uuid
    names(session, made, version, now)
    waiting(session, made, version, now)
    stopped(session, made, version, now)
    ended(session, made, version, now)
    decided(session, made, version, now)
    own = build.issued(session, made.person(session, "manager"), version, name="Rosa Almeida", at=now)
    note(made, "managers-own", own)
    files(session, made)
    key, listed = session.scalars(select(IssuerKey)).first(), session.scalars(select(StatusList)).first()
    made.values |= {
        "key": key.name,
        "list": listed.name,
        "seal": keep_seal("eyJhbGciOiJFZERTQSJ9.e30.c2lnbmVk"),
        "picture": session.scalars(select(Asset.key)).first(),
    }


def held_by(session: Session, made: World, who: str) -> HeldCredential:
    """The certificate of somebody."""
    found = credential_held(session, Credential.person_id == made.people[who])
    assert found is not None
    return found


def note(made: World, who: str, held: HeldCredential) -> None:
    """What fills the addresses of a certificate."""
    made.values |= {
        f"{who}-uuid": held.credential.uuid,
        f"{who}-token": held.credential.token,
        f"{who}-number": held.credential.number,
        "achievement": f"{held.achievement.slug}/{held.achievement.version}",
    }


def names(session: Session, made: World, version: CourseVersion, now: datetime) -> None:
    """Names that nobody checked, that wait for a manager, and that a manager refused."""
    judge = viewer(session, made.person(session, "manager"))
    for who, name, checked in (
        ("unchecked", "Leila Haddad", None),
        ("asking", "Omar Farah", now),
        ("told", "Bo Li", now),
    ):
        row = person(session, name, Role.OFFICER, name_checked_at=checked)
        made.people[who] = row.id
        earned = build.claim(session, row, version, at=now)
        made.values[f"{who}-claim"] = earned.uuid
        if checked:
            wish = Names(f"{name} Mallory", "")
            claims.keep_draft(session, earned, wish.latin, wish.local)
            name_requests.confirm_or_ask(session, earned, wish, issuing(), by_id=row.id, now=now)
    asked = select(NameRequest).join(Claim, Claim.id == NameRequest.claim_id)
    told = session.scalars(asked.where(Claim.person_id == made.people["told"])).one()
    name_requests.refuse(session, told, reason="Your passport holds one name only.", by=judge, now=now)
    made.values["asked"] = session.scalars(asked.where(Claim.person_id == made.people["asking"])).one().uuid


def waiting(session: Session, made: World, version: CourseVersion, now: datetime) -> None:
    """One that is being made, and one that is being made anew; nobody works here, so they stay so."""
    first = build.confirmed(session, made.person(session, "fresh"), version, name="Bounmy Keo", at=now)
    fresh = session.get_one(Credential, first.credential_id)
    made.values |= {"making-uuid": fresh.uuid, "making-token": fresh.token}
    again = build.issued(session, made.person(session, "lettered"), version, name="Chanthavy Sok", at=now)
    renamed = Names("Chanthavy Sok", "ច័ន្ទថាវី សុខ")
    confirming.reissue(
        session, again, renamed, issuing(), reason="The name in Khmer was missing.", by_id=None,
        now=now + timedelta(seconds=1),
    )  # fmt: skip
    note(made, "anew", build.again(session, again.credential.id))


def stopped(session: Session, made: World, version: CourseVersion, now: datetime) -> None:
    """One that is suspended, one whose suspension is being lifted, and one that is in force again."""
    held = {}
    for who, name in (("suspended", "Ines Duarte"), ("lifting", "Jonas Weber"), ("again", "Khalid Mansour")):
        row = person(session, name, Role.OFFICER)
        made.people[who] = row.id
        held[who] = build.suspended(session, build.issued(session, row, version, name=name, at=now), at=now)
    suspending.lift(session, held["lifting"].credential, "It was confirmed.", issuing(), actor_id=None, now=now)
    held["again"] = build.lifted(session, held["again"], at=now)
    for who, one in held.items():
        note(made, who, one)


def ended(session: Session, made: World, version: CourseVersion, now: datetime) -> None:
    """Who may take the course again: a certificate that is over, and one that nobody confirmed in time."""
    long_ago = now - timedelta(days=1200)
    for who, name in (("over", "Wanjiru Kamau"), ("too-late", "Yusuf Demir")):
        row = person(session, name, Role.OFFICER, name_checked_at=now)
        made.people[who] = row.id
        run = enrol(session, row.id, version.id, now=long_ago)
        record_completion(session, run.id, str(version.final), now=long_ago)
    note(made, "over", build.issued(session, made.person(session, "over"), version, name="Wanjiru Kamau", at=long_ago))
    made.values["too-late-claim"] = build.claim(session, made.person(session, "too-late"), version, at=long_ago).uuid


def decided(session: Session, made: World, version: CourseVersion, now: datetime) -> None:
    """One that somebody proposed to revoke, one that two people revoked, and a claim whose attempt was annulled."""
    first, second = viewer(session, made.person(session, "manager")), viewer(session, made.person(session, "admin"))
    for who, name in (("proposed", "Zodwa Dlamini"), ("faulted", "Arben Hoxha")):
        row = person(session, name, Role.OFFICER)
        made.people[who] = row.id
        run = enrol(session, row.id, version.id, now=now)
        record_completion(session, run.id, str(version.final), now=now)
        held = build.issued(session, row, version, name=name, at=now)
        wanted = RevocationProposal(
            reason=StatusReason.MISCONDUCT, words="Sold what was seized.", opens_on=(now + timedelta(days=90)).date()
        )
        said = "Somebody proposed to revoke this certificate. A second person now checks it and decides."
        proposal = propose_revocation(session, held.credential, wanted, said, actor=first, now=now)
        if who == "faulted":
            confirm(session, proposal.uuid, words="I saw the file.", actor=second, now=now)
        note(made, who, build.again(session, held.credential.id))
    row = person(session, "Blessing Moyo", Role.OFFICER, name_checked_at=now)
    made.people["unearned"] = row.id
    earned = build.claim(session, row, version, at=now)
    withdraw_claim(session, earned, ClaimWithdrawal.ANNULLED, actor_id=second.id, now=now)
    made.values["annulled-claim"] = earned.uuid


def files(session: Session, made: World) -> None:
    """Files that a verifier may be handed."""
    whole = held_by(session, made, "passed").version
    pdf, record = storage.get(whole.pdf_key), json.loads(whole.record)
    unsigned = {name: value for name, value in record.items() if name != "proof"}
    stranger = others.keys_of(others.STRANGER).records
    forged = proofs.sign(unsigned, stranger, method=stranger.public.key_id(others.STRANGER.did), at=others.NOW)
    own = open_signer(session, issuing(), KeyKind.ED25519)
    elder = unsigned | {"validFrom": "2020-01-01T00:00:00Z"}
    never = proofs.sign(elder, own, method=own.public.key_id(str(issuing().did)), at=others.NOW)
    older = session.scalars(
        select(CredentialVersion.record)
        .join(Credential, Credential.id == CredentialVersion.credential_id)
        .where(Credential.person_id == made.people["replaced"], CredentialVersion.no == 1)
    ).one()
    made.files = {
        "genuine.pdf": pdf,
        "changed.pdf": pdf + b"\n% changed\n",
        "cut.pdf": pdf[:5000],
        "tampered.json": json.dumps(record).replace("Boonmee", "Boonmi").encode(),
        "stranger.json": json.dumps(others.signed(others.award())).encode(),
        "forged.json": json.dumps(forged).encode(),
        "never.json": json.dumps(never).encode(),
        "unsigned.json": json.dumps(unsigned).encode(),
        "nothing.json": b"{}",
        "drawn.svg": storage.get(whole.svg_key).replace(b"</title>", b", expert</title>"),
        "replaced.json": older.encode(),
        "revoked.pdf": storage.get(held_by(session, made, "revoked").version.pdf_key),
        "suspended.pdf": storage.get(held_by(session, made, "suspended").version.pdf_key),
        "expired.png": storage.get(held_by(session, made, "expired").version.png_key),
        "private.jwt": held_by(session, made, "private").version.token.encode(),
    }
