"""Ports: the shapes of what the ground floor asks of the packages above; their manifests fill them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.calendars import CalendarEvent


@dataclass(frozen=True)
class MenuEntry:
    """One entry of the main menu, shown to those who hold the permission anywhere."""

    label: Any  # a lazy text
    endpoint: str
    permission: str
    order: int
    under: str = ""  # the endpoint of an entry on whose pages it stands instead, for whoever may use that one too


class StepGroup(StrEnum):
    """Under which heading of the home page a step stands that is not the first."""

    OWN = "own"  # about oneself: what one learns, sits, earned
    DUTY = "duty"  # others wait for it
    OFFER = "offer"  # nothing waits for it: it could be begun
    DONE = "done"  # earned: there is nothing left to do but to see it


@dataclass(frozen=True)
class StepPicture:
    """A picture that shows what a step is about; its title says the same in words."""

    url: str
    width: int  # CSS pixels
    height: int


@dataclass(frozen=True)
class NextStep:
    """Something that waits for a person: what, why, and the one button that starts it."""

    title: str
    text: str
    action: str
    url: str
    order: int  # the lowest is shown first
    progress: tuple[int, int] | None = None  # done of all
    group: StepGroup = StepGroup.OWN
    minutes: int | None = None  # that it takes
    picture: StepPicture | None = None
    eyebrow: str = ""  # what it is, over the title; empty: something that waits


@dataclass(frozen=True)
class HomePart:
    """What stands on the home page beside what waits: a template, and what it is handed."""

    template: str  # its headings are of level 2
    values: Mapping[str, Any]
    order: int  # the lowest is shown first
    beside: bool = True  # in the second column of a wide page; else under what waits


class WhatNext(Protocol):
    """Answers what a person should do next in one area."""

    def __call__(self, session: Session, person: Viewer, now: datetime) -> Sequence[NextStep | HomePart]:
        """The steps that wait, most urgent first, and what else home shows of the area; none is a good answer."""
        ...


class FirstAsked(Protocol):
    """What one area asks the database first, as SQL without a table round it: home asks all of it in one statement."""

    def __call__(self, person: Viewer, now: datetime) -> Sequence[ColumnElement[Any]]:
        """Conditions, or figures; nothing where the area has nothing for this person whatever the database says."""
        ...


class Follows(Protocol):
    """Answers the same where the answers to what was asked first spare it a question."""

    def __call__(
        self, session: Session, person: Viewer, now: datetime, told: Sequence[Any]
    ) -> Sequence[NextStep | HomePart]:
        """As `WhatNext`; `told` are the answers, in the order in which they were asked for."""
        ...


@dataclass(frozen=True)
class HomeSource:
    """What one area brings to the home page; the rest is asked where one answer to `first` is true, or more than 0."""

    first: FirstAsked
    ask: WhatNext | None = None
    follows: Follows | None = None  # instead of `ask`


class Health(StrEnum):
    """How a check of this installation came out."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One answer of `lms doctor`: what was looked at, how it is, and how to mend it."""

    name: str
    health: Health
    detail: str


HealthCheck = Callable[[Session, datetime], list[Finding]]
HealthFigures = Callable[[Session], dict[str, float]]
StoredFiles = Callable[[Session], Iterable[str]]  # keys of `lms.storage`
StartCheck = Callable[[Session], None]  # raises RuleBroken where the application must not start
RestoreCheck = Callable[[Path], None]  # handed the unpacked folder of a backup; raises RuleBroken to refuse
ComposedAssets = Callable[[], Mapping[str, bytes]]  # files put together at the start, by plain name
Notice = Callable[[], str | None]
Unprintable = Callable[[str], list[str]]  # the signs of a text that our papers cannot print


@dataclass(frozen=True)
class AuditedRecord:
    """One thing of which the audit trail tells: whose it is, and what its entry must say of it."""

    place: int  # grows from record to record; all records of one subject have the same
    subject: str
    said: Mapping[str, Any]


@dataclass(frozen=True)
class AuditedRecords:
    """One kind of record that is compared with the audit trail: each has an entry, and each entry its record.

    `next` answers the records of the next places after the one that it is given, with all of a subject together and
    in the order in which they happened; nothing where there are no more. It asks a constant number of queries.
    """

    title: str  # in English, many of them: "results"
    event: str  # the name of the entries
    next: Callable[[Session, int], Sequence[AuditedRecord]]
    newest_only: bool = False  # what is kept is the newest state alone
    paired_by: str = ""  # the member that says which entry is of which record; else their order does


@dataclass(frozen=True)
class SubjectLink:
    """What a thing of the record is called, and where it is; no address: it has no page, or not for this viewer."""

    title: str
    url: str = ""


class SubjectLinks(Protocol):
    """Tells of the things in which entries of the audit trail happened what they are called, to who may open them."""

    kinds: frozenset[str]  # what stands before the colon of a subject

    def links(self, session: Session, viewer: Viewer, kind: str, ids: Collection[int]) -> Mapping[int, SubjectLink]:
        """Those of these things that the viewer may open, by id; one query for all."""
        ...


@dataclass(frozen=True)
class ApplicationRow:
    """One application as lists show it: what is asked for, by whom, since when and where; decided, also how."""

    uuid: str
    title: str
    applicant: str
    since: datetime
    place: str  # the administration, or in words where there is none yet
    place_key: str  # what the filter of places names it by
    email: str = ""
    words: str = ""  # of the applicant
    warnings: tuple[str, ...] = ()  # what whoever decides should look at first
    url: str | None = None  # a page of its own, where there is one
    outcome: str = ""  # in words, once it is decided
    reason: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""


@dataclass(frozen=True)
class ApplicationsWaiting:
    """How many applications wait, and since when the oldest."""

    count: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class ApplicationVerdict:
    """What somebody decides of an application; a refusal has a reason."""

    approves: bool
    reason: str = ""


@dataclass(frozen=True)
class ApplicationKind:
    """A kind of application that lies with coordinators and administrators: an account, a move, a place in a course.

    Whom it reaches is the kind's own rule: each function takes the viewer, and asks the database a constant number of
    questions; `standing` is such a question, of the whole installation where there is no viewer. `decide` does it for
    one, in the transaction of its session, and says what became of it; it raises `RuleBroken` where it may not be,
    `NotFound` where the viewer may not see it. Whoever decided it first decided it.
    """

    name: str
    title: Any  # a lazy text
    waiting: Callable[[Session, Viewer], Sequence[ApplicationRow]]
    decided: Callable[[Session, Viewer], Sequence[ApplicationRow]]  # newest first, some hundreds
    standing: Callable[[Viewer | None], Select[int, datetime | None]]  # how many wait, and since when the oldest
    decide: Callable[[Session, str, ApplicationVerdict, Viewer, datetime], str]


class TakeOver(Protocol):
    """Takes over what a document says that was published after the backup which is restored."""

    def __call__(self, session: Session, content: bytes, now: datetime) -> list[str]:
        """What was taken over, in sentences; RuleBroken for a document that must not be believed."""
        ...


class CalendarSource(Protocol):
    """Answers what one area has planned for people, for their calendars; for many at once."""

    def __call__(
        self, session: Session, people: Collection[int], now: datetime
    ) -> Mapping[int, Sequence[CalendarEvent]]:
        """The events of each of these people, cancelled ones too; who has none may be missing."""
        ...


class DemoPart(Protocol):
    """One area's part of the demonstration; `world` carries what earlier parts made."""

    def __call__(self, world: dict[str, Any], now: datetime) -> None:
        """Load the part, once."""
        ...
