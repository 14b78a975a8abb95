"""An award as an unsigned Open Badges 3.0 credential on the VC Data Model 2.0."""

import hashlib
import unicodedata
from typing import Any

from certificates.credentials.rules import (
    CREDENTIAL_TYPES,
    AchievementFacts,
    Award,
    Issuer,
    Result,
    achievement_address,
    credential_address,
    instant,
    percent,
    percent_required,
    status_list_address,
)
from certificates.credentials.signing.contexts import CREDENTIAL_CONTEXTS

Document = dict[str, Any]

LOCAL_NAME = "ext:localName"
SUPERVISED = "Supervised examination"
UNSUPERVISED = "Unsupervised examination"
_NARRATIVE = {
    True: "Sat under supervision: a person of the programme was present and watched.",
    False: "Sat without supervision: nobody of the programme watched who answered.",
}
_SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}


def build(award: Award) -> Document:
    """The whole unsigned credential of one award; texts are composed (NFC), nothing is null or empty."""
    issuer = award.issuer
    document: Document = {
        "@context": list(CREDENTIAL_CONTEXTS),
        "id": credential_address(issuer, award.uuid),
        "type": list(CREDENTIAL_TYPES),
        "issuer": _profile(issuer) | {"url": issuer.base},
        "name": _text(award.achievement.name),
        "description": _text(award.achievement.description),
        "awardedDate": instant(award.awarded_at),
        "validFrom": instant(award.valid_from),
        "credentialSubject": _subject(award),
        "evidence": [_evidence(award.result)],
        "credentialStatus": _status(award),
        "credentialSchema": [dict(_SCHEMA)],
    }
    if award.valid_until is not None:
        document["validUntil"] = instant(award.valid_until)
    return document


def hashed_email(email: str, salt: str) -> str:
    """The salted hash by which a holder can show that an address is theirs; letter case is folded."""
    folded = unicodedata.normalize("NFC", email).strip().lower()
    return "sha256$" + hashlib.sha256((folded + salt).encode()).hexdigest()


def _text(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _profile(issuer: Issuer) -> Document:
    return {"id": issuer.did, "type": ["Profile"], "name": _text(issuer.name)}


def _subject(award: Award) -> Document:
    return {
        "id": f"urn:uuid:{award.subject_uuid}",
        "type": ["AchievementSubject"],
        "name": _text(award.name),
        "identifier": _identities(award),
        "licenseNumber": award.number,
        "achievement": _achievement(award.issuer, award.achievement, award.result),
        "result": [
            {
                "type": ["Result"],
                "resultDescription": _result_address(award.issuer, award.achievement),
                "value": percent(award.result.share),
            }
        ],
    }


def _identities(award: Award) -> list[Document]:
    """The names in plain text, since a verifier compares them with the paper; the e-mail address only as a hash."""
    identities = [_plain("name", award.name)]
    if award.local_name:
        identities.append(_plain(LOCAL_NAME, award.local_name))
    if award.email:
        identities.append(
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": hashed_email(award.email, award.salt),
                "identityType": "emailAddress",
                "salt": award.salt,
            }
        )
    return identities


def _plain(kind: str, value: str) -> Document:
    return {"type": "IdentityObject", "hashed": False, "identityHash": _text(value), "identityType": kind}


def achievement_document(issuer: Issuer, achievement: AchievementFacts) -> Document:
    """What is awarded, without what one exam demanded."""
    document: Document = {
        "id": achievement_address(issuer, achievement),
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "creator": _profile(issuer),
        "name": _text(achievement.name),
        "description": _text(achievement.description),
        "criteria": {"narrative": _text(achievement.criteria)},
        "inLanguage": achievement.language,
        "version": str(achievement.version),
    }
    if achievement.tags:
        document["tag"] = [_text(tag) for tag in achievement.tags]
    return document


def _achievement(issuer: Issuer, achievement: AchievementFacts, result: Result) -> Document:
    return achievement_document(issuer, achievement) | {
        "resultDescription": [
            {
                "id": _result_address(issuer, achievement),
                "type": ["ResultDescription"],
                "name": _text(result.exam),
                "resultType": "Percent",
                "requiredValue": percent_required(result.cut),
                "valueMin": "0",
                "valueMax": "100",
            }
        ],
    }


def _result_address(issuer: Issuer, achievement: AchievementFacts) -> str:
    return achievement_address(issuer, achievement) + "#percent"


def _evidence(result: Result) -> Document:
    """How it was shown; supervised or not belongs here, since it may differ from holder to holder."""
    return {
        "type": ["Evidence"],
        "name": _text(result.exam),
        "genre": SUPERVISED if result.supervised else UNSUPERVISED,
        "narrative": _NARRATIVE[result.supervised],
    }


def _status(award: Award) -> Document:
    address = status_list_address(award.issuer, award.status.list_name)
    return {
        "id": f"{address}#{award.status.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(award.status.index),
        "statusListCredential": address,
    }
