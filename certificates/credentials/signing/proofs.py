"""Data Integrity proofs and status bits: the one door to openvc and pyld.

Another suite or library is a change of this module alone. Contexts come from `contexts`, and no other address is ever
loaded, so a proof means the same with and without a network.
"""

import base64
import copy
from collections import Counter, defaultdict
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol

from openvc.errors import OpenvcError
from openvc.multibase import decode_multibase, encode_multibase
from openvc.proof.contexts import DocumentLoaderError, bundled_contexts, document_loader, pyld_options
from openvc.proof.data_integrity import CRYPTOSUITE, DataIntegrityProofSuite
from openvc.status.bitstring import decode_bitstring, encode_bitstring, get_status_bit, new_bitstring, set_status_bit
from pyld import jsonld

from certificates.credentials.signing import contexts

Document = dict[str, Any]

SUITE = CRYPTOSUITE
SIGNATURE_ALGORITHM = "EdDSA"

_ED25519_PREFIX = b"\xed\x01"  # multicodec ed25519-pub
_ED25519_BYTES = 32
_ANY_TIME = datetime(9000, 1, 1, tzinfo=UTC)  # the library refuses what begins later than this, whatever it is told
_MOST_ALIKE = 6  # nameless parts that look alike; one of ours has none


class ProofBroken(Exception):
    """The proof does not hold; the message says why, in the words of the library."""


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
    raw = raw_key(public)
    _refuse_other_contexts(document.get("@context"))
    _refuse_uncovered({name: member for name, member in document.items() if name != "@context"})
    _refuse_costly(document)
    try:
        _suite().verify(
            copy.deepcopy(document),
            public_key_jwk={"kty": "OKP", "crv": "Ed25519", "x": _base64url(raw)},
            extra_contexts=_extra_contexts(),
            check_temporal=False,
            now=_ANY_TIME,
        )
    except OpenvcError as error:
        raise ProofBroken(str(error)) from error


def _refuse_other_contexts(named: Any) -> None:
    """Refuse contexts written into the record, or named more than once: each costs time, and none changes a proof."""
    if not isinstance(named, list) or not all(isinstance(one, str) for one in named) or len(set(named)) < len(named):
        raise ProofBroken("The record does not name its contexts plainly, each once.")


def _refuse_uncovered(value: Any) -> None:
    """Refuse what makes no statement (null, nothing, keywords): put in later, it would not break the proof."""
    if value is None or value in ([], {}):
        raise ProofBroken("The record holds empty members, which a signature does not cover.")
    if isinstance(value, dict) and any(name.startswith("@") for name in value):
        raise ProofBroken("The record holds keywords, which a signature does not cover.")
    if isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            _refuse_uncovered(member)


def _refuse_costly(document: Document) -> None:
    """Refuse a record made to keep the canonical form busy for hours, before that is begun.

    Naming nameless parts that look alike takes time that grows with the factorial of their number (RDF Dataset
    Canonicalization, section 7.1, "Dataset Poisoning"); parts that differ in themselves cost nothing.
    """
    proof = document.get("proof")
    if not isinstance(proof, dict) or not all(isinstance(member, str) for member in proof.values()):
        raise ProofBroken("The proof is not one plain object.")
    unsecured = {name: member for name, member in document.items() if name != "proof"}
    try:
        dataset = jsonld.to_rdf(unsecured, pyld_options(document_loader(_extra_contexts())))
    except (jsonld.JsonLdError, DocumentLoaderError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise ProofBroken(_cause(error)) from error
    if sum(count for count in Counter(_looks(dataset).values()).values() if count > 1) > _MOST_ALIKE:
        raise ProofBroken("The record has too many nameless parts that look alike.")


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


def raw_key(multibase: str) -> bytes:
    """The 32 bytes of an Ed25519 Multikey; any other text is `ProofBroken`."""
    try:
        content = decode_multibase(multibase)
    except OpenvcError as error:
        raise ProofBroken(f"The key cannot be read: {error}") from error
    if content[:2] != _ED25519_PREFIX or len(content) != 2 + _ED25519_BYTES:
        raise ProofBroken("The key is not an Ed25519 key.")
    return content[2:]


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


def packed(bits: bytes) -> str:
    """The bits as a list is published: gzip, base64url, multibase `u`."""
    return encode_bitstring(bits)


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


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
