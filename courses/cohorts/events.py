"""What cohorts say has happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class CohortProposed(Event):
    """Somebody proposed a cohort; the subject is the cohort."""

    name = "cohort.proposed"
    said = N_("Cohort proposed")
    course_id: int
    country: str
    administration_id: int | None


@dataclass(frozen=True, kw_only=True)
class CohortDecided(Event):
    """A proposed cohort was opened or refused; the subject is the cohort."""

    name = "cohort.decided"
    said = N_("Cohort opened or refused")
    approved: bool
    by_certificate: bool
    reason: str
    course_version_id: int


@dataclass(frozen=True, kw_only=True)
class CohortChanged(Event):
    """Title, days, time zone, venue or language of a cohort changed; what did not change is left out."""

    name = "cohort.changed"
    said = N_("Cohort changed")
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class CohortVersionChanged(Event):
    """A cohort goes on in a newer version of its course; without an actor that is a correction's doing.

    Each run that moved with it says so itself. The subject is the cohort.
    """

    name = "cohort.version-changed"
    said = N_("Version of a cohort changed")
    version_before: int
    version_after: int
    left: int  # runs that could not be moved at that moment


@dataclass(frozen=True, kw_only=True)
class CohortEnded(Event):
    """A cohort ended for all its participants; their runs go on until they end. The subject is the cohort."""

    name = "cohort.ended"
    said = N_("Cohort ended")
    reason: str


@dataclass(frozen=True, kw_only=True)
class CohortCodeMade(Event):
    """A cohort has a new join code, which is not told here; the subject is the cohort."""

    name = "cohort.code-made"
    said = N_("Join code made")
    code_id: int
    until: str


@dataclass(frozen=True, kw_only=True)
class CohortCodeEnded(Event):
    """A join code works no more; the subject is the cohort."""

    name = "cohort.code-ended"
    said = N_("Join code ended")
    code_id: int


@dataclass(frozen=True, kw_only=True)
class ParticipantStateChanged(Event):
    """How an officer stands in a cohort changed; the subject is the person."""

    name = "cohort.participant-state-changed"
    said = N_("Status of a participant changed")
    cohort_id: int
    participant_id: int
    before: str | None
    after: str
    reason: str
    to_cohort_id: int | None
    substitute_id: int | None


@dataclass(frozen=True, kw_only=True)
class HandOverOffered(Event):
    """A trainer offers a cohort to another; the subject is the cohort."""

    name = "cohort.hand-over-offered"
    said = N_("Cohort offered to another trainer")
    hand_over_id: int
    from_id: int
    to_id: int


@dataclass(frozen=True, kw_only=True)
class HandOverTaken(Event):
    """The other trainer has taken the cohort; the subject is the cohort."""

    name = "cohort.hand-over-taken"
    said = N_("Cohort handed over")
    hand_over_id: int
    from_id: int
    to_id: int


@dataclass(frozen=True, kw_only=True)
class HandOverEnded(Event):
    """An offer is over: declined, called back, or ended with its cohort; the subject is the cohort."""

    name = "cohort.hand-over-ended"
    said = N_("Offer of a cohort closed")
    hand_over_id: int


@dataclass(frozen=True, kw_only=True)
class CohortMessageSent(Event):
    """A trainer wrote to officers of a cohort, which is the subject; what was written is not told."""

    name = "cohort.message-sent"
    said = N_("Officers of a cohort written to")
    show: str  # the filter of the board
    ticked: bool
    people: int


@dataclass(frozen=True, kw_only=True)
class CohortImportApplied(Event):
    """A file of officers was applied; the subject is the cohort."""

    name = "cohort.import-applied"
    said = N_("File of officers imported")
    import_id: int
    digest: str
    joined: int
    proposed: int


@dataclass(frozen=True, kw_only=True)
class CohortImportUndone(Event):
    """An import was undone, save what these people have used since; the subject is the cohort."""

    name = "cohort.import-undone"
    said = N_("Import of officers reversed")
    import_id: int
    withdrawn: int
    closed: int
    kept: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class AccountsProposed(Event):
    """An import proposes accounts to an administration; the subject is the cohort."""

    name = "cohort.accounts-proposed"
    said = N_("Accounts for a cohort proposed")
    import_id: int
    proposal_id: int
    administration_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class AccountsDecided(Event):
    """Proposed accounts were made, by a trainer with a permit or by who makes accounts there, or were refused."""

    name = "cohort.accounts-decided"
    said = N_("Accounts for a cohort created or refused")
    proposal_id: int
    approved: bool
    made: int
    permit_id: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class AccountPermitGiven(Event):
    """The trainers of a cohort may make the accounts that its imports propose; the subject is the cohort."""

    name = "cohort.account-permit-given"
    said = N_("Trainers of a cohort may create accounts")
    permit_id: int
    trainers: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class AccountPermitEnded(Event):
    """They may no more; the subject is the cohort."""

    name = "cohort.account-permit-ended"
    said = N_("Trainers of a cohort may no longer create accounts")
    permit_id: int


@dataclass(frozen=True, kw_only=True)
class MeetingSaid(Event):
    """A meeting of a cohort was planned, moved, changed or cancelled; the subject is the meeting.

    What did not change is left out; of one that is planned nothing was before.
    """

    name = "meeting.said"
    said = N_("Meeting planned, moved, changed or cancelled")
    cohort_id: int
    sequence: int
    step: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str


@dataclass(frozen=True, kw_only=True)
class RollTaken(Event):
    """Lines were added to the roll of a meeting, which is the subject; each says of whom, and how they were there."""

    name = "meeting.roll-taken"
    said = N_("Attendance of a meeting recorded")
    cohort_id: int
    lines: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class CohortDeadlineSet(Event):
    """A cohort has another deadline for a part of its course, or none any more; the subject is the cohort."""

    name = "cohort.deadline-set"
    said = N_("Deadline of a cohort set")
    part: int  # the number of a module; 0: the whole course
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class DeadlineExtended(Event):
    """An officer has more time for a part of the course; the subject is the person."""

    name = "cohort.deadline-extended"
    said = N_("Deadline of an officer extended")
    cohort_id: int
    part: int
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    """An officer asked the trainers of a cohort, which is the subject; what was asked is not told."""

    name = "cohort.question-asked"
    said = N_("Question asked in a cohort")
    question_id: int
    lesson: str


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    """A trainer answered a question in a cohort, which is the subject; the words are not told."""

    name = "cohort.question-answered"
    said = N_("Question answered in a cohort")
    question_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionShared(Event):
    """Colleagues see a question without a name, or no more; the subject is the cohort."""

    name = "cohort.question-shared"
    said = N_("Question shared in a cohort")
    question_id: int
    shared: bool


@dataclass(frozen=True, kw_only=True)
class NameChosen(Event):
    """An officer lets colleagues in a cohort see the first name, or no more; the subject is the person."""

    name = "cohort.name-chosen"
    said = N_("First name shown or hidden in a cohort")
    cohort_id: int
    shows_name: bool


@dataclass(frozen=True, kw_only=True)
class TrainerLapsed(Event):
    """A trainer's certificate ended while a cohort goes on, and coordinators were told; the subject is the trainer."""

    name = "cohort.trainer-lapsed"
    said = N_("Certificate of a trainer ended during a cohort")
    cohort_id: int
    told: int
