"""What courses ask of the packages above: questions of a folder, checks inside lessons, steps of the outline."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from courses.catalogue.claims.judging import Statement
from courses.catalogue.claims.source import CitedSource
from courses.learning.rules.progress import GroupRef, Run
from lms.access import Viewer
from lms.batch import Ids
from lms.db import Session
from lms.manifest import Port
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


@dataclass(frozen=True)
class CoursePage:
    """A page about a course that another package makes, for who takes it; its address is asked with `slug`."""

    label: Any  # a lazy text
    endpoint: str
    of_course: bool = True  # false: one page for all courses, whose address names none


@dataclass(frozen=True)
class ClassPage:
    """A page that another package makes for who teaches a cohort in a room; its address is asked with `uuid`."""

    label: Any  # a lazy text
    words: Any  # what it is for, in a sentence
    endpoint: str


@dataclass(frozen=True)
class PageOfMeeting:
    """A page that another package makes of a meeting of a cohort; its address is asked with its `uuid`.

    It stands on the page of the meeting for whoever holds the permission for the cohort.
    """

    label: Any  # a lazy text
    endpoint: str
    permission: str


class CardPage(Protocol):
    """Knows where the counter card of a course is shown."""

    def __call__(self, slug: str) -> str:
        """The address of its page, for whoever takes the course of this name."""
        ...


@dataclass(frozen=True)
class Reopening:
    """How what was earned with a course stands, in words for its person, and whether they may take it again, or sit."""

    words: str  # such as until when their certificate is valid, or why it ended and what they may do
    chip: str  # the same in a word or two
    tone: str = ""  # "", "ok", "warn", "bad" or "info"
    allowed: bool = False  # another run may begin now
    renews: bool = False  # that run renews what is still in force, or was until its end: what was read stays read
    sits: bool = True  # the final exam may be begun in this run, as far as what was earned is concerned
    url: str = ""  # where they read more; empty: nowhere
    link: str = ""  # what the link to it says
    award: "Callable[[], CourseAward] | None" = None  # what they have from it, in force or waiting: for a page alone


class ReopeningSource(Protocol):
    """Knows what people earned with their courses, and when a course opens again, to renew it or after it ended."""

    def __call__(self, session: Session, runs: Collection[Run], now: datetime) -> Mapping[int, Reopening]:
        """By run, those about which something is to be said; who lost nothing cannot begin again.

        As many queries for many runs as for one.
        """
        ...


class AttendancePapers(Protocol):
    """Knows where confirmations of attendance are: one's own in a cohort, and all of a cohort."""

    def own(self, cohort: str) -> str:
        """The address of one's own, by the public id of the cohort."""
        ...

    def of_cohort(self, cohort: str) -> str:
        """The address of all of a cohort in one file, for who leads it."""
        ...


class SurveyGroups(Protocol):
    """Knows the groups, such as cohorts, for which people run survey forms."""

    def __call__(self, session: Session, viewer: Viewer) -> Mapping[GroupRef, str]:
        """The groups for which this viewer runs forms, with their titles, as a list offers them; one query."""
        ...


@dataclass(frozen=True)
class CredentialHeld:
    """A certificate of a course in force."""

    until: datetime | None  # the moment at which it ends; none: it holds without end


class CredentialSource(Protocol):
    """Knows who holds a certificate in force of which course."""

    def __call__(
        self, session: Session, people: Collection[int], course_ids: Collection[int], now: datetime
    ) -> Mapping[tuple[int, int], CredentialHeld]:
        """By person and course, what is in force at this moment; a constant number of queries for all of them."""
        ...


@dataclass(frozen=True)
class CertificatePicture:
    """The certificate as a picture, as its own pages show it."""

    url: str
    width: int  # CSS pixels
    height: int


@dataclass(frozen=True)
class CourseAward:
    """What somebody has from a course: a certificate, or the right to one that is not made yet."""

    url: str  # its page; of one that waits, the page on which its name is confirmed or which says whom to ask
    is_waiting: bool  # earned, and not made yet
    needs_holder: bool = False  # it waits for its holder, who confirms their name
    until: datetime | None = None  # the moment at which it ends; none: it holds without end, or is not made yet
    picture: CertificatePicture | None = None


@dataclass(frozen=True)
class GainNote:
    """Where a person is with the test before and after a course, in words for them."""

    title: str
    text: str
    url: str
    action: str = ""  # what the button says; empty: nothing is to be done now


class GainSource(Protocol):
    """Knows the tests that are answered before a course and after it."""

    def note(self, session: Session, run: Run, language: str, now: datetime) -> GainNote | None:
        """Where one person is with it; none where the course has none, without a query."""
        ...

    def pairs(self, session: Session, runs: Ids) -> Mapping[int, tuple[float, float]]:
        """What was reached before and after, in percent, by run, of who has answered both, in that order; one query.

        Whoever asks shows them in sums of five people or more alone.
        """
        ...


@dataclass(frozen=True)
class RunDeadline:
    """Until which day a part of a course is to be done in a run."""

    day: date
    is_past: bool  # the day is over, where the group meets


class RunDeadlines(Protocol):
    """Knows until when runs of a group, such as a cohort, have time for modules and for the whole course."""

    def __call__(
        self, session: Session, runs: Collection[Run], now: datetime
    ) -> Mapping[int, Mapping[int, RunDeadline]]:
        """By run, and by the number of the module; 0 is the whole course. A constant number of queries."""
        ...


@dataclass(frozen=True)
class LessonFoot:
    """What stands below a lesson for who takes its course in a group of this kind: a template, and its scripts."""

    group_kind: str
    template: str  # is handed `lesson` and `group_id`
    scripts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assessments:
    """What courses ask of the one package that keeps questions and exams."""

    questions: QuestionBundle
    check_blocks: LessonBlock
    check_keys: CheckKeys
    steps: StepSource
    course_pages: tuple[CoursePage, ...] = ()


ASSESSMENTS: Port[Assessments] = Port("assessments")
COURSE_PAGES: Port[CoursePage] = Port("pages about a course")  # many may fill it
CLASS_PAGES: Port[ClassPage] = Port("pages of a class in a room")  # many may fill it
MEETING_PAGES: Port[PageOfMeeting] = Port("pages of a meeting")  # many may fill it
REOPENING: Port[ReopeningSource] = Port("reopening")
CREDENTIAL_IN_FORCE: Port[CredentialSource] = Port("credential in force")
LESSON_FOOT: Port[LessonFoot] = Port("below lessons")  # many may fill it
RUN_DEADLINES: Port[RunDeadlines] = Port("deadlines of runs")
COUNTER_CARD: Port[CardPage] = Port("counter card")
ATTENDANCE_PAPERS: Port[AttendancePapers] = Port("confirmations of attendance")
GAIN_TEST: Port[GainSource] = Port("gain test")
SURVEY_GROUPS: Port[SurveyGroups] = Port("groups of surveys")
