"""Data Integrity proofs and status bits: the one door to openvc and pyld.

Another suite or library is a change of this module alone. Contexts come from `contexts`, and no other address is ever
loaded, so a proof means the same with and without a network.
"""

import copy
import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Protocol

from openvc.did.base import multikey_to_jwk
from openvc.errors import OpenvcError
from openvc.multibase import encode_multibase
from openvc.proof.contexts import DocumentLoaderError, bundled_contexts, document_loader, pyld_options
from openvc.proof.data_integrity import CRYPTOSUITE, PROOF_TYPE, DataIntegrityProofSuite
from openvc.proof.di_ecdsa_rdfc import ECDSA_RDFC_CRYPTOSUITE, EcdsaRdfcProofSuite
from openvc.proof.di_jcs import (
    ECDSA_JCS_CRYPTOSUITE,
    EDDSA_JCS_CRYPTOSUITE,
    EcdsaJcsProofSuite,
    EddsaJcsProofSuite,
)
from openvc.proof.errors import ProofMalformed, SignatureInvalid
from openvc.status.bitstring import decode_bitstring, encode_bitstring, get_status_bit, new_bitstring, set_status_bit
from pyld import jsonld

from certificates.credentials.signing import contexts

Document = dict[str, Any]

SUITE = CRYPTOSUITE
SIGNATURE_ALGORITHM = "EdDSA"

_ED25519_PREFIX = b"\xed\x01"  # multicodec ed25519-pub
_SHA256_PREFIX = b"\x12\x20"  # multihash: sha2-256, of 32 bytes
_ANY_TIME = datetime(9000, 1, 1, tzinfo=UTC)  # the library refuses what begins later than this, whatever it is told
_GZIP_SYSTEM, _UNIX = 9, 3  # which byte names the system, and what it says of Unix
_MOST_ALIKE = 6  # nameless parts that look alike; one of ours has none


class ProofBroken(Exception):
    """The proof does not hold; the message says why, in the words of the library."""


class ProofUncovered(ProofBroken):
    """The signature does not cover all that the document says."""


class ProofUnsupported(ProofBroken):
    """Whether the proof holds cannot be told here: another kind of proof, or contexts that are not known."""


class BitsBroken(Exception):
    """A status list cannot be read, or has no such place."""


class ProofSigner(Protocol):
    """What makes a raw Ed25519 signature; every `keys.Signer` of that kind does."""

    def sign(self, data: bytes) -> bytes:
        """The 64 bytes over the data."""


class _Key:
    """A signer as openvc wants it."""

    alg = SIGNATURE_ALGORITHM

    def __init__(self, signer: ProofSigner, kid: str) -> None:
        self._signer = signer
        self.kid = kid

    def sign(self, signing_input: bytes) -> bytes:
        return self._signer.sign(signing_input)


def sign(document: Document, signer: ProofSigner, *, method: str, at: datetime) -> Document:
    """A copy of the document with an eddsa-rdfc-2022 proof by the key that `method` (a DID URL) names.

    A term that no context defines, and that the signature would therefore not cover, is refused.
    """
    try:
        return _suite().add_proof(
            document,
            signing_key=_Key(signer, method),
            verification_method=method,
            created=at,
            extra_contexts=_extra_contexts(),
        )
    except OpenvcError as error:
        raise ProofBroken(str(error)) from error


def verify(document: Document, public: str) -> None:
    """Raise `ProofBroken` unless the proof over the document was made by the public key (Multikey) for assertion.

    Time is not judged here.
    """
    verify_by(document, public_jwk({"publicKeyMultibase": public}))


def verify_by(document: Document, public: Mapping[str, Any]) -> None:
    """The same by a key as JWK, for each kind of proof over the whole document that is known here."""
    proof = document.get("proof")
    if not isinstance(proof, dict) or not all(isinstance(member, str) for member in proof.values()):
        raise ProofUnsupported("The proof is not one plain object.")
    kind = (proof.get("type"), proof.get("cryptosuite"))
    suite = _SUITES.get(str(kind[1])) if kind[0] == PROOF_TYPE else None
    if suite is None or "previousProof" in proof:
        raise ProofUnsupported(f"The proof is of the kind {' '.join(str(one)[:40] for one in kind if one)}.")
    if (public.get("kty"), public.get("crv")) not in suite.curves:
        raise ProofBroken("The key that it names does not make such proofs.")
    extra: dict[str, Any] = {}
    if suite.over_statements:
        document = _by_one_name(document)
        _refuse_other_contexts(document.get("@context"))
        _refuse_uncovered({name: member for name, member in document.items() if name != "@context"})
        _refuse_costly(document)
        extra = {"extra_contexts": _extra_contexts()}
    try:
        suite.verify(copy.deepcopy(document), public_key_jwk=dict(public), check_temporal=False, now=_ANY_TIME, **extra)
    except SignatureInvalid as error:
        raise ProofBroken(str(error)) from error
    except ProofMalformed as error:  # after the signature was found to hold, unless it is none at all
        broken = ProofUncovered if "proofValue" not in str(error) else ProofBroken
        raise broken(str(error)) from error
    except OpenvcError as error:
        raise ProofUnsupported(str(error)) from error


def public_jwk(method: Mapping[str, Any]) -> dict[str, Any]:
    """The key of a verification method, as a JWK or as a Multikey; any other kind is `ProofUnsupported`."""
    jwk = method.get("publicKeyJwk")
    if isinstance(jwk, dict):
        return jwk
    try:
        return multikey_to_jwk(str(method.get("publicKeyMultibase")))
    except (OpenvcError, ValueError) as error:
        raise ProofUnsupported(f"The key cannot be read: {error}") from error


def _by_one_name(document: Document) -> Document:
    """The document with the one name that the library takes: Open Badges has two that mean the same statement."""
    kinds = document.get("type")
    if not isinstance(kinds, list) or "OpenBadgeCredential" in kinds:
        return document
    return document | {"type": ["OpenBadgeCredential" if one == "AchievementCredential" else one for one in kinds]}


def _refuse_other_contexts(named: Any) -> None:
    """Refuse contexts written into the record, or named more than once: each costs time, and none changes a proof."""
    if not isinstance(named, list) or not all(isinstance(one, str) for one in named) or len(set(named)) < len(named):
        raise ProofUnsupported("The record does not name its contexts plainly, each once.")


def _refuse_uncovered(value: Any) -> None:
    """Refuse what makes no statement (null, nothing, keywords): put in later, it would not break the proof."""
    if value is None or value in ([], {}):
        raise ProofUncovered("The record holds empty members, which a signature does not cover.")
    if isinstance(value, dict) and any(name.startswith("@") for name in value):
        raise ProofUncovered("The record holds keywords, which a signature does not cover.")
    if isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            _refuse_uncovered(member)


def _refuse_costly(document: Document) -> None:
    """Refuse a record made to keep the canonical form busy for hours, before that is begun.

    Naming nameless parts that look alike takes time that grows with the factorial of their number (RDF Dataset
    Canonicalization, section 7.1, "Dataset Poisoning"); parts that differ in themselves cost nothing.
    """
    unsecured = {name: member for name, member in document.items() if name != "proof"}
    try:
        dataset = jsonld.to_rdf(unsecured, pyld_options(document_loader(_extra_contexts())))
    except (jsonld.JsonLdError, DocumentLoaderError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise ProofUnsupported(_cause(error)) from error
    if sum(count for count in Counter(_looks(dataset).values()).values() if count > 1) > _MOST_ALIKE:
        raise ProofUnsupported("The record has too many nameless parts that look alike.")


def _looks(dataset: dict[str, list[dict[str, dict[str, Any]]]]) -> dict[str, frozenset[str]]:
    """What each nameless part looks like by itself: its statements, with itself and all other nameless parts veiled."""
    statements: dict[str, set[str]] = defaultdict(set)
    for graph, triples in dataset.items():
        for triple in triples:
            parts = [triple["subject"], triple["predicate"], triple["object"]]
            for nameless in {part["value"] for part in parts if part["type"] == "blank node"}:
                veiled = [
                    ("self" if part["value"] == nameless else "other") if part["type"] == "blank node" else part
                    for part in parts
                ]
                statements[nameless].add(repr(("other" if graph.startswith("_:") else graph, veiled)))
    return {nameless: frozenset(said) for nameless, said in statements.items()}


def _cause(error: BaseException) -> str:
    """The message of the loader's own refusal where that is behind an error of pyld."""
    while error.__cause__ is not None and not isinstance(error, DocumentLoaderError):
        error = error.__cause__
    return str(error)[:300]


def multikey(raw: bytes) -> str:
    """A raw Ed25519 public key in multibase, as Multikey publishes it."""
    return encode_multibase(_ED25519_PREFIX + raw)


def digest_multibase(content: bytes) -> str:
    """The SHA-256 of a related resource as `digestMultibase` writes it: a multihash in multibase (base58btc)."""
    return encode_multibase(_SHA256_PREFIX + hashlib.sha256(content).digest())


def empty_bits(size: int) -> bytes:
    """A status list of `size` entries, none of them set."""
    return bytes(new_bitstring(size))


def with_bits(bits: bytes, indexes: frozenset[int]) -> bytes:
    """The list with these entries set; an index beyond the list is `BitsBroken`."""
    changed = bytearray(bits)
    try:
        for index in indexes:
            set_status_bit(changed, index, 1)
    except OpenvcError as error:
        raise BitsBroken(str(error)) from error
    return bytes(changed)


def bit(bits: bytes, index: int) -> bool:
    """Whether the entry is set; an index beyond the list is `BitsBroken`."""
    try:
        return get_status_bit(bits, index) == 1
    except OpenvcError as error:
        raise BitsBroken(str(error)) from error


def bits_set(bits: bytes) -> frozenset[int]:
    """The entries that are set; the first is the highest bit of the first byte."""
    return frozenset(
        at * 8 + place for at, byte in enumerate(bits) if byte for place in range(8) if byte & (0x80 >> place)
    )


def packed(bits: bytes) -> str:
    """The bits as a list is published: gzip, base64url, multibase `u`.

    The head of gzip names a system (RFC 1952, OS), and versions of Python name it differently: it is always Unix here,
    so that the same bits are the same text.
    """
    made = bytearray(urlsafe_b64decode(encode_bitstring(bits)[1:] + "=="))
    made[_GZIP_SYSTEM] = _UNIX
    return "u" + urlsafe_b64encode(made).rstrip(b"=").decode("ascii")


def unpacked(text: str) -> bytes:
    """The bits of a published list; what is not one, or would unpack too large, is `BitsBroken`."""
    try:
        return decode_bitstring(text)
    except OpenvcError as error:
        raise BitsBroken(str(error)) from error


@cache
def _suite() -> DataIntegrityProofSuite:
    return DataIntegrityProofSuite()


@cache
def _extra_contexts() -> dict[str, Document]:
    """Our contexts, less those that openvc bundles word for word: these it keeps processed, which saves time."""
    bundled = bundled_contexts()
    return {address: known for address, known in contexts.documents().items() if bundled.get(address) != known}


@dataclass(frozen=True)
class _Suite:
    """One kind of proof: what makes sure of it, by which curves, and over what."""

    verify: Callable[..., Any]
    curves: frozenset[tuple[str, str]]
    over_statements: bool  # over the statements of JSON-LD; else over the JSON itself


_EDWARDS = frozenset({("OKP", "Ed25519")})
_NIST = frozenset({("EC", "P-256"), ("EC", "P-384")})
_SUITES: Mapping[str, _Suite] = MappingProxyType(
    {
        SUITE: _Suite(_suite().verify, _EDWARDS, over_statements=True),
        ECDSA_RDFC_CRYPTOSUITE: _Suite(EcdsaRdfcProofSuite().verify, _NIST, over_statements=True),
        EDDSA_JCS_CRYPTOSUITE: _Suite(EddsaJcsProofSuite().verify, _EDWARDS, over_statements=False),
        ECDSA_JCS_CRYPTOSUITE: _Suite(EcdsaJcsProofSuite().verify, _NIST, over_statements=False),
    }
)
