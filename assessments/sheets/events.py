"""What sheets say has happened. Ratings are in no event: whoever reads the record may be the other assessor."""

from dataclasses import dataclass
from typing import Any

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class PerformanceMade(Event):
    """Somebody is to perform; the subject is the performance."""

    name = "performance.made"
    said = N_("Performance planned")
    person_id: int | None
    rubric_version_id: int
    occasion: str
    occasion_id: int


@dataclass(frozen=True, kw_only=True)
class PerformanceRecorded(Event):
    """Somebody said that a recording of a performance exists, or that there is none after all."""

    name = "performance.recorded"
    said = N_("Recording of a performance noted")
    recorded: bool


@dataclass(frozen=True, kw_only=True)
class SheetAssigned(Event):
    """Somebody is to rate a performance; the subject is the sheet."""

    name = "sheet.assigned"
    said = N_("Assessor named")
    performance_id: int
    assessor_id: int
    turn: str


@dataclass(frozen=True, kw_only=True)
class SheetWithdrawn(Event):
    """A sheet on which nothing was marked is no longer wanted."""

    name = "sheet.withdrawn"
    said = N_("Assessor removed")
    performance_id: int
    assessor_id: int


@dataclass(frozen=True, kw_only=True)
class SheetMarked(Event):
    """An assessor rated, commented, graded or flagged; what they gave is told when the sheet is sealed, as a digest."""

    name = "sheet.marked"
    said = N_("Sheet marked")
    no: int
    act: str


@dataclass(frozen=True, kw_only=True)
class SheetSealed(Event):
    """A sheet is complete; the digest is over all that happened on it, keys included."""

    name = "sheet.sealed"
    said = N_("Sheet sealed")
    no: int
    way: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class SheetReopened(Event):
    """A sealed sheet is open again; the seal before stays in the row."""

    name = "sheet.reopened"
    said = N_("Sheet opened again")
    no: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SheetDiffered(Event):
    """The same sheet came by two ways with different contents; both are kept."""

    name = "sheet.differed"
    said = N_("Sheet received twice, with differences")
    copy_id: int
    way: str


@dataclass(frozen=True, kw_only=True)
class SheetCopySettled(Event):
    """A moderator chose which of two contents counts."""

    name = "sheet.copy-settled"
    said = N_("Decision on which sheet counts")
    copy_id: int
    kept: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PerformanceReconciled(Event):
    """The sheets of a performance came to something; the subject is the performance."""

    name = "performance.reconciled"
    said = N_("Sheets combined")
    reconciliation_id: int
    settlement: str
    passed: bool | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class SheetCameLate(Event):
    """A sheet was sealed after a result stood; a review is open, and nothing has changed."""

    name = "sheet.came-late"
    said = N_("Sheet received late")
    review_id: int
    performance_id: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class PerformanceReviewClosed(Event):
    """A moderator looked at what came late."""

    name = "performance.review-closed"
    said = N_("Late sheet reviewed")
    review_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class FeedbackReleased(Event):
    """All candidates of a workshop may read their feedback; the subject is the workshop."""

    name = "feedback.released"
    said = N_("Feedback released")
    release_id: int


@dataclass(frozen=True, kw_only=True)
class ObservationsReleased(Event):
    """Trainees of a meeting may read what trainers sealed about them; the subject is the meeting."""

    name = "observation.released"
    said = N_("Observation sheets released")
    release_id: int


@dataclass(frozen=True, kw_only=True)
class ReferenceAgreed(Event):
    """The levels of a reference performance were agreed; the subject is the performance."""

    name = "performance.reference-agreed"
    said = N_("Reference performance agreed")
    reference_id: int


@dataclass(frozen=True, kw_only=True)
class PaperSheetPrinted(Event):
    """A sheet was printed; the subject is the sheet."""

    name = "sheet.printed"
    said = N_("Marking sheet printed")
    paper_id: int


@dataclass(frozen=True, kw_only=True)
class PaperSheetKeyed(Event):
    """Somebody keyed a paper sheet in; what they typed is in no event."""

    name = "sheet.keyed"
    said = N_("Marking sheet entered")
    keying_id: int
    step: str


@dataclass(frozen=True, kw_only=True)
class ModerationPlanned(Event):
    """Somebody set how much of a workshop is looked at; the subject is the workshop."""

    name = "workshop.moderation-planned"
    said = N_("Sampling plan set")
    plan_id: int
    plan: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class SampleLookedAt(Event):
    """A moderator looked at a result; the subject is the performance."""

    name = "performance.looked-at"
    said = N_("Result reviewed by a moderator")
    look_id: int
    agrees: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class RecommendationSigned(Event):
    """A moderator signed what they recommend of a candidate; the subject is the workshop."""

    name = "recommendation.signed"
    said = N_("Recommendation signed")
    recommendation_id: int
    person_id: int
    scheme: str
    reason: str  # the summary, as a step of a scheme asks for it
    cites: dict[str, Any]
