"""What a record says, in the few facts that a person compares with the paper; read leniently, since a record may be
of any issuer, and believed only as far as the checks beside it hold."""

from dataclasses import dataclass
from typing import Any

from certificates.credentials.issuing.document import BEFORE_TRAINER, COHORT, LOCAL_NAME, SUPERVISED, UNSUPERVISED
from certificates.credentials.rules.award import Watched

Document = dict[str, Any]

_LONGEST = 300
_WATCHED = {SUPERVISED: Watched.SUPERVISED, UNSUPERVISED: Watched.NONE, BEFORE_TRAINER: Watched.TRAINER}


@dataclass(frozen=True)
class Summary:
    """Who, what, by whom, from when until when; a fact that the record does not give is an empty text."""

    id: str
    name: str
    local_name: str
    achievement: str
    number: str
    issuer: str
    issuer_name: str
    awarded_at: str
    valid_from: str
    valid_until: str
    supervised: bool | None
    result: str
    required: str
    cohort: str = ""
    taught: str = ""  # when, where and by whom, in the words of the record

    @property
    def sentence(self) -> str:
        """The facts that stand on the paper, in one line."""
        until = f" until {self.valid_until[:10]}" if self.valid_until else ""
        number = f", number {self.number}" if self.number else ""
        return (
            f"{self.name}, {self.achievement}{number}, issued by {self.issuer_name}, "
            f"in force from {self.valid_from[:10]}{until}."
        )


def summarised(document: Document) -> Summary:
    """The facts of a record in its JSON form, or of a token's payload."""
    subject = _object(document.get("credentialSubject"))
    achievement = _object(subject.get("achievement"))
    issuer = document.get("issuer")
    profile = _object(issuer)
    cohort = next((one for one in map(_object, _list(document.get("evidence"))) if is_cohort(one)), {})
    return Summary(
        id=_text(document.get("id")),
        name=_identity(subject, "name") or _text(subject.get("name")),
        local_name=_identity(subject, LOCAL_NAME),
        achievement=_text(achievement.get("name")) or _text(document.get("name")),
        number=_text(subject.get("licenseNumber")),
        issuer=_text(issuer) or _text(profile.get("id")),
        issuer_name=_text(profile.get("name")),
        awarded_at=_text(document.get("awardedDate")),
        valid_from=_text(document.get("validFrom")),
        valid_until=_text(document.get("validUntil")),
        supervised=_supervised(document),
        result=_text(_first(subject.get("result")).get("value")),
        required=_text(_first(achievement.get("resultDescription")).get("requiredValue")),
        cohort=_text(cohort.get("name")),
        taught=_text(cohort.get("narrative")),
    )


def _identity(subject: Document, kind: str) -> str:
    """The plain identity of a kind."""
    for one in _list(subject.get("identifier")):
        identity = _object(one)
        if identity.get("identityType") == kind and identity.get("hashed") is False:
            return _text(identity.get("identityHash"))
    return ""


def _supervised(document: Document) -> bool | None:
    """Supervised only if every piece of evidence was; None where the record does not say."""
    each = [watched_said(_object(one)) for one in _list(document.get("evidence"))]
    said = [one for one in each if one is not None]
    return all(one is Watched.SUPERVISED for one in said) if said else None


def watched_said(evidence: Document) -> Watched | None:
    """Who watched, as this piece of evidence says; None where it does not say."""
    return _WATCHED.get(_text(evidence.get("genre")))


def is_cohort(evidence: Document) -> bool:
    """Whether it says with whom it was learnt, and not how it was shown."""
    return evidence.get("genre") == COHORT


def _first(value: Any) -> Document:
    return _object(next(iter(_list(value)), None))


def _object(value: Any) -> Document:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""
