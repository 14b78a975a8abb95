"""Schemes, their versions, candidates, every step that one takes, and what speaks for them; append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base

STATE_LENGTH = 40
SLUG_LENGTH = 64


class Scheme(Base):
    """A way to a certificate, under the name that its versions share."""

    __tablename__ = "scheme"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH), unique=True)


class SchemeVersion(Base):
    """States, transitions, competences and rules as they were loaded; put into use by a second person."""

    __tablename__ = "scheme_version"
    __table_args__ = (
        UniqueConstraint("scheme_id", "no"),
        CheckConstraint("(used_from IS NULL) = (approved_at IS NULL)", name="approved"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    no: Mapped[int]
    definition: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the canonical definition
    loaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: on the command line
    loaded_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # never who loaded it
    approved_at: Mapped[datetime | None]
    used_from: Mapped[datetime | None]  # who applies since then is on it; the newest counts


class Candidate(Base):
    """Somebody on the way to one certificate, on the version of the scheme under which they applied."""

    __tablename__ = "candidate"
    __table_args__ = (
        Index(
            "uq_candidate_open",
            "person_id",
            "scheme_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_candidate_state", "scheme_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    scheme_version_id: Mapped[int] = mapped_column(ForeignKey("scheme_version.id"))
    administration_id: Mapped[int | None] = mapped_column(ForeignKey("administration.id"))  # when they applied
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))  # moved by UPDATE … WHERE state; the steps say why
    steps: Mapped[int]  # how many transitions so far
    language: Mapped[str] = mapped_column(String(12))  # of the dossier and of letters
    began_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]  # in a state that ends the way


class CandidateTransition(Base):
    """One step of a candidate from a state to another: by whom, why, and on what it rested."""

    __tablename__ = "candidate_transition"
    __table_args__ = (UniqueConstraint("candidate_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    no: Mapped[int]
    transition: Mapped[str] = mapped_column(String(STATE_LENGTH))
    from_state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    to_state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    scheme_version_id: Mapped[int] = mapped_column(ForeignKey("scheme_version.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the rule, on a fact
    second_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # where two are asked for
    reason: Mapped[str]  # empty only where the scheme asks for none
    cites: Mapped[list[Any]]  # uuid and digest of each piece of evidence as it stood
    scope: Mapped[dict[str, Any] | None]  # for what a panel certifies, if it does
    at: Mapped[datetime]


class EvidencePiece(Base):
    """Something that speaks for a candidate's competences, in the version in which it was taken up."""

    __tablename__ = "evidence_piece"
    __table_args__ = (
        UniqueConstraint("candidate_id", "ref", "digest"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    kind: Mapped[str] = mapped_column(String(32))  # one of those of the scheme: course, exam, observation, annex …
    ref: Mapped[str] = mapped_column(String(80))  # such as "performance:12" or "mission:3"
    digest: Mapped[str] = mapped_column(String(64))  # of what it said then: evidence that changed is another row
    title: Mapped[str] = mapped_column(String(200))
    competences: Mapped[list[Any]]  # for which it speaks
    outcome: Mapped[dict[str, Any]]  # met or not by competence, score, grade; what the kind says
    observed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # a qualified expert, where one was
    by_machine: Mapped[bool]  # scored by machine alone: a person confirms it before a panel
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]  # when it happened
    taken_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]
