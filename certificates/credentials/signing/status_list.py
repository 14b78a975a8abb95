"""The Bitstring status list: which credential versions are revoked, signed and with a date of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from certificates.credentials.rules.award import Issuer, instant, moment, status_list_address
from certificates.credentials.signing import proofs
from certificates.credentials.signing.contexts import VC
from certificates.credentials.signing.keys import Signer

Document = dict[str, Any]

ENTRIES = 131_072
VALID_FOR = timedelta(days=14)
PURPOSE = "revocation"


class ListBroken(Exception):
    """A status list that must not be believed; the message says why."""


class Undated(ListBroken):
    """A status list that does not say from when until when it may be relied on."""


@dataclass(frozen=True)
class ListAge:
    """From when until when a list may be relied on."""

    made_at: datetime
    valid_until: datetime


def build(
    issuer: Issuer,
    list_name: str,
    revoked: Iterable[int],
    *,
    now: datetime,
    related: Mapping[str, str] | None = None,
) -> Document:
    """The unsigned list with these indexes revoked, valid for fourteen days; it may name one `related` resource."""
    address = status_list_address(issuer, list_name)
    indexes = frozenset(revoked)
    for index in indexes:
        check_index(index)
    return {
        "@context": [VC],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": instant(now),
        "validUntil": instant(now + VALID_FOR),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "encodedList": proofs.packed(proofs.with_bits(proofs.empty_bits(ENTRIES), indexes)),
        },
        **({"relatedResource": [dict(related)]} if related else {}),
    }


def signed(document: Document, signer: Signer, *, did: str, now: datetime) -> Document:
    """The list with its proof."""
    return proofs.sign(document, signer, method=signer.public.key_id(did), at=now)


def check_index(index: int) -> None:
    """Raise ValueError for an index that our lists do not have."""
    if not 0 <= index < ENTRIES:
        raise ValueError(f"a status index lies between 0 and {ENTRIES - 1}, not {index}")


def check_named(document: Document, *, address: str, issuer: str) -> None:
    """Raise `ListBroken` unless this is the list that was named, of the same issuer, for revocation.

    Its proof is checked by the caller, who knows the issuer's keys.
    """
    if document.get("id") != address:
        raise ListBroken("The status list that was found is not the one that the record names.")
    named = document.get("issuer")
    if (named.get("id") if isinstance(named, dict) else named) != issuer:
        raise ListBroken("The status list is of another issuer than the record.")
    kinds = document.get("type")
    subject = document.get("credentialSubject")
    if not isinstance(kinds, list) or "BitstringStatusListCredential" not in kinds or not isinstance(subject, dict):
        raise ListBroken("What was found in place of the status list is not a status list.")
    if subject.get("type") != "BitstringStatusList" or subject.get("statusPurpose") != PURPOSE:
        raise ListBroken("The status list is not a list of revocations.")


def is_set(document: Document, index_text: object) -> bool:
    """Whether the entry is set; an index that is no plain number or beyond the list is `ListBroken`."""
    if not isinstance(index_text, str) or not index_text.isascii() or not index_text.isdigit() or len(index_text) > 9:
        raise ListBroken("The place in the status list is not a number.")
    encoded = document["credentialSubject"].get("encodedList")
    if not isinstance(encoded, str) or not encoded.startswith("u"):
        raise ListBroken("The status list cannot be read.")
    try:
        return proofs.bit(proofs.unpacked(encoded), int(index_text))
    except proofs.BitsBroken as error:
        raise ListBroken(f"The status list has no place {index_text}, or cannot be read.") from error


def age(document: Document) -> ListAge:
    """From when until when the list says that it may be relied on; one without these dates is `Undated`."""
    try:
        return ListAge(moment(document.get("validFrom")), moment(document.get("validUntil")))
    except ValueError as error:
        raise Undated("The status list does not say how long it may be relied on.") from error
