"""Pages that packages above make of courses, classes and meetings, and what they put below lessons."""

from dataclasses import dataclass
from typing import Any, Protocol

from lms.manifest import Port


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


class AttendancePapers(Protocol):
    """Knows where confirmations of attendance are: one's own in a cohort, and all of a cohort."""

    def own(self, cohort: str) -> str:
        """The address of one's own, by the public id of the cohort."""
        ...

    def of_cohort(self, cohort: str) -> str:
        """The address of all of a cohort in one file, for who leads it."""
        ...


@dataclass(frozen=True)
class LessonFoot:
    """What stands below a lesson for who takes its course in a group of this kind: a template, and its scripts."""

    group_kind: str
    template: str  # is handed `lesson` and `group_id`
    scripts: tuple[str, ...] = ()


COURSE_PAGES: Port[CoursePage] = Port("pages about a course")  # many may fill it
CLASS_PAGES: Port[ClassPage] = Port("pages of a class in a room")  # many may fill it
MEETING_PAGES: Port[PageOfMeeting] = Port("pages of a meeting")  # many may fill it
LESSON_FOOT: Port[LessonFoot] = Port("below lessons")  # many may fill it
COUNTER_CARD: Port[CardPage] = Port("counter card")
ATTENDANCE_PAPERS: Port[AttendancePapers] = Port("confirmations of attendance")
