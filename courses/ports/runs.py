"""What packages above know of runs: what was earned and when a course opens again, gains, deadlines, groups."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from courses.learning.rules.progress import GroupRef, Run
from lms.access import Viewer
from lms.batch import Ids
from lms.db import Session
from lms.manifest import Port


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


REOPENING: Port[ReopeningSource] = Port("reopening")
CREDENTIAL_IN_FORCE: Port[CredentialSource] = Port("credential in force")
RUN_DEADLINES: Port[RunDeadlines] = Port("deadlines of runs")
GAIN_TEST: Port[GainSource] = Port("gain test")
SURVEY_GROUPS: Port[SurveyGroups] = Port("groups of surveys")
