"""What an award is: the plain facts from which a credential, a paper and a badge are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction

from certificates.credentials.rules.issuers import host_of

CREDENTIAL_TYPES = ("VerifiableCredential", "OpenBadgeCredential")


@dataclass(frozen=True)
class Issuer:
    """Who awards, under which did:web; every address in a credential begins with `base`."""

    did: str
    name: str

    @property
    def base(self) -> str:
        """The https address of the issuer's host, without a slash at its end."""
        return f"https://{host_of(self.did)}"


@dataclass(frozen=True)
class AchievementFacts:
    """What is awarded: one version of one certificate of the programme."""

    slug: str
    version: int
    name: str
    description: str
    criteria: str
    language: str
    tags: Sequence[str] = ()
    translated: bool = False  # in another language than its own


class Genre(StrEnum):
    """What kind of evidence it is."""

    EXAM = "exam"
    PANEL = "panel"  # a panel decided on the evidence of a whole way: nothing of it is scored


class Watched(StrEnum):
    """Who watched while it was shown."""

    NONE = "none"
    TRAINER = "trainer"  # only people who teach the holder
    SUPERVISED = "supervised"  # at least one who does not


@dataclass(frozen=True)
class Standard:
    """The record by which a cut score came into force."""

    ref: str  # such as "cut-score:3"
    set_by: str
    method: str
    provisional: bool


@dataclass(frozen=True)
class AwardScope:
    """For what somebody is certified: topics by their codes, the grade in words, languages by their codes."""

    topics: tuple[str, ...]
    grade: str = ""  # empty: the scheme has no grades
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """One piece of what an award rests on: what it was, how it came out where it was scored, and what caused it."""

    genre: Genre
    name: str  # such as the title of the exam
    watched: Watched
    at: datetime
    score: Fraction | None = None  # reached, a share between 0 and 1; none where it was not scored
    cut: Fraction | None = None  # demanded, likewise
    cause: str | None = None  # such as "attempt:7"
    standard: Standard | None = None  # the record of the cut; kept inside, never in the signed document
    scope: AwardScope | None = None  # of what a panel decided; the one of the newest decision counts

    @property
    def supervised(self) -> bool:
        """Whether somebody watched who does not teach the holder."""
        return self.watched is Watched.SUPERVISED


@dataclass(frozen=True)
class TaughtIn:
    """The cohort in which it was earned: what it is called, where and when it met, the checked names of who taught."""

    cohort: str
    venue: str  # may be empty
    begins: date
    ends: date
    trainers: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatusEntry:
    """The place of one credential version in a status list."""

    list_name: str
    index: int


@dataclass(frozen=True)
class Award:
    """One version of one credential; a newer version keeps `uuid` and `awarded_at`."""

    issuer: Issuer
    achievement: AchievementFacts
    uuid: str
    version: int
    number: str
    name: str
    local_name: str
    email: str
    salt: str
    subject_uuid: str
    evidence: Sequence[Evidence]
    status: StatusEntry
    awarded_at: datetime
    made_at: datetime  # when this version was asked for: the signature and the papers bear it
    valid_from: datetime
    valid_until: datetime | None
    taught_in: TaughtIn | None = None  # none: in no cohort, or issued before cohorts were named
    paper_language: str | None = None  # that its holder chose for the words of the paper; none: nobody was asked


def scope_of(evidence: Sequence[Evidence]) -> AwardScope | None:
    """For what an award certifies: the scope of the decision that is named last; none where it has no scope."""
    return next((one.scope for one in reversed(evidence) if one.scope is not None), None)


def topics_written(topics: Sequence[str]) -> str:
    """Topics as records and papers write them."""
    return ", ".join(one.replace("-", " ") for one in topics)


def credential_address(issuer: Issuer, uuid: str) -> str:
    """The id of a credential; all its versions share it."""
    return f"{issuer.base}/credentials/{uuid}"


def achievement_address(issuer: Issuer, achievement: AchievementFacts) -> str:
    """The id of one version of an achievement; in another language than its own it is a text of its own."""
    own = f"{issuer.base}/achievements/{achievement.slug}/{achievement.version}"
    return f"{own}/{achievement.language}" if achievement.translated else own


def status_list_address(issuer: Issuer, list_name: str) -> str:
    """Where the signed status list is published."""
    return f"{issuer.base}/status/{list_name}"


def key_address(issuer_did: str, key_name: str) -> str:
    """Where one public key is published as a bare JWK."""
    return f"https://{host_of(issuer_did)}/keys/{key_name}.json"


def instant(moment: datetime) -> str:
    """A moment as credentials write it: whole seconds, UTC, `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: object) -> datetime:
    """The moment that a credential writes; a text without time zone, or none at all, is a ValueError."""
    read = datetime.fromisoformat(str(text))
    if read.tzinfo is None or "T" not in str(text):
        raise ValueError(f"the date {str(text)[:40]!r} has no time or no time zone")
    return read


def percent(share: Fraction) -> str:
    """A share as percent with at most one decimal, rounded down so that a fail never reads as a pass."""
    tenths = share * 1000 // 1
    whole, rest = divmod(int(tenths), 10)
    return f"{whole}.{rest}" if rest else str(whole)


def percent_required(share: Fraction) -> str:
    """A cut score as percent with at most one decimal, rounded up: what is printed is always enough."""
    return percent(Fraction(-(-share * 1000 // 1), 1000))
