"""What is recorded of candidates; the subject is the candidate, or of a nomination the person."""

from dataclasses import dataclass, field
from typing import Any

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class Nominated(Event):
    """Somebody was nominated; the subject is the person."""

    name = "candidate.nominated"
    said = N_("Officer nominated for a scheme")
    nomination_id: int
    scheme_id: int


@dataclass(frozen=True, kw_only=True)
class NominationAnswered(Event):
    """The officer agreed to be nominated or declined; the subject is the person."""

    name = "candidate.nomination-answered"
    said = N_("Nomination answered")
    nomination_id: int
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class CandidateBegan(Event):
    """Somebody applied for a scheme."""

    name = "candidate.began"
    said = N_("Candidate started")
    person_id: int
    scheme_id: int
    scheme_version_id: int


@dataclass(frozen=True, kw_only=True)
class CandidateMoved(Event):
    """A candidate took a step."""

    name = "candidate.moved"
    said = N_("Candidate took a step")
    person_id: int
    transition_id: int
    transition: str
    from_state: str
    to_state: str
    second_id: int | None
    reason: str
    cites: list[Any]
    topics: list[str] = field(default_factory=list)  # that stay, where a certificate is released with less scope
    scope: dict[str, Any] | None = None  # for what a panel certifies


@dataclass(frozen=True, kw_only=True)
class StepProposed(Event):
    """Somebody proposed a step that takes two people."""

    name = "candidate.step-proposed"
    said = N_("Step of a candidate proposed")
    proposal_id: int
    transition: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StepProposalClosed(Event):
    """A proposed step was confirmed, refused, taken back, or overtaken."""

    name = "candidate.step-proposal-closed"
    said = N_("Proposed step of a candidate closed")
    proposal_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class EvidenceTaken(Event):
    """A piece of evidence was taken up in a version."""

    name = "candidate.evidence-taken"
    said = N_("Evidence added automatically")
    piece_id: int
    ref: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class EvidenceConfirmed(Event):
    """A person confirmed what a machine had scored."""

    name = "candidate.evidence-confirmed"
    said = N_("Evidence marked by a machine confirmed")
    piece_id: int


@dataclass(frozen=True, kw_only=True)
class CandidateEvidenceWithdrawn(Event):
    """A piece of evidence does not count any more."""

    name = "candidate.evidence-withdrawn"
    said = N_("Evidence of a candidate withdrawn")
    piece_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class CandidateClosed(Event):
    """The way of a candidate is over: refused, and the last day to appeal is past."""

    name = "candidate.closed"
    said = N_("Path of a candidate closed")
    person_id: int
    state: str
