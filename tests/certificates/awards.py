"""Builders of awards, keys and trust for the tests of this package."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from certificates.credentials.issuing import document
from certificates.credentials.rules.award import (
    AchievementFacts,
    Award,
    Evidence,
    Genre,
    Issuer,
    StatusEntry,
    TaughtIn,
    Watched,
)
from certificates.credentials.signing import did, jwt, proofs
from certificates.credentials.signing import status_list as status
from certificates.credentials.signing.keys import KeyKind, KeyPair, new_pair
from certificates.credentials.verification.record_hash import record_hash
from certificates.credentials.verification.trust import IssuedRecords, digest

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ISSUER = Issuer("did:web:academy.example", "Regional Training Programme")
STRANGER = Issuer("did:web:elsewhere.example", "Another Academy")

ACHIEVEMENT = AchievementFacts(
    slug="identifying-wildlife-products",
    version=1,
    name="Identifying wildlife products",
    description="Tells ivory, horn, scales and timber from what is sold in their place.",
    criteria="Passed the final exam of the course with at least the cut score.",
    language="en",
    tags=("wildlife", "CITES"),
)


TAUGHT_IN = TaughtIn(
    "Cohort 2026-2", "Training school, Mombasa", date(2026, 9, 7), date(2026, 10, 30), ("Amina Odhiambo", "Juma Otieno")
)


def exam(**changes: Any) -> Evidence:
    """A passed final exam, with whatever the test wants different."""
    whole = Evidence(
        Genre.EXAM, "Final exam", Watched.NONE, NOW - timedelta(days=30), score=Fraction(17, 20), cut=Fraction(7, 10)
    )
    return replace(whole, **changes)


def award(**changes: Any) -> Award:
    """An award in force, with whatever the test wants different."""
    whole = Award(
        issuer=ISSUER,
        achievement=ACHIEVEMENT,
        uuid="6c2a8a4e-8d8f-4a0e-9a42-0f6b8f3c1d11",
        version=1,
        number="7K3-M9Q-XT0",
        name="Ngozi Okafor",
        local_name="",
        email="ngozi@example.org",
        salt="c2FsdHNhbHRzYWx0c2FsdA",
        subject_uuid="0d6d4b0a-3f4e-4d38-9d0e-3f1f4a4d2b22",
        evidence=(exam(),),
        status=StatusEntry("1", 4711),
        awarded_at=NOW - timedelta(days=30),
        made_at=NOW - timedelta(days=30),
        valid_from=NOW - timedelta(days=30),
        valid_until=NOW + timedelta(days=1000),
    )
    return replace(whole, **changes)


@dataclass(frozen=True)
class Keys:
    """The two pairs of one issuer."""

    records: KeyPair
    tokens: KeyPair


@cache
def keys_of(issuer: Issuer) -> Keys:
    """The pairs of an issuer, made once a test run."""
    return Keys(new_pair(KeyKind.ED25519), new_pair(KeyKind.P256))


def did_document(issuer: Issuer = ISSUER) -> dict[str, Any]:
    """What the issuer publishes."""
    return did.did_document(issuer.did, (keys_of(issuer).records.public, keys_of(issuer).tokens.public))


def signed(made: Award) -> dict[str, Any]:
    """The award as a signed record."""
    pair = keys_of(made.issuer).records
    return proofs.sign(document.build(made), pair, method=pair.public.key_id(made.issuer.did), at=made.valid_from)


def token(made: Award) -> str:
    """The award as a token."""
    pair = keys_of(made.issuer).tokens
    return jwt.encode(document.build(made), pair, key_id=pair.public.key_id(made.issuer.did))


def status_list(*revoked: int, issuer: Issuer = ISSUER, name: str = "1", now: datetime = NOW) -> dict[str, Any]:
    """A signed status list."""
    return status.signed(status.build(issuer, name, revoked, now=now), keys_of(issuer).records, did=issuer.did, now=now)


def register(*made: Award, files: tuple[bytes, ...] = (), whole: bool = True) -> dict[str, IssuedRecords]:
    """A register of the issuer that holds these awards, each with the same files round it."""
    known = {record_hash(document.build(one)): frozenset(digest(content) for content in files) for one in made}
    return {ISSUER.did: IssuedRecords(lambda record: known.get(record_hash(record)), whole=whole)}
