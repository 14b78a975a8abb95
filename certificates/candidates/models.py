"""Nominations that wait for the officer, and steps that one person proposed and another has to confirm."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from certificates.candidates.rules.proposals import ProposalOutcome
from certificates.schemes.models import STATE_LENGTH
from lms.db import Base, choices

WORDS_LENGTH = 2000


class Nomination(Base):
    """A coordinator nominates an officer for a scheme; nothing else follows before the officer has agreed."""

    __tablename__ = "nomination"
    __table_args__ = (
        CheckConstraint("by_id <> person_id", name="another"),
        CheckConstraint("(answered_at IS NULL) = (accepted IS NULL)", name="answered"),
        Index(
            "uq_nomination_open",
            "person_id",
            "scheme_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH))
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]  # by the officer
    accepted: Mapped[bool | None]
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidate.id"))  # whom it led to


class StepProposal(Base):
    """A step for which the scheme asks two people: what the first one said, and what became of it."""

    __tablename__ = "step_proposal"
    __table_args__ = (
        choices("outcome", ProposalOutcome),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed"),
        Index(
            "uq_step_proposal_open",
            "candidate_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    transition: Mapped[str] = mapped_column(String(STATE_LENGTH))
    from_state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    reason: Mapped[str] = mapped_column(String(WORDS_LENGTH))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str | None] = mapped_column(String(16))
