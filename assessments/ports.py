"""What assessments ask of the packages above: papers of many kinds, credentials in force, evidence and who reads it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from assessments.candidate_files.rules import AppealPeriod
from lms.access import Viewer
from lms.manifest import Port


@dataclass(frozen=True)
class ProtocolSheet:
    """A printed protocol: facts of the room, a row for each candidate, a line for each supervisor, and its words."""

    title: str
    language: str
    words: Mapping[str, str]
    facts: Sequence[tuple[str, str]]
    candidates: Sequence[tuple[str, str]]  # name and place
    supervisors: Sequence[str]
    made_at: datetime


PROTOCOL_SHEETS: Port[Callable[[ProtocolSheet], bytes]] = Port("protocol-sheets")  # makes one PDF


@dataclass(frozen=True)
class FoundEvidence:
    """Something that is known of a person and speaks for them where they are a candidate.

    `outcome` may say `met` (competence → yes or no), `cuts` (rules of the scheme that are met) and `facts` (what has
    happened, as steps of a scheme name it); whatever else it says is shown and kept.
    """

    person_id: int
    kind: str  # as schemes name kinds of evidence; a scheme that does not collect it leaves it out
    ref: str  # such as "performance:12"
    digest: str  # SHA-256 of what it says: when that changes it is a new version of the same piece
    title: str
    at: datetime
    competences: Sequence[str] = ()  # for which it speaks; none: all whose rule names its kind
    outcome: Mapping[str, Any] = field(default_factory=dict)
    observed_by_id: int | None = None  # a qualified expert, where one was there
    by_machine: bool = False  # scored by a machine alone: a person confirms it before a panel


class EvidenceSource(Protocol):
    """One source of evidence, such as performances of workshops."""

    kinds: frozenset[str]  # the beginnings of its refs, before the colon; what it does not answer any more is withdrawn

    def pieces(self, session: Session, people: Collection[int], now: datetime) -> Sequence[FoundEvidence]:
        """What speaks for these people; as many queries for many as for one."""
        ...


EVIDENCE_SOURCES: Port[EvidenceSource] = Port("sources of evidence")  # filled once for each source


class CredentialsInForce(Protocol):
    """Whose credentials cover which topics on a day: rule 4 of the pathway asks this of assessors."""

    def __call__(self, session: Session, people: Collection[int], on: date) -> Mapping[int, frozenset[str]]:
        """By person the topics that credentials in force cover, ours and recognised ones; who holds none is missing."""
        ...


CREDENTIALS_IN_FORCE: Port[CredentialsInForce] = Port("credentials in force")


@dataclass(frozen=True)
class MissionSheet:
    """A mission report on paper, all of it in words: facts, terms of reference, sections with their entries."""

    title: str
    language: str
    words: Mapping[str, str]  # heading, terms, digest
    facts: Sequence[tuple[str, str]]
    terms: Sequence[tuple[str, str]]  # topic and text
    sections: Sequence[tuple[str, Sequence[tuple[str, Sequence[tuple[str, str]]]]]]  # title; head and fields of entries
    digest: str  # empty for what was not delivered
    made_at: datetime


MISSION_SHEETS: Port[Callable[[MissionSheet], bytes]] = Port("mission-sheets")  # makes one PDF


# Those of these people whose evidence this viewer may read, for all in one query; many packages may know some.
EVIDENCE_READERS: Port[Callable[[Session, Viewer, Collection[int]], Collection[int]]] = Port("evidence-readers")


@dataclass(frozen=True)
class DossierPiece:
    """One piece of evidence in a dossier: its facts, what was written, its files in words, small JPEGs with their alt
    texts, and what witnesses said, each with who they are."""

    title: str
    facts: Sequence[tuple[str, str]]
    text: str
    files: Sequence[str]
    pictures: Sequence[tuple[bytes, str]]
    witnesses: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class DossierSheet:
    """A dossier as it is printed, with an index of its pieces."""

    title: str
    language: str
    words: Mapping[str, str]
    facts: Sequence[tuple[str, str]]
    pieces: Sequence[DossierPiece]
    made_at: datetime


DOSSIERS: Port[Callable[[DossierSheet], bytes]] = Port("dossiers")  # makes one PDF


class AppealPeriods(Protocol):
    """Tells what was decided about people, and until when that may be appealed."""

    def periods(self, session: Session, people: Collection[int], now: datetime) -> Mapping[int, Sequence[AppealPeriod]]:
        """By person; about whom nothing was decided is missing. As many queries for many as for one."""
        ...


APPEAL_PERIODS: Port[AppealPeriods] = Port("appeal-periods")


@dataclass(frozen=True)
class PlanSheet:
    """One printed plan, which begins a new page: a heading, facts, and a table with its head on every page of it."""

    title: str
    facts: Sequence[tuple[str, str]]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


@dataclass(frozen=True)
class PlanSheets:
    """Printed plans of a workshop as one file, upright or on its side."""

    title: str
    language: str
    sheets: Sequence[PlanSheet]
    made_at: datetime
    sideways: bool = False


WORKSHOP_PLANS: Port[Callable[[PlanSheets], bytes]] = Port("workshop-plans")  # makes one PDF


@dataclass(frozen=True)
class PaperCriterion:
    """A criterion on paper: its title, a remark such as that it is critical, and its levels with their words."""

    title: str
    remark: str
    levels: Sequence[tuple[str, str]]  # number with title, what is seen


@dataclass(frozen=True)
class PaperMarkingSheet:
    """A marking sheet to be filled in by hand: one page or more, its code on each.

    `picture` shows who performs, as a small JPEG with its alt text, where they agreed and stand before the assessor.
    """

    title: str
    code: str
    language: str
    words: Mapping[str, str]
    facts: Sequence[tuple[str, str]]
    criteria: Sequence[PaperCriterion]
    grades: Sequence[str]
    offers_flag: bool
    made_at: datetime
    picture: tuple[bytes, str] | None = None


MARKING_SHEETS: Port[Callable[[Sequence[PaperMarkingSheet]], bytes]] = Port("marking-sheets")  # makes one PDF of all
