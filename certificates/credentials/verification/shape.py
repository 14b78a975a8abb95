"""What Open Badges 3.0 demands of every certificate, of any maker: the members that its published schema requires.

Looser than `validation`, which says what ours must be before it is signed.
"""

from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]

KINDS = frozenset({"OpenBadgeCredential", "AchievementCredential"})  # Open Badges 3.0 knows both names

_IN_ACHIEVEMENT = {
    "creator": ("id", "type"),
    "resultDescription": ("id", "type", "name", "resultType"),
    "alignment": ("type", "targetName", "targetUrl"),
    "related": ("id", "type"),
    "image": ("id", "type"),
    "otherIdentifier": ("type", "identifier", "identifierType"),
}


def is_certificate(document: Document) -> bool:
    """Whether a record says that it is a certificate; the issuer's status lists are signed with the same key."""
    return not KINDS.isdisjoint(each_text(document.get("type")))


def problems(document: Document) -> list[str]:
    """What is missing in a record, each by its place; empty means that it is whole."""
    subject = document.get("credentialSubject")
    return [
        *_missing(document, "credential", texts=("id", "validFrom"), others=("@context", "type", "issuer")),
        *_wrong_kind(document, "credential", "VerifiableCredential"),
        *_issuer(document.get("issuer")),
        *_subject(subject),
        *_each_missing(document, "evidence", "type"),
        *_each_missing(document, "credentialSchema", "id", "type"),
        *_each_missing(document, "credentialStatus", "type"),
        *_each_missing(document, "termsOfUse", "type"),
        *_each_missing(document, "refreshService", "id", "type"),
    ]


def each_text(value: Any) -> set[str]:
    """The texts of a member that may stand alone or in a list."""
    return {one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)}


def _issuer(issuer: Any) -> Iterator[str]:
    if isinstance(issuer, dict):
        yield from _missing(issuer, "issuer", texts=("id",), others=("type",))
    elif not isinstance(issuer, str) or not issuer:
        yield "issuer"


def _subject(subject: Any) -> Iterator[str]:
    if not isinstance(subject, dict):
        yield "credentialSubject"
        return
    place = "credentialSubject"
    yield from _wrong_kind(subject, place, "AchievementSubject")
    if not subject.get("id") and not subject.get("identifier"):
        yield f"{place}.id"
    yield from _each_missing(subject, "identifier", "type", "hashed", "identityHash", "identityType", within=place)
    yield from _each_missing(subject, "result", "type", within=place)
    achievement = subject.get("achievement")
    if not isinstance(achievement, dict):
        yield f"{place}.achievement"
        return
    inside = f"{place}.achievement"
    yield from _missing(achievement, inside, texts=("id", "name", "description"), others=("type",))
    yield from _wrong_kind(achievement, inside, "Achievement")
    if not isinstance(achievement.get("criteria"), dict):
        yield f"{inside}.criteria"
    for member, names in _IN_ACHIEVEMENT.items():
        yield from _each_missing(achievement, member, *names, within=inside)


def _missing(part: Document, place: str, *, texts: tuple[str, ...], others: tuple[str, ...]) -> Iterator[str]:
    yield from (f"{place}.{name}" for name in texts if not isinstance(part.get(name), str) or not part[name])
    yield from (f"{place}.{name}" for name in others if part.get(name) in (None, "", [], {}))


def _wrong_kind(part: Document, place: str, kind: str) -> Iterator[str]:
    if kind not in each_text(part.get("type")):
        yield f"{place}.type ({kind})"


def _each_missing(part: Document, member: str, *names: str, within: str = "credential") -> Iterator[str]:
    """The members that each object of a list, or the one that stands alone, must have."""
    if member not in part:
        return
    value = part[member]
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, dict):
            yield f"{within}.{member}"
            continue
        yield from (f"{within}.{member}.{name}" for name in names if one.get(name) in (None, "", []))
