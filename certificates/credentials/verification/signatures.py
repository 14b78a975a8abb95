"""Whether a record is as it was signed, and by whom: each signature on it is made sure of, and all must hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from certificates.credentials.files.carriers import Carried
from certificates.credentials.signing import did, jwt, proofs
from certificates.credentials.signing.contexts import UnknownContext
from certificates.credentials.verification import shape
from certificates.credentials.verification.report import Check, CheckName, CheckState
from certificates.credentials.verification.trust import Trust

Document = dict[str, Any]

_MOST_PROOFS = 5  # each takes a tenth of a second
_STATES = (
    (jwt.TokenUnsigned, False, CheckState.NO_SIGNATURE),
    (jwt.TokenContradicts, False, CheckState.INCOMPLETE),
    (jwt.TokenUnsupported, None, CheckState.UNSUPPORTED),
    (proofs.ProofUnsupported, None, CheckState.UNSUPPORTED),
    (UnknownContext, None, CheckState.UNSUPPORTED),
    (proofs.ProofUncovered, False, CheckState.UNCOVERED),
)
_Fault = (proofs.ProofBroken, jwt.TokenBroken, UnknownContext)


@dataclass(frozen=True)
class _Signature:
    """One signature with the key that it says it was made with, where that is trusted."""

    kind: str
    key_id: str
    method: Document | None
    proof: Document | None = None  # None: the record is a token


def checked(carried: Carried, trust: Trust) -> tuple[Check, Check]:
    """The checks of the proof and of the issuer."""
    document, named = carried.document, issuer_of(carried.document)
    try:
        _refuse_no_certificate(carried)
        signatures = list(_signatures(carried, named, trust))
    except _NoCertificate as error:
        return Check(CheckName.PROOF, False, CheckState.NO_CERTIFICATE, str(error)), _not_asked()
    except _NoSignature as error:
        return Check(CheckName.PROOF, False, CheckState.NO_SIGNATURE, str(error)), _not_asked()
    except _Fault as error:
        return _fault(error), _not_asked()
    if named not in trust.issuers:
        detail = f"The issuer {named[:200] or 'of the record'} is not known here."
        unknown = Check(CheckName.ISSUER, None, CheckState.UNKNOWN_ISSUER, detail)
        return _not_made("Not checked, since the issuer is not known here."), unknown
    own = [one for one in signatures if did.asserting_method(trust.issuers[named], one.key_id) is not None]
    proof = _all_together([_proved(carried, one) for one in signatures])
    if proof.ok is True:
        proof = _whole(document, proof)
    if not own:
        detail = f"The record was not signed with a key of {named}."
        return proof, Check(CheckName.ISSUER, False, CheckState.OTHER_KEY, detail)
    return proof, Check(CheckName.ISSUER, True, CheckState.HOLDS, f"{named}, with one of its published keys")


def proofs_of(document: Document) -> list[Any]:
    """The proofs in a record, which stand there alone or in a list."""
    proof = document.get("proof")
    return proof if isinstance(proof, list) else [] if proof is None else [proof]


def issuer_of(document: Document) -> str:
    """The issuer that a record names; an empty text where it names none."""
    issuer = document.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    return named if isinstance(named, str) else ""


class _NoCertificate(Exception):
    """The record is something else."""


class _NoSignature(Exception):
    """The record is not signed at all."""


def _refuse_no_certificate(carried: Carried) -> None:
    if carried.token is not None and "vc" in carried.document:
        raise jwt.TokenUnsupported("The token is of an older form, with the credential in its claim vc.")
    if not shape.is_certificate(carried.document):
        raise _NoCertificate("It does not say that it is a certificate: issuers sign other things too.")


def _signatures(carried: Carried, named: str, trust: Trust) -> Iterator[_Signature]:
    if carried.token is not None:
        yield _of_token(carried.token, named, trust)
        return
    found = proofs_of(carried.document)
    if not found:
        raise _NoSignature("The record holds no signature.")
    if len(found) > _MOST_PROOFS:
        raise proofs.ProofUnsupported(f"The record holds more than {_MOST_PROOFS} signatures.")
    for one in found:
        key_id = one.get("verificationMethod") if isinstance(one, dict) else None
        if not isinstance(one, dict) or not isinstance(key_id, str):
            raise proofs.ProofUnsupported("The record holds a signature that does not name its key.")
        yield _Signature(str(one.get("cryptosuite", one.get("type")))[:40], key_id, _method(key_id, trust), one)


def _of_token(token: str, named: str, trust: Trust) -> _Signature:
    algorithm, key_id = str(jwt.header_of(token).get("alg"))[:20], jwt.key_id_of(token)
    if key_id is None:  # the key itself stands in the header: it counts where the issuer publishes the same
        key_id = _same_key(jwt.header_of(token)["jwk"], trust.issuers.get(named, {}))
    return _Signature(algorithm, key_id, _method(key_id, trust))


def _same_key(public: Document, published: Document) -> str:
    wanted = jwt.thumbprint(public)
    for key_id in did.asserting_ids(published):
        method = did.asserting_method(published, key_id)
        try:
            if method is not None and jwt.thumbprint(proofs.public_jwk(method)) == wanted:
                return key_id
        except _Fault:  # one of the published keys is of a kind that is not known here
            continue
    return "a key in its header"


def _method(key_id: str, trust: Trust) -> Document | None:
    known = trust.issuers.get(key_id.partition("#")[0])
    return None if known is None else did.asserting_method(known, key_id)


def _proved(carried: Carried, signature: _Signature) -> Check:
    """Whether one signature fits the content, by the key that it names."""
    if signature.method is None:
        return _not_made("The key that signed this record is not one that is trusted here.")
    try:
        public = proofs.public_jwk(signature.method)
        if carried.token is None:
            proofs.verify_by(carried.document | {"proof": signature.proof}, public)
        else:
            jwt.verify(carried.token, public)
            jwt.check_claims(carried.document)
    except _Fault as error:
        return _fault(error)
    return Check(CheckName.PROOF, True, CheckState.HOLDS, f"{signature.kind}, key {signature.key_id}")


def _all_together(found: list[Check]) -> Check:
    """One check for all signatures: the first that does not hold, else the first that could not be checked."""
    broken = next((one for one in found if one.ok is False), None)
    if broken is not None and len(found) > 1:
        return Check(CheckName.PROOF, False, CheckState.ONE_OF_SEVERAL, broken.detail)
    unsure = next((one for one in found if one.ok is None), None)
    if broken or unsure:
        return broken or unsure or found[0]
    return Check(CheckName.PROOF, True, CheckState.HOLDS, "; ".join(one.detail for one in found))


def _whole(document: Document, proof: Check) -> Check:
    missing = shape.problems(document)
    if not missing:
        return proof
    detail = "It is signed, but this is missing in it or wrong: " + ", ".join(missing) + "."
    return Check(CheckName.PROOF, False, CheckState.INCOMPLETE, detail)


def _fault(error: Exception) -> Check:
    for kind, ok, state in _STATES:
        if isinstance(error, kind):
            return Check(CheckName.PROOF, ok, state, str(error))
    return Check(CheckName.PROOF, False, CheckState.TAMPERED, f"The signature does not fit the content. ({error})")


def _not_made(why: str) -> Check:
    return Check(CheckName.PROOF, None, CheckState.NOT_CHECKED, why)


def _not_asked() -> Check:
    detail = "Not checked, since the record cannot be believed."
    return Check(CheckName.ISSUER, None, CheckState.NOT_CHECKED, detail)
