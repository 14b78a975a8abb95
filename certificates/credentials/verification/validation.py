"""The shape that a credential must have before it is signed: our own check, by a table of members.

It covers what `document.build` can write, and is stricter than the published schema where that leaves things open
(no null, no empty array or text, composed characters, addresses under the issuer's own host).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from certificates.credentials.rules.award import CREDENTIAL_TYPES, moment
from certificates.credentials.rules.issuers import host_of
from certificates.credentials.signing.contexts import CREDENTIAL_CONTEXTS
from lms.errors import RuleBroken

Check = Callable[[Any, str], Iterator[str]]

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def problems(document: Mapping[str, Any]) -> list[str]:
    """What is wrong with an unsigned credential, each with the place of the member; empty means it may be signed."""
    found = [*_CREDENTIAL(document, "credential"), *_unwritable(document, "credential")]
    if not found:
        found.extend(_disagreements(document))
    return found


def check(document: Mapping[str, Any]) -> None:
    """Refuse to go on with a document that is not a whole credential."""
    found = problems(document)
    if found:
        raise RuleBroken("The certificate cannot be signed: " + "; ".join(found) + ".")


def _members(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """An object with these members and no others."""

    def check_object(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{place} is not an object"
            return
        yield from (f"{place}.{name} is missing" for name in required if name not in value)
        for name, member in value.items():
            judge = required.get(name) or optional.get(name)
            if judge is None:
                yield f"{place}.{name} is not a member of it"
            else:
                yield from judge(member, f"{place}.{name}")

    return check_object


def _each(judge: Check) -> Check:
    def check_list(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, list) or not value:
            yield f"{place} is not a list with something in it"
            return
        for at, member in enumerate(value):
            yield from judge(member, f"{place}[{at}]")

    return check_list


def _matching(pattern: str, meaning: str) -> Check:
    compiled = re.compile(pattern, re.DOTALL)

    def check_text(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield f"{place} is not {meaning}"

    return check_text


def _exactly(*expected: Any) -> Check:
    def check_value(value: Any, place: str) -> Iterator[str]:
        if not any(value == one and type(value) is type(one) for one in expected):
            yield f"{place} is not {' or '.join(map(repr, expected))}"

    return check_value


def _moment(value: Any, place: str) -> Iterator[str]:
    try:
        moment(value)
    except ValueError:
        yield f"{place} is not a moment with time zone"


def _unwritable(value: Any, place: str) -> Iterator[str]:
    """Null, and text that is not composed (NFC): two spellings of one name would have two signatures."""
    if value is None:
        yield f"{place} is null"
    elif isinstance(value, str) and unicodedata.normalize("NFC", value) != value:
        yield f"{place} is not in composed characters (NFC)"
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _unwritable(member, f"{place}.{name}")
    elif isinstance(value, list):
        for at, member in enumerate(value):
            yield from _unwritable(member, f"{place}[{at}]")


def _disagreements(document: Mapping[str, Any]) -> Iterator[str]:
    """Parts that point at each other and do not fit."""
    base = f"https://{host_of(document['issuer']['id'])}/"
    subject, status = document["credentialSubject"], document["credentialStatus"]
    for place, address in (
        ("credential.id", document["id"]),
        ("credential.credentialSubject.achievement.id", subject["achievement"]["id"]),
        ("credential.credentialStatus.statusListCredential", status["statusListCredential"]),
    ):
        if not address.startswith(base):
            yield f"{place} does not begin with {base}"
    described = {one["id"] for one in subject["achievement"].get("resultDescription", ())}
    if any(one["resultDescription"] not in described for one in subject.get("result", ())):
        yield "credential.credentialSubject.result points at no result description"
    if "validUntil" in document and moment(document["validUntil"]) <= moment(document["validFrom"]):
        yield "credential.validUntil is not after validFrom"
    if status["id"] == status["statusListCredential"]:
        yield "credential.credentialStatus.id is the address of its list"


_WORDS = _matching(r"\S(?:.*\S)?", "a text without blanks round it")
_ADDRESS = _matching(r"https://[^\s]+", "an https address")
_DID = _matching(r"did:web:[a-z0-9.-]+", "a did:web without port and path")
_PERCENT = _matching(r"(?:\d|[1-9]\d|100)(?:\.\d)?", "a percentage")
_PROFILE = {"id": _DID, "type": _exactly(["Profile"]), "name": _WORDS}

_RESULT_DESCRIPTION = _members(
    {"id": _ADDRESS, "type": _exactly(["ResultDescription"]), "name": _WORDS, "resultType": _exactly("Percent")},
    {"requiredValue": _PERCENT, "valueMin": _PERCENT, "valueMax": _PERCENT},
)
_ACHIEVEMENT = _members(
    {
        "id": _ADDRESS,
        "type": _exactly(["Achievement"]),
        "achievementType": _exactly("Certificate", "Certification"),
        "creator": _members(_PROFILE, {}),
        "name": _WORDS,
        "description": _WORDS,
        "criteria": _members({"narrative": _WORDS}, {}),
        "inLanguage": _matching(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "a language tag"),
        "version": _matching(r"[1-9]\d*", "a version number"),
    },
    {"tag": _each(_WORDS), "resultDescription": _each(_RESULT_DESCRIPTION)},
)
_IDENTITY = _members(
    {
        "type": _exactly("IdentityObject"),
        "hashed": _exactly(True, False),
        "identityHash": _WORDS,
        "identityType": _matching(r"name|emailAddress|ext:[A-Za-z0-9._-]+", "a kind of identity"),
    },
    {"salt": _matching(r"\S{16,}", "a salt of at least 16 characters")},
)
_SUBJECT = _members(
    {
        "id": _matching(f"urn:uuid:{_UUID}", "a urn:uuid"),
        "type": _exactly(["AchievementSubject"]),
        "name": _WORDS,
        "identifier": _each(_IDENTITY),
        "licenseNumber": _WORDS,
        "achievement": _ACHIEVEMENT,
    },
    {
        "result": _each(
            _members({"type": _exactly(["Result"]), "resultDescription": _ADDRESS, "value": _PERCENT}, {}),
        ),
    },
)
_STATUS = _members(
    {
        "id": _ADDRESS,
        "type": _exactly("BitstringStatusListEntry"),
        "statusPurpose": _exactly("revocation"),
        "statusListIndex": _matching(r"0|[1-9]\d{0,5}", "a place in a list, as decimal text"),
        "statusListCredential": _ADDRESS,
    },
    {},
)
_CREDENTIAL = _members(
    {
        "@context": _exactly(list(CREDENTIAL_CONTEXTS)),
        "id": _ADDRESS,
        "type": _exactly(list(CREDENTIAL_TYPES)),
        "issuer": _members(_PROFILE | {"url": _ADDRESS}, {}),
        "name": _WORDS,
        "description": _WORDS,
        "awardedDate": _moment,
        "validFrom": _moment,
        "credentialSubject": _SUBJECT,
        "evidence": _each(
            _members({"type": _exactly(["Evidence"]), "name": _WORDS, "genre": _WORDS, "narrative": _WORDS}, {}),
        ),
        "credentialStatus": _STATUS,
        "credentialSchema": _each(
            _members({"id": _ADDRESS, "type": _exactly("1EdTechJsonSchemaValidator2019")}, {}),
        ),
    },
    {"validUntil": _moment},
)
