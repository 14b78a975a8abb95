"""What exams record; the public ones are named in `assessments.events`."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class ExamVersionPublished(Event):
    """A blueprint came into force with a version of a course; the subject is the exam."""

    name = "exam.version-published"
    said = N_("Exam version published")
    no: int
    course_version_id: int
    items: int


@dataclass(frozen=True, kw_only=True)
class CutScoreSet(Event):
    """A cut score was set; the subject is the exam. Attempts under way keep theirs."""

    name = "exam.cut-score-set"
    said = N_("Pass mark set")
    before: str | None
    after: str
    method: str
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class CutScoreProposed(Event):
    """Somebody proposed a cut score of an exam that certifies; the subject is the exam."""

    name = "exam.cut-score-proposed"
    said = N_("Pass mark proposed")
    proposal_id: int
    percent: str
    method: str


@dataclass(frozen=True, kw_only=True)
class CutScoreAgreed(Event):
    """Somebody else agreed to a proposed cut score; the subject is the exam."""

    name = "exam.cut-score-agreed"
    said = N_("Pass mark agreed")
    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class CutScoreRefused(Event):
    """Somebody said no to a proposed cut score, or took it back; the subject is the exam."""

    name = "exam.cut-score-refused"
    said = N_("Pass mark refused")
    proposal_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class AttemptStarted(Event):
    """A paper was drawn and frozen; the subject is the attempt."""

    name = "attempt.started"
    said = N_("Attempt started")
    exam_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class AttemptClosed(Event):
    """An attempt was handed in, or its time was up; the subject is the attempt."""

    name = "attempt.closed"
    said = N_("Attempt submitted or closed")
    by: str
    answers_hash: str


@dataclass(frozen=True, kw_only=True)
class ResultPublished(Event):
    """A result came to stand, the first of an attempt or a later one; the subject is the attempt."""

    name = "attempt.result-published"
    said = N_("Result published")
    person_id: int
    exam_id: int
    before: str | None
    after: str
    passed: bool | None  # none: a gain test


@dataclass(frozen=True, kw_only=True)
class ExamPassed(Event):
    """A person passed an exam for the first time in this attempt; the subject is the attempt."""

    name = "exam.passed"
    said = N_("Exam passed")
    person_id: int
    exam_id: int
    exam_slug: str
    course_id: int
    course_version_id: int
    percent: str
    cut: str
    supervised: bool
    supervision: str = "none"


@dataclass(frozen=True, kw_only=True)
class AttemptSupervisionDecided(Event):
    """How an attempt in a room was watched came to stand; the subject is the attempt."""

    name = "attempt.supervision-decided"
    said = N_("Decision on the supervision of an attempt")
    sitting_id: int
    supervision: str
    by_protocol: bool


@dataclass(frozen=True, kw_only=True)
class LateAnswersDecided(Event):
    """Somebody decided about answers that came after closing; the subject is the attempt."""

    name = "attempt.late-answers-decided"
    said = N_("Decision on late answers")
    accepted: bool
    steps: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ExtraTimeGranted(Event):
    """A person was given extra time for an exam; the subject is the person."""

    name = "exam.extra-time-granted"
    said = N_("Extra time given")
    exam_id: int
    seconds: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class AttemptAnnulled(Event):
    """An attempt does not count any more, by a decision of two people; the subject is the attempt."""

    name = "attempt.annulled"
    said = N_("Attempt cancelled")
    person_id: int
    exam_id: int
    exam_slug: str
    course_id: int
    enrolment_id: int  # the run, which ended with it
    decision_id: int
    passed: bool  # whether its result had passed
    opens_on: str | None  # the first day on which the person may sit again, as YYYY-MM-DD
    never_again: bool


@dataclass(frozen=True, kw_only=True)
class AttemptRestored(Event):
    """An annulled attempt counts again: an objection was upheld; the subject is the attempt."""

    name = "attempt.restored"
    said = N_("Attempt counts again")
    person_id: int
    exam_id: int
    exam_slug: str
    course_id: int
    enrolment_id: int
    decision_id: int
    passed: bool


@dataclass(frozen=True, kw_only=True)
class AttemptGranted(Event):
    """A person was given one more attempt at an exam in a run of theirs; the subject is the person."""

    name = "exam.attempt-granted"
    said = N_("One more attempt given")
    exam_id: int
    enrolment_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ExamKeysSeen(Event):
    """Somebody saw the questions of a version of an exam with their keys; the subject is the exam."""

    name = "exam.keys-seen"
    said = N_("Questions opened with their answers")
    exam_version_id: int


@dataclass(frozen=True, kw_only=True)
class ItemWithdrawn(Event):
    """A question was withdrawn from new papers; the subject is the item, what it asks is never said."""

    name = "item.withdrawn"
    said = N_("Question withdrawn")
    withdrawal_id: int
    reason: str
    lapses_at: str  # ISO 8601


@dataclass(frozen=True, kw_only=True)
class ItemWithdrawalConfirmed(Event):
    """A second person agreed to a withdrawal; the subject is the item."""

    name = "item.withdrawal-confirmed"
    said = N_("Withdrawal of a question confirmed")
    withdrawal_id: int


@dataclass(frozen=True, kw_only=True)
class ItemWithdrawalRefused(Event):
    """Somebody said that a withdrawn question is right, and it came back; the subject is the item."""

    name = "item.withdrawal-refused"
    said = N_("Withdrawal of a question refused")
    withdrawal_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemWithdrawalLapsed(Event):
    """Nobody confirmed a withdrawal in time, and its question came back; the subject is the item."""

    name = "item.withdrawal-lapsed"
    said = N_("Withdrawal of a question expired")
    withdrawal_id: int


@dataclass(frozen=True, kw_only=True)
class ItemReturnProposed(Event):
    """Somebody wants a question back whose withdrawal was confirmed; the subject is the item."""

    name = "item.return-proposed"
    said = N_("Return of a question proposed")
    withdrawal_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemReturnRefused(Event):
    """Somebody said no to having a question back, or took the proposal back; the subject is the item."""

    name = "item.return-refused"
    said = N_("Return of a question refused")
    withdrawal_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemReturned(Event):
    """A second person agreed, and new papers ask a question again; the subject is the item."""

    name = "item.returned"
    said = N_("Question asked again")
    withdrawal_id: int
