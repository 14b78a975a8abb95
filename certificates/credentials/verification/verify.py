"""Whether a certificate file is genuine and in force, told by five checks; pure, and offline by nature."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from certificates.credentials.files.carriers import Carried, Carrier, Unreadable, open_file
from certificates.credentials.rules.award import instant, moment
from certificates.credentials.signing import did, proofs, status_list
from certificates.credentials.signing.contexts import UnknownContext
from certificates.credentials.verification import signatures
from certificates.credentials.verification.report import Check, CheckName, CheckState, Report, Verdict
from certificates.credentials.verification.summary import summarised
from certificates.credentials.verification.trust import Place, Trust, digest

Document = dict[str, Any]

_LAST_SECOND = 253_402_300_799  # of the year 9999


def verify(content: bytes, trust: Trust, *, now: datetime) -> Report:
    """Verify the bytes of a file in any of the five kinds against what is trusted."""
    try:
        carried = open_file(content)
    except Unreadable as error:
        return _unreadable(error)
    document = carried.document
    proof, issuer = signatures.checked(carried, trust)
    issuer = _registered(document, proof, issuer, trust)
    believed = proof.ok is True and issuer.ok is True
    checks = (
        proof,
        issuer,
        _status(document, trust, now) if believed else _not_made(CheckName.STATUS),
        _period(document, now) if believed else _not_made(CheckName.PERIOD),
        _file(content, carried, trust) if believed else _not_made(CheckName.FILE),
    )
    return Report(verdict_of(checks), checks, summarised(document), carried.carrier, document)


def verdict_of(checks: tuple[Check, ...]) -> Verdict:
    """Invalid if any check fails, but for one that only begins later; not checked without a sure signature."""
    states = {check.name: check.ok for check in checks}
    failed = {check.state for check in checks if check.ok is False}
    if failed:
        return Verdict.NOT_YET if failed == {CheckState.NOT_YET} else Verdict.INVALID
    if states[CheckName.PROOF] is None or states[CheckName.ISSUER] is None:
        return Verdict.NOT_CHECKED
    if states[CheckName.FILE] is None:
        return Verdict.FILE_UNCHECKED
    return Verdict.STATUS_UNCHECKED if None in states.values() else Verdict.VALID


def _unreadable(error: Unreadable) -> Report:
    reason, state = str(error), CheckState.ENCRYPTED if error.encrypted else CheckState.UNREADABLE
    checks = (
        Check(CheckName.PROOF, False, state, reason),
        *(_not_made(name) for name in (CheckName.ISSUER, CheckName.STATUS, CheckName.PERIOD)),
        Check(CheckName.FILE, False, state, reason),
    )
    return Report(Verdict.INVALID, checks, None, error.carrier)


def _not_made(name: CheckName) -> Check:
    return Check(name, None, CheckState.NOT_CHECKED, "Not checked, since the record cannot be believed.")


def _registered(document: Document, proof: Check, issuer: Check, trust: Trust) -> Check:
    """The check of the issuer, which does not hold for a record that the whole register of the issuer lacks.

    A key may be stolen: then this alone shows what it signed.
    """
    issued = trust.issued.get(signatures.issuer_of(document))
    if issuer.ok is not True or proof.ok is False or issued is None or not issued.whole:
        return issuer
    if issued.files_of(document) is not None:
        return issuer
    begins = "Signed with this issuer's key, but not in its register" if proof.ok else "Not in the issuer's register"
    return Check(CheckName.ISSUER, False, CheckState.NOT_IN_REGISTER, f"{begins}: it was never issued.")


def _status(document: Document, trust: Trust, now: datetime) -> Check:
    """Whether each entry in the issuer's status lists is clear; a list that must not be believed fails the check."""
    entry = document.get("credentialStatus")
    if entry in (None, []):
        return Check(
            CheckName.STATUS, True, CheckState.HOLDS, "The record names no status list, so it cannot be revoked."
        )
    found = [_entry(one, document, trust, now) for one in (entry if isinstance(entry, list) else [entry])]
    unsure = next((one for one in found if one.ok is None), found[0])
    return next((one for one in found if one.ok is False), unsure)


def _entry(entry: Any, document: Document, trust: Trust, now: datetime) -> Check:
    """What one entry says; one of another kind is not accused, but nobody looked."""
    if not isinstance(entry, dict) or entry.get("statusPurpose") != status_list.PURPOSE:
        detail = "The record keeps its status in a way that is not known here, so nobody looked whether it was revoked."
        return Check(CheckName.STATUS, None, CheckState.NO_LIST, detail)
    try:
        address = str(entry.get("statusListCredential"))
        found = trust.lists.get(address)
        if found is None:
            detail = f"The status list {address} is not at hand, so nobody looked whether it was revoked."
            return Check(CheckName.STATUS, None, CheckState.NO_LIST, detail)
        _prove_list(found, document, address, trust)
        is_set = status_list.is_set(found, entry.get("statusListIndex"))
        age = None if is_set else status_list.age(found)
    except status_list.Undated as error:
        return Check(CheckName.STATUS, None, CheckState.LIST_EXPIRED, str(error))
    except (status_list.ListBroken, proofs.ProofBroken, UnknownContext) as error:
        return Check(CheckName.STATUS, False, CheckState.LIST_BROKEN, str(error))
    if age is None:
        return _ended(trust, Place(address, int(entry["statusListIndex"])))
    if not age.made_at <= now < age.valid_until:
        detail = f"Not revoked on {instant(age.made_at)}; that status list was valid until {instant(age.valid_until)}."
        return Check(CheckName.STATUS, None, CheckState.LIST_EXPIRED, detail)
    return Check(CheckName.STATUS, True, CheckState.HOLDS, f"Not revoked; status list of {instant(age.made_at)}")


def _prove_list(found: Document, document: Document, address: str, trust: Trust) -> None:
    issuer = signatures.issuer_of(document)
    status_list.check_named(found, address=address, issuer=issuer)
    proof = found.get("proof")
    method = did.asserting_method(
        trust.issuers[issuer], str(proof.get("verificationMethod") if isinstance(proof, dict) else None)
    )
    if method is None:
        raise status_list.ListBroken("The status list is not signed with a key of the record's issuer.")
    proofs.verify_by(found, proofs.public_jwk(method))


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
        return Check(CheckName.PERIOD, False, CheckState.INCOMPLETE, "The dates in the record cannot be read.")
    if now < begins:
        return Check(CheckName.PERIOD, False, CheckState.NOT_YET, f"In force only from {instant(begins)}.")
    if ends and now >= min(ends):
        return Check(CheckName.PERIOD, False, CheckState.EXPIRED, f"It was valid until {instant(min(ends))}.")
    until = f" to {instant(min(ends))}" if ends else ", without end"
    return Check(CheckName.PERIOD, True, CheckState.HOLDS, f"In force from {instant(begins)}{until}")


def _ends(document: Document) -> Iterator[object]:
    if "validUntil" in document:
        yield document["validUntil"]
    expires = document.get("exp")
    if isinstance(expires, int | float):  # a token that says its end there alone
        yield datetime.fromtimestamp(max(0, min(expires, _LAST_SECOND)), UTC).isoformat()
    for proof in signatures.proofs_of(document):
        if isinstance(proof, dict) and "expires" in proof:
            yield proof["expires"]


def _file(content: bytes, carried: Carried, trust: Trust) -> Check:
    """Whether the file round the record is one that was issued round it; pictures and papers show more than it."""
    if carried.carrier in _BARE:
        return Check(CheckName.FILE, True, CheckState.HOLDS, _BARE[carried.carrier])
    issued = trust.issued.get(signatures.issuer_of(carried.document))
    known = None if issued is None else issued.files_of(carried.document)
    if known is None:
        detail = "No register of issued files is at hand: compare what it shows with what the signed record says."
        return Check(CheckName.FILE, None, CheckState.NOT_CHECKED, detail)
    if digest(content) in known:
        return Check(CheckName.FILE, True, CheckState.HOLDS, "This is the file that was issued, byte for byte.")
    summary = summarised(carried.document)
    return Check(
        CheckName.FILE, False, CheckState.CHANGED, f"The file was changed; the signed record says: {summary.sentence}"
    )


_BARE = {Carrier.JSON: "The record itself.", Carrier.JWT: "The record itself, as a token."}
