"""An award as an unsigned Open Badges 3.0 credential on the VC Data Model 2.0."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from certificates.credentials.rules.award import (
    CREDENTIAL_TYPES,
    AchievementFacts,
    Award,
    AwardScope,
    Evidence,
    Genre,
    Issuer,
    TaughtIn,
    Watched,
    achievement_address,
    credential_address,
    instant,
    percent,
    percent_required,
    scope_of,
    status_list_address,
    topics_written,
)
from certificates.credentials.signing.contexts import CREDENTIAL_CONTEXTS

Document = dict[str, Any]

LOCAL_NAME = "ext:localName"
SUPERVISED = "Supervised examination"
UNSUPERVISED = "Unsupervised examination"
COHORT = "Training cohort"
BEFORE_TRAINER = "Examination in the presence of the trainer"
PANEL_DECISION = "Decision of a panel"
SCOPE = "Scope of the certificate"
_SAID = {
    (Genre.EXAM, Watched.SUPERVISED): (
        SUPERVISED,
        "Sat under supervision: a person of the programme was present and watched.",
    ),
    (Genre.EXAM, Watched.NONE): (
        UNSUPERVISED,
        "Sat without supervision: nobody of the programme watched who answered.",
    ),
    (Genre.EXAM, Watched.TRAINER): (
        BEFORE_TRAINER,
        "Sat in the presence of their trainer: nobody else of the programme watched.",
    ),
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
        "evidence": [
            *map(_evidence, award.evidence),
            *_scope(scope_of(award.evidence)),
            *_cohort(award.taught_in),
        ],
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
    scored = _scored(award)
    subject: Document = {
        "id": f"urn:uuid:{award.subject_uuid}",
        "type": ["AchievementSubject"],
        "name": _text(award.name),
        "identifier": _identities(award),
        "licenseNumber": award.number,
        "achievement": _achievement(award, scored),
    }
    if scored:
        subject["result"] = [
            {"type": ["Result"], "resultDescription": one.address, "value": percent(one.score)} for one in scored
        ]
    return subject


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


@dataclass(frozen=True)
class _Scored:
    """A piece of evidence that was scored, and the address that its result points at."""

    address: str
    name: str
    score: Fraction
    cut: Fraction | None


def _scored(award: Award) -> list[_Scored]:
    """What was scored, each with an address of its own; the first keeps the one that it has always had."""
    known = [(one, one.score) for one in award.evidence if one.score is not None]
    base = achievement_address(award.issuer, award.achievement)
    return [
        _Scored(f"{base}#percent" if no == 1 else f"{base}#percent-{no}", one.name, score, one.cut)
        for no, (one, score) in enumerate(known, start=1)
    ]


def _achievement(award: Award, scored: Sequence[_Scored]) -> Document:
    described = achievement_document(award.issuer, award.achievement)
    if scored:
        described["resultDescription"] = [_result_description(one) for one in scored]
    return described


def _result_description(one: _Scored) -> Document:
    described: Document = {
        "id": one.address,
        "type": ["ResultDescription"],
        "name": _text(one.name),
        "resultType": "Percent",
    }
    if one.cut is not None:
        described["requiredValue"] = percent_required(one.cut)
    return described | {"valueMin": "0", "valueMax": "100"}


def _evidence(one: Evidence) -> Document:
    """How it was shown; supervised or not belongs here, since it may differ from holder to holder."""
    if one.genre is Genre.PANEL:
        day = instant(one.at)[:10]
        genre, narrative = PANEL_DECISION, f"A panel of the programme decided on {day}. It is not scored."
    else:
        genre, narrative = _SAID[one.genre, one.watched]
    return {"type": ["Evidence"], "name": _text(one.name), "genre": genre, "narrative": narrative}


def _scope(scope: AwardScope | None) -> list[Document]:
    """For what it certifies, where a scheme says so: beside what was shown, since it may differ between holders."""
    if scope is None:
        return []
    grade = f" Grade: {_text(scope.grade)}." if scope.grade else ""
    languages = f" Language: {', '.join(scope.languages)}." if scope.languages else ""
    narrative = f"Topics: {topics_written(scope.topics)}.{grade}{languages}"
    return [{"type": ["Evidence"], "name": "Scope", "genre": SCOPE, "narrative": narrative}]


def _cohort(taught_in: TaughtIn | None) -> list[Document]:
    """With whom it was learnt: beside what was shown, since it proves nothing itself."""
    if taught_in is None:
        return []
    venue = f" at {_text(taught_in.venue)}" if taught_in.venue.strip() else ""
    trainers = f", taught by {' and '.join(map(_text, taught_in.trainers))}" if taught_in.trainers else ""
    narrative = f"From {taught_in.begins} to {taught_in.ends}{venue}{trainers}."
    return [{"type": ["Evidence"], "name": _text(taught_in.cohort), "genre": COHORT, "narrative": narrative}]


def _status(award: Award) -> Document:
    address = status_list_address(award.issuer, award.status.list_name)
    return {
        "id": f"{address}#{award.status.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(award.status.index),
        "statusListCredential": address,
    }
