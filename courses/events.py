"""What courses say has happened."""

from dataclasses import dataclass
from typing import Any

from courses.cohorts.events import CohortEnded
from lms.events import Event
from lms.gettext_noop import N_

__all__ = [
    "AppendicesLoaded",
    "CohortEnded",
    "CourseCompleted",
    "CourseFilesHeld",
    "CoursePieceRead",
    "CourseVersionPublished",
    "CourseVersionWaits",
    "CourseWithdrawn",
    "FinalExamOpened",
    "PaperChecked",
    "PaperKeyedIn",
    "PaperSetAside",
    "PersonEnrolled",
    "ReviewRuleDecided",
    "ReviewRuleProposed",
    "RunEnded",
    "RunGroupChanged",
    "RunMoved",
    "RunReopened",
    "SupervisorNamed",
    "SupervisorRequestEnded",
    "SurveyCodeClosed",
    "SurveyCodeMade",
    "SurveyFormPublished",
]


@dataclass(frozen=True, kw_only=True)
class CourseVersionPublished(Event):
    """A new version of a course was loaded and is open to whoever begins from now on; the subject is the course."""

    name = "course.version-published"
    said = N_("Course version published")
    no: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class CourseVersionWaits(Event):
    """A new version was loaded and lacks signatures, so that nobody begins it yet; the subject is the course."""

    name = "course.version-waits"
    said = N_("Course version loaded; it waits for signatures")
    no: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class CoursePieceRead(Event):
    """A specialist signed a lesson, question or word, or returned it; the subject is the course."""

    name = "course.piece-read"
    said = N_("Course text signed or returned by a specialist")
    reading: str
    language: str
    kind: str
    piece: str
    verdict: str
    text_hash: str


@dataclass(frozen=True, kw_only=True)
class ReviewRuleProposed(Event):
    """Somebody proposed whose signatures a course needs before it is published; the subject is the course."""

    name = "course.review-rule-proposed"
    said = N_("Signatures that a course needs: change proposed")
    rule: str
    before: list[dict[str, Any]]
    after: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class ReviewRuleDecided(Event):
    """A second person confirmed the proposal, or somebody took it back; the subject is the course."""

    name = "course.review-rule-decided"
    said = N_("Signatures that a course needs: change decided")
    rule: str
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class CourseFilesHeld(Event):
    """Somebody loaded or exported a version: they hold its questions with their keys; the subject is the course."""

    name = "course.files-held"
    said = N_("Course files with their answers stored")
    course_version_id: int


@dataclass(frozen=True, kw_only=True)
class AppendicesLoaded(Event):
    """Somebody loaded the official Appendices as a file; the subject is what was kept of it."""

    name = "appendices.loaded"
    said = N_("Official Appendices loaded")
    valid_on: str  # the day that the file speaks of
    digest: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class PersonEnrolled(Event):
    """A person began a run of a course, or somebody began it for them; the subject is the person."""

    name = "course.person-enrolled"
    said = N_("Course started")
    course_id: int
    course_version_id: int
    enrolment_id: int
    group: str | None  # kind:id


@dataclass(frozen=True, kw_only=True)
class RunEnded(Event):
    """A run of a person ended, and why; the subject is the person, the actor who ended it."""

    name = "course.run-ended"
    said = N_("Course ended for one person")
    course_id: int
    enrolment_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RunGroupChanged(Event):
    """An open run came into a group, such as a cohort, or left it; the subject is the person."""

    name = "course.run-group-changed"
    said = N_("Cohort of a course start changed")
    course_id: int
    enrolment_id: int
    before: str | None  # kind:id
    after: str | None


@dataclass(frozen=True, kw_only=True)
class RunReopened(Event):
    """A run that had ended with an annulled attempt goes on: the attempt counts again; the subject is the person."""

    name = "course.run-reopened"
    said = N_("Course opened again for one person")
    course_id: int
    enrolment_id: int


@dataclass(frozen=True, kw_only=True)
class CourseCompleted(Event):
    """A person has read every lesson and done every step of their version in one run; the subject is the person."""

    name = "course.completed"
    said = N_("Course completed")
    course_id: int
    course_version_id: int
    enrolment_id: int


@dataclass(frozen=True, kw_only=True)
class FinalExamOpened(Event):
    """Somebody let a person sit the final exam before what it waits for is done; the subject is the person."""

    name = "course.final-opened"
    said = N_("Final exam opened for one person")
    course_id: int
    enrolment_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SurveyFormPublished(Event):
    """A form, or a new version of it, can be asked from now on; the subject is the form."""

    name = "survey.form-published"
    said = N_("Form published")
    no: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class SurveyCodeMade(Event):
    """Somebody opened a form to a group; the subject is the code."""

    name = "survey.code-made"
    said = N_("Form opened to a group")
    form_version_id: int
    group: str | None  # kind:id


@dataclass(frozen=True, kw_only=True)
class SurveyCodeClosed(Event):
    """Somebody closed a form before its time; the subject is the code."""

    name = "survey.code-closed"
    said = N_("Form closed")


@dataclass(frozen=True, kw_only=True)
class PaperKeyedIn(Event):
    """Somebody copied an answered sheet of paper; the subject is the code, the actor who copied it."""

    name = "survey.paper-keyed-in"
    said = N_("Paper form entered")
    answer: str  # its uuid


@dataclass(frozen=True, kw_only=True)
class PaperChecked(Event):
    """A second person copied a sheet of paper too, so it counts; the subject is the code."""

    name = "survey.paper-checked"
    said = N_("Paper form checked by a second person")
    answer: str  # its uuid
    corrected: int  # answers that are not what the first person copied


@dataclass(frozen=True, kw_only=True)
class PaperSetAside(Event):
    """A sheet of paper that was keyed in does not count; the subject is the code."""

    name = "survey.paper-set-aside"
    said = N_("Paper form put aside")
    answer: str  # its uuid


@dataclass(frozen=True, kw_only=True)
class SupervisorNamed(Event):
    """An officer named whom to ask so many months after a course; the subject is the officer."""

    name = "survey.supervisor-named"
    said = N_("Supervisor named")
    request_id: int
    course_id: int
    months: int


@dataclass(frozen=True, kw_only=True)
class SupervisorRequestEnded(Event):
    """Nothing more is asked of a supervisor, and why; the subject is the officer, the actor is nobody for a link."""

    name = "survey.supervisor-request-ended"
    said = N_("Request to a supervisor closed")
    request_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RunMoved(Event):
    """A run goes on in another version of its course; the subject is the person, the actor who decided that."""

    name = "course.run-moved"
    said = N_("Person moved to a newer version")
    course_id: int
    enrolment_id: int
    version_before: int
    version_after: int


@dataclass(frozen=True, kw_only=True)
class CourseWithdrawn(Event):
    """Nobody begins a course any more, or again somebody may; the subject is the course."""

    name = "course.withdrawn"
    said = N_("Course withdrawn or offered again")
    withdrawn: bool
    reason: str
