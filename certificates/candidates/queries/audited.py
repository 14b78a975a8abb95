"""What the audit trail is compared with: candidates, their steps and evidence, proposals, nominations."""

from certificates.candidates.events import (
    CandidateBegan,
    CandidateEvidenceWithdrawn,
    CandidateMoved,
    EvidenceConfirmed,
    EvidenceTaken,
    Nominated,
    NominationAnswered,
    StepProposalClosed,
    StepProposed,
)
from certificates.candidates.models import Nomination, StepProposal
from certificates.schemes.models import Candidate, CandidateTransition, EvidencePiece
from lms.audited_rows import rows_of
from lms.ports import AuditedRecords

OF_STEP, OF_PIECE, OF_PROPOSAL, OF_NOMINATION = "transition_id", "piece_id", "proposal_id", "nomination_id"

AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords(
        "candidates",
        CandidateBegan.name,
        rows_of("candidate", Candidate.id, Candidate.id, person_id=Candidate.person_id, scheme_id=Candidate.scheme_id),
    ),
    AuditedRecords(
        "steps of candidates",
        CandidateMoved.name,
        rows_of(
            "candidate",
            CandidateTransition.candidate_id,
            CandidateTransition.no,
            transition_id=CandidateTransition.id,
            transition=CandidateTransition.transition,
            from_state=CandidateTransition.from_state,
            to_state=CandidateTransition.to_state,
            second_id=CandidateTransition.second_id,
            reason=CandidateTransition.reason,
            cites=CandidateTransition.cites,
            scope=CandidateTransition.scope,
        ),
        paired_by=OF_STEP,
    ),
    AuditedRecords(
        "evidence of candidates",
        EvidenceTaken.name,
        rows_of(
            "candidate",
            EvidencePiece.candidate_id,
            EvidencePiece.id,
            piece_id=EvidencePiece.id,
            ref=EvidencePiece.ref,
            digest=EvidencePiece.digest,
        ),
        paired_by=OF_PIECE,
    ),
    AuditedRecords(
        "evidence that a person confirmed",
        EvidenceConfirmed.name,
        rows_of(
            "candidate",
            EvidencePiece.candidate_id,
            EvidencePiece.id,
            EvidencePiece.confirmed_by_id.is_not(None),
            piece_id=EvidencePiece.id,
        ),
        paired_by=OF_PIECE,
    ),
    AuditedRecords(
        "evidence that was withdrawn",
        CandidateEvidenceWithdrawn.name,
        rows_of(
            "candidate",
            EvidencePiece.candidate_id,
            EvidencePiece.id,
            EvidencePiece.withdrawn_at.is_not(None),
            piece_id=EvidencePiece.id,
            reason=EvidencePiece.withdrawn_reason,
        ),
        paired_by=OF_PIECE,
    ),
    AuditedRecords(
        "proposed steps of candidates",
        StepProposed.name,
        rows_of(
            "candidate",
            StepProposal.candidate_id,
            StepProposal.id,
            proposal_id=StepProposal.id,
            transition=StepProposal.transition,
            reason=StepProposal.reason,
        ),
        paired_by=OF_PROPOSAL,
    ),
    AuditedRecords(
        "proposed steps of candidates that ended",
        StepProposalClosed.name,
        rows_of(
            "candidate",
            StepProposal.candidate_id,
            StepProposal.id,
            StepProposal.closed_at.is_not(None),
            proposal_id=StepProposal.id,
            outcome=StepProposal.outcome,
        ),
        paired_by=OF_PROPOSAL,
    ),
    AuditedRecords(
        "nominations",
        Nominated.name,
        rows_of(
            "person", Nomination.person_id, Nomination.id, nomination_id=Nomination.id, scheme_id=Nomination.scheme_id
        ),
        paired_by=OF_NOMINATION,
    ),
    AuditedRecords(
        "answered nominations",
        NominationAnswered.name,
        rows_of(
            "person",
            Nomination.person_id,
            Nomination.id,
            Nomination.answered_at.is_not(None),
            nomination_id=Nomination.id,
            accepted=Nomination.accepted,
        ),
        paired_by=OF_NOMINATION,
    ),
)
