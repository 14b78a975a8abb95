"""What courses ask about the quizzes and exams that are steps of an outline."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from courses.learning.rules.progress import Run
from lms.batch import Ids
from lms.db import Session


class StepKind(StrEnum):
    """What a step of the outline is, beside a lesson."""

    QUIZ = "quiz"
    EXAM = "exam"
    GAIN = "gain"  # a test before the course and after it: beside the steps, since nothing waits for it


@dataclass(frozen=True)
class StepInfo:
    """A quiz or exam as a step of the outline: what is the same for everybody who takes this version."""

    slug: str
    kind: StepKind
    title: str
    url: str
    minutes: int | None = None


@dataclass(frozen=True)
class StepState:
    """How a step stands for one person: words for a chip, its tone, and whether they can begin or go on now."""

    words: str
    tone: str = ""  # "", "ok", "warn", "bad" or "info"
    ready: bool = True
    note: str = ""  # such as when the next attempt opens
    attempts: int = 0  # begun in this run
    passed: bool | None = None  # none: there is no result yet
    last_at: datetime | None = None  # when the last attempt was begun, or handed in if it was
    percent: str = ""  # the result as people read it, such as "85 %"; empty: there is none yet


@dataclass(frozen=True)
class StepAttempt:
    """One attempt at a quiz or exam as who leads a course reads it: when, and how it came out; never an answer."""

    slug: str
    no: int
    at: datetime  # when it was handed in, else when it was begun
    words: str  # the result, or how the attempt stands
    tone: str = ""


@dataclass(frozen=True)
class AfterFailing:
    """What comes after a quiz or exam that was not passed: when it may be tried again, and what to read before."""

    words: str = ""  # why it may not be tried now; empty: it may
    opens_at: datetime | None = None  # when it may, where a moment is known
    lessons: tuple[str, ...] = ()  # to read again, by slug, most often wrong first


class ChangeKind(StrEnum):
    """What became of a quiz or exam from one version of a course to another."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class StepChange:
    """A quiz or exam in two versions of a course."""

    slug: str
    title: str
    kind: StepKind
    change: ChangeKind
    words: tuple[str, ...] = ()  # what is different, each in a sentence
    stands: bool = False  # who has passed it has passed it in the other version too


class StepSource(Protocol):
    """Knows the quizzes and exams of course versions; what is asked of people is asked for many runs at once."""

    def steps(
        self, session: Session, course_version_ids: Collection[int], language: str = ""
    ) -> Mapping[int, Sequence[StepInfo]]:
        """What never changes of a version, by version; asked seldom and remembered. One query."""
        ...

    def states(self, session: Session, runs: Ids, now: datetime) -> Mapping[int, Mapping[str, StepState]]:
        """How steps stand in these runs, by run and slug; one not begun may be left out. One query or two for all."""
        ...

    def after_failing(
        self, session: Session, run: Run, slug: str, lessons: Sequence[str], now: datetime
    ) -> AfterFailing:
        """When a step that was not passed in this run may be tried again, and which of these lessons to read.

        Seven queries at most.
        """
        ...

    def attempts(self, session: Session, runs: Ids) -> Mapping[int, Sequence[StepAttempt]]:
        """Every attempt in these runs, step by step in order; a run without any may be left out. One query."""
        ...

    def changes(self, session: Session, before: int, after: int, language: str = "") -> Sequence[StepChange]:
        """Every step of two versions of one course beside each other, those of the later one first."""
        ...

    def under_way(self, session: Session, runs: Ids) -> Collection[int]:
        """Those of these runs in which an attempt is under way. One query."""
        ...
