"""What courses ask about questions: those of a folder, and the checks inside lessons."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from courses.catalogue.claims.judging import Statement
from courses.catalogue.claims.source import CitedSource
from lms.db import Session
from lms.text.problems import Problem


@dataclass(frozen=True)
class Mention:
    """A name used somewhere in a course folder, with the place, so that a fault can be shown where it stands."""

    name: str
    file: str
    line: int


@dataclass(frozen=True)
class PictureSize:
    """The natural size of a picture, in its own pixels."""

    width: int
    height: int


@dataclass(frozen=True)
class NotExamined:
    """What may be taught but not examined yet: sources that do not carry a question alone, words that speak of it."""

    reason: str  # a sentence for the author
    sources: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class CourseFacts:
    """What the questions and exams of a folder must fit: lessons, sources, pictures, and the names that lessons use."""

    slug: str
    lessons: Mapping[str, str]  # slug in the order of the course → slug of its module
    sources: Mapping[str, CitedSource]  # of sources.yaml by code; empty where that file has faults of its own
    figures: Mapping[str, PictureSize]  # name in figures/ → its size
    checks: tuple[Mention, ...]  # `::: check …` inside lessons
    checkpoints: tuple[Mention, ...]  # the quiz at the end of a module
    final: Mention | None  # the exam at the end of the course
    not_examined: tuple[NotExamined, ...] = ()
    gain_test: Mention | None = None  # the test before the course and after it


@dataclass(frozen=True)
class StoredPicture:
    """A picture of a loaded course: where a page finds it, and its natural size."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Translated:
    """A course in another language, as a folder of its own, and its pictures."""

    files: Mapping[str, bytes]
    pictures: Mapping[str, StoredPicture]


@dataclass(frozen=True)
class LoadedVersion:
    """A course version that was just written, for those who hang questions and exams on it."""

    id: int
    course_id: int
    slug: str
    no: int
    title: str
    language: str
    facts: CourseFacts
    pictures: Mapping[str, StoredPicture]  # name in figures/ → the stored picture
    translations: Mapping[str, "Translated"] = field(default_factory=dict)  # by language


@dataclass(frozen=True)
class QuestionText:
    """A question of a course folder as a specialist reads it: what it asks, what is right, and why."""

    id: str
    lesson: str
    stem: str
    lines: Sequence[str]  # everything that it says, each part in a line
    sources: Sequence[str]  # their codes, each with a place behind a colon where one is named
    content: Any  # all that its entry says, as JSON


class QuestionBundle(Protocol):
    """Reads the questions and exams of a course folder; `files` maps a path inside the folder to its content."""

    def check(self, files: Mapping[str, bytes], facts: CourseFacts, today: date) -> list[Problem]:
        """What is wrong with them on this day, with file and line; unknown checks and steps of the facts included."""
        ...

    def advice(self, files: Mapping[str, bytes], facts: CourseFacts) -> Sequence[str]:
        """What their author should look at although nothing is wrong: a sentence each, with its figures."""
        ...

    def compare(self, files: Mapping[str, bytes], translated: Mapping[str, bytes]) -> list[Problem]:
        """Where the questions of a translation, as a folder of its own, differ from these in more than their words."""
        ...

    def statements(self, files: Mapping[str, bytes], facts: CourseFacts) -> Sequence[Statement]:
        """What each question says, as far as it can be read, with the sources that carry it."""
        ...

    def texts(self, files: Mapping[str, bytes]) -> Sequence[QuestionText]:
        """Every question of a folder with its key, in order; the folder was checked before."""
        ...

    def load(
        self,
        session: Session,
        files: Mapping[str, bytes],
        version: LoadedVersion,
        *,
        actor_id: int | None,
        now: datetime,
    ) -> None:
        """Keep them for this version, in the same transaction; the folder was checked before."""
        ...

    def withdrawn(self, session: Session, course_id: int, now: datetime) -> Sequence[str]:
        """What new papers do not ask although the folder of the course has it, and why: a sentence each."""
        ...


@dataclass(frozen=True)
class CheckPlace:
    """A check inside a lesson: its id, the anchor round it, the address that takes its answer, and where to report it.

    All checks of a page stand in one form, which the page puts round them: so the answers to the others come along.
    """

    id: str
    anchor: str
    action: str
    report: str = ""  # where a mistake in it is reported; empty: nowhere


@dataclass(frozen=True)
class CheckAnswer:
    """What was sent from the checks of a page, and which of them is asked about."""

    check: str
    form: Mapping[str, Sequence[str]]

    @property
    def of_a_page(self) -> bool:
        """Whether a page of ours asked, which says which version of the question it showed."""
        return "of" in self.form


@dataclass(frozen=True)
class CheckBlocks:
    """The checks as they stand in the page, by id; the scripts and style sheets they use, as plain names of assets."""

    html: Mapping[str, str]
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    judges: tuple[str, ...] = ()  # scripts that give their results in the browser, in this order
    outcome: str = ""  # of the check that was answered: "right", "partly" or "wrong"; empty where nothing was judged
    told: str = ""  # what is said of that answer, as HTML: its result, or why it was not judged
    is_stale: bool = False  # it was an answer to another version of the question, and so was not judged
    pictures: tuple[str, ...] = ()  # the addresses of those that are fetched with the page: none that are left out


class LessonBlock(Protocol):
    """Shows the checks inside a lesson; at most one query for all of them."""

    def __call__(
        self,
        session: Session,
        course_version_id: int,
        places: Sequence[CheckPlace],
        answer: CheckAnswer | None,
    ) -> CheckBlocks:
        """The checks in HTML that is safe to put into the page; with `answer`, that one with its result.

        What was sent for the others stands in their fields, and is not judged.
        """
        ...


class CheckKeys(Protocol):
    """Tells what is right in the checks of lessons, for a page that is read without a connection.

    Practice questions alone: whatever is asked in a quiz or an exam is never among them.
    """

    def __call__(self, session: Session, course_version_id: int, checks: Collection[str]) -> Mapping[str, object]:
        """The checks by id as JSON, and the words of their results; at most two queries for all of them."""
        ...
