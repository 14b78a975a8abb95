"""Whether a certificate file is genuine and in force, told by five checks; pure, and offline by nature."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from certificates.credentials.files.carriers import Carried, Carrier, Unreadable, open_file
from certificates.credentials.rules.award import instant, moment
from certificates.credentials.signing import did, jwt, proofs, status_list
from certificates.credentials.signing.contexts import UnknownContext
from certificates.credentials.verification.report import Check, CheckName, CheckState, Report, Verdict
from certificates.credentials.verification.summary import summarised
from certificates.credentials.verification.trust import Place, Trust, digest

Document = dict[str, Any]

_CERTIFICATES = frozenset({"OpenBadgeCredential", "AchievementCredential"})  # Open Badges 3.0 knows both names


def verify(content: bytes, trust: Trust, *, now: datetime) -> Report:
    """Verify the bytes of a file in any of the five kinds against what is trusted."""
    try:
        carried = open_file(content)
    except Unreadable as error:
        return _unreadable(str(error), error.carrier)
    document = carried.document
    proof = _proof(carried, trust)
    issuer = _issuer(carried, trust)
    believed = proof.ok is True and issuer.ok is True
    checks = (
        proof,
        issuer,
        _status(document, trust, now) if believed else _not_made(CheckName.STATUS),
        _period(document, now) if believed else _not_made(CheckName.PERIOD),
        _file(content, carried, trust),
    )
    return Report(verdict_of(checks), checks, summarised(document), carried.carrier, document)


def verdict_of(checks: tuple[Check, ...]) -> Verdict:
    """Invalid if any check fails; without a sure status or date it is valid with the status unchecked."""
    if any(check.ok is False for check in checks):
        return Verdict.INVALID
    if any(check.ok is None for check in checks if check.name is not CheckName.FILE):
        return Verdict.STATUS_UNCHECKED
    return Verdict.VALID


def _unreadable(reason: str, carrier: Carrier | None) -> Report:
    checks = (
        Check(CheckName.PROOF, False, CheckState.UNREADABLE, reason),
        *(_not_made(name) for name in (CheckName.ISSUER, CheckName.STATUS, CheckName.PERIOD)),
        Check(CheckName.FILE, False, CheckState.UNREADABLE, reason),
    )
    return Report(Verdict.INVALID, checks, None, carrier)


def _not_made(name: CheckName) -> Check:
    return Check(name, None, CheckState.NOT_CHECKED, "Not checked, since the record cannot be believed.")


def _proof(carried: Carried, trust: Trust) -> Check:
    """Whether the signature fits the content, by the key that it names."""
    try:
        key_id = _key_id(carried)
        method = _method(key_id, trust)
        if method is None:
            return Check(
                CheckName.PROOF,
                None,
                CheckState.NOT_CHECKED,
                "The key that signed this record is not one that is trusted here.",
            )
        _prove(carried, method)
        if not is_certificate(carried.document):
            detail = "It is signed, but it is no certificate: keys of an issuer sign other things too."
            return Check(CheckName.PROOF, False, CheckState.UNREADABLE, detail)
    except (proofs.ProofBroken, jwt.TokenBroken, UnknownContext) as error:
        return Check(CheckName.PROOF, False, CheckState.TAMPERED, f"The signature does not fit the content. ({error})")
    suite = jwt.ALGORITHM if carried.token else proofs.SUITE
    return Check(CheckName.PROOF, True, CheckState.HOLDS, f"{suite}, key {key_id}")


def is_certificate(document: Document) -> bool:
    """Whether a record says that it is a certificate; the issuer's status lists are signed with the same key."""
    kinds = document.get("type")
    return isinstance(kinds, list) and any(kind in _CERTIFICATES for kind in kinds if isinstance(kind, str))


def _key_id(carried: Carried) -> str:
    if carried.token is not None:
        return jwt.key_id_of(carried.token)
    proof = carried.document.get("proof")
    if not isinstance(proof, dict) or not isinstance(proof.get("verificationMethod"), str):
        raise proofs.ProofBroken("There is no signature that names its key.")
    return str(proof["verificationMethod"])


def _method(key_id: str, trust: Trust) -> Document | None:
    known = trust.issuers.get(key_id.partition("#")[0])
    return None if known is None else did.asserting_method(known, key_id)


def _prove(carried: Carried, method: Document) -> None:
    if carried.token is None:
        proofs.verify(carried.document, str(method.get("publicKeyMultibase")))
        return
    public = method.get("publicKeyJwk")
    if not isinstance(public, dict):
        raise jwt.TokenBroken("The key that it names does not sign tokens.")
    jwt.verify(carried.token, public)
    jwt.unsigned(carried.document)


def _issuer(carried: Carried, trust: Trust) -> Check:
    """Whether the issuer that the record names is trusted, and the key that signed is its own."""
    issuer = carried.document.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(named, str) or named not in trust.issuers:
        return Check(
            CheckName.ISSUER, False, CheckState.UNKNOWN_ISSUER, f"The issuer {str(named)[:200]} is not known here."
        )
    try:
        key_id = _key_id(carried)
    except (proofs.ProofBroken, jwt.TokenBroken) as error:
        return Check(CheckName.ISSUER, False, CheckState.OTHER_KEY, str(error))
    if did.asserting_method(trust.issuers[named], key_id) is None:
        return Check(CheckName.ISSUER, False, CheckState.OTHER_KEY, f"The record was not signed with a key of {named}.")
    return Check(CheckName.ISSUER, True, CheckState.HOLDS, f"{named}, with one of its published keys")


def _status(document: Document, trust: Trust, now: datetime) -> Check:
    """Whether the entry in the issuer's status list is clear; a list that must not be believed fails the check."""
    entry = document.get("credentialStatus")
    if entry is None:
        return Check(
            CheckName.STATUS, True, CheckState.HOLDS, "The record names no status list, so it cannot be revoked."
        )
    try:
        if not isinstance(entry, dict) or entry.get("statusPurpose") != status_list.PURPOSE:
            raise status_list.ListBroken("The record does not say where its status is kept.")
        address = str(entry.get("statusListCredential"))
        found = trust.lists.get(address)
        if found is None:
            detail = f"The status list {address} is not at hand, so nobody looked whether it was revoked."
            return Check(CheckName.STATUS, None, CheckState.NO_LIST, detail)
        _prove_list(found, document, address, trust)
        is_set = status_list.is_set(found, entry.get("statusListIndex"))
        age = status_list.age(found)
    except (status_list.ListBroken, proofs.ProofBroken, UnknownContext) as error:
        return Check(CheckName.STATUS, False, CheckState.LIST_BROKEN, str(error))
    if is_set:
        return _ended(trust, Place(address, int(entry["statusListIndex"])))
    if not age.made_at <= now < age.valid_until:
        detail = f"Not revoked on {instant(age.made_at)}; that status list was valid until {instant(age.valid_until)}."
        return Check(CheckName.STATUS, None, CheckState.LIST_EXPIRED, detail)
    return Check(CheckName.STATUS, True, CheckState.HOLDS, f"Not revoked; status list of {instant(age.made_at)}")


def _prove_list(found: Document, document: Document, address: str, trust: Trust) -> None:
    issuer = str(document["issuer"]["id"])
    status_list.check_named(found, address=address, issuer=issuer)
    proof = found.get("proof")
    method = did.asserting_method(
        trust.issuers[issuer], str(proof.get("verificationMethod") if isinstance(proof, dict) else None)
    )
    if method is None:
        raise status_list.ListBroken("The status list is not signed with a key of the record's issuer.")
    proofs.verify(found, str(method.get("publicKeyMultibase")))


def _ended(trust: Trust, place: Place) -> Check:
    ending = trust.endings.get(place)
    if ending is None:
        detail = "Ended or suspended by its issuer, who can say which: a status list does not tell them apart."
        return Check(CheckName.STATUS, False, CheckState.ENDED, detail)
    if ending.replaced:
        return Check(CheckName.STATUS, False, CheckState.REPLACED, f"Replaced on {instant(ending.at)}: {ending.reason}")
    return Check(CheckName.STATUS, False, CheckState.REVOKED, f"Revoked on {instant(ending.at)}: {ending.reason}")


def _period(document: Document, now: datetime) -> Check:
    """Whether now lies between validFrom and validUntil; the last moment itself is past."""
    try:
        begins = moment(document.get("validFrom"))
        ends = [moment(end) for end in _ends(document)]
    except ValueError:
        return Check(CheckName.PERIOD, False, CheckState.UNREADABLE, "The dates in the record cannot be read.")
    if now < begins:
        return Check(CheckName.PERIOD, False, CheckState.NOT_YET, f"In force only from {instant(begins)}.")
    if ends and now >= min(ends):
        return Check(CheckName.PERIOD, False, CheckState.EXPIRED, f"It was valid until {instant(min(ends))}.")
    until = f" to {instant(min(ends))}" if ends else ", without end"
    return Check(CheckName.PERIOD, True, CheckState.HOLDS, f"In force from {instant(begins)}{until}")


def _ends(document: Document) -> Iterator[object]:
    proof = document.get("proof")
    if "validUntil" in document:
        yield document["validUntil"]
    if isinstance(proof, dict) and "expires" in proof:
        yield proof["expires"]


def _file(content: bytes, carried: Carried, trust: Trust) -> Check:
    """Whether the file round the record is the one that was issued; only a PDF shows more than its record."""
    if carried.carrier is not Carrier.PDF:
        return Check(CheckName.FILE, True, CheckState.HOLDS, _CARRIERS[carried.carrier])
    if trust.known_file is None:
        detail = "The register of issued files is not at hand: compare the paper with what the signed record says."
        return Check(CheckName.FILE, None, CheckState.NOT_CHECKED, detail)
    if trust.known_file(digest(content)):
        return Check(CheckName.FILE, True, CheckState.HOLDS, "This is the file that was issued, byte for byte.")
    summary = summarised(carried.document)
    return Check(
        CheckName.FILE, False, CheckState.CHANGED, f"The file was changed; the signed record says: {summary.sentence}"
    )


_CARRIERS = {
    Carrier.JSON: "The record itself.",
    Carrier.JWT: "The record itself, as a token.",
    Carrier.PNG: "A picture with the record in it, once.",
    Carrier.SVG: "A picture with the record in it, once.",
}
