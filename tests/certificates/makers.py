"""Certificates as software of other makers writes them: other algorithms, several proofs, other words in the header.

The libraries that sign here are called as such software calls them, and not by way of our own modules.
"""

import io
import json
import warnings
from collections.abc import Mapping
from functools import cache
from typing import Any

from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OKPKey, RSAKey
from openvc.keys import Ed25519SigningKey, P256SigningKey
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.di_ecdsa_rdfc import EcdsaRdfcProofSuite
from openvc.proof.di_jcs import EcdsaJcsProofSuite, EddsaJcsProofSuite
from pypdf import PdfWriter

from certificates.credentials.rules.award import moment
from certificates.credentials.signing.contexts import OPEN_BADGES, VC, documents

Document = dict[str, Any]

MAKER = "did:web:badges.example"
ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519")
SUITES = ("eddsa-rdfc-2022", "ecdsa-rdfc-2019", "eddsa-jcs-2022", "ecdsa-jcs-2019")


@cache
def key(kind: str) -> RSAKey | ECKey | OKPKey:
    """The private keys of the maker, made once a test run."""
    if kind == "RSA":
        return RSAKey.generate_key(2048)
    return OKPKey.generate_key("Ed25519") if kind == "Ed25519" else ECKey.generate_key(kind)


def public(kind: str) -> Document:
    """The public half of a key."""
    return dict(key(kind).as_dict(private=False))


def published(*kinds: str, did: str = MAKER) -> Document:
    """The did:web document of the maker with these keys, or all of them."""
    methods = [
        {"id": f"{did}#{kind}", "type": "JsonWebKey", "controller": did, "publicKeyJwk": public(kind)}
        for kind in kinds or ("RSA", "P-256", "P-384", "Ed25519")
    ]
    ids = [one["id"] for one in methods]
    return {"@context": [], "id": did, "verificationMethod": methods, "assertionMethod": ids}


def unsigned(**changes: Any) -> Document:
    """A certificate that holds what Open Badges 3.0 demands, and little else."""
    return {
        "@context": [VC, OPEN_BADGES],
        "id": "https://badges.example/awards/17",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "issuer": {"id": MAKER, "type": ["Profile"], "name": "Harbour College"},
        "name": "Timber",
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:0d6d4b0a-3f4e-4d38-9d0e-3f1f4a4d2b99",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://badges.example/achievements/timber",
                "type": ["Achievement"],
                "criteria": {"narrative": "Told ten woods apart."},
                "description": "Tells woods apart.",
                "name": "Timber",
            },
        },
    } | changes


def kind_for(algorithm: str) -> str:
    """The key that signs by an algorithm."""
    return {"RS256": "RSA", "PS256": "RSA", "ES256": "P-256", "ES384": "P-384"}.get(algorithm, "Ed25519")


def token(algorithm: str, payload: Document | None = None, header: Mapping[str, Any] | None = None) -> bytes:
    """The certificate as a token; the header names the key unless it is given."""
    said = {"kid": f"{MAKER}#{kind_for(algorithm)}"} if header is None else dict(header)
    content = with_claims(unsigned()) if payload is None else payload
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    registry.max_header_length = 4_000
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)  # EdDSA is the older name of Ed25519
        made = jws.serialize_compact(
            {"alg": algorithm, "typ": "JWT"} | said,
            json.dumps(content).encode(),
            key(kind_for(algorithm)),
            registry=registry,
        )
    return made.encode()


def with_claims(credential: Document) -> Document:
    """A payload with the claims of Open Badges 3.0."""
    return credential | {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["id"],
        "nbf": int(moment(credential["validFrom"]).timestamp()),
        "iat": 1_700_000_000,
    }


def proof(suite: str, credential: Document | None = None) -> Document:
    """A proof over the certificate of this kind."""
    edwards = suite.startswith("eddsa")
    kind = "Ed25519" if edwards else "P-256"
    maker = Ed25519SigningKey if edwards else P256SigningKey
    signer = maker.from_jwk(dict(key(kind).as_dict(private=True)), kid=f"{MAKER}#{kind}")
    suites = dict(
        zip(SUITES, (DataIntegrityProofSuite, EcdsaRdfcProofSuite, EddsaJcsProofSuite, EcdsaJcsProofSuite), strict=True)
    )
    said = unsigned() if credential is None else credential
    if "rdfc" in suite:  # the two names are one statement, of which this library signs under one alone
        said = said | {"type": ["VerifiableCredential", "OpenBadgeCredential"]}
    extra = {"extra_contexts": {OPEN_BADGES: documents()[OPEN_BADGES]}} if "rdfc" in suite else {}
    made = suites[suite]().add_proof(
        said,
        signing_key=signer,
        verification_method=f"{MAKER}#{kind}",
        **extra,
    )
    return dict(made["proof"])


def paper(record: bytes, name: str = "badge.json") -> bytes:
    """A PDF of another maker with the record attached."""
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_attachment(name, record)
    writer.write(content)
    return content.getvalue()


def locked(record: bytes) -> bytes:
    """The same, encrypted."""
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_attachment("badge.json", record)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(content)
    return content.getvalue()
