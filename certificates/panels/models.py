"""Panels, their members, votes, decisions and signatures; votes and signatures are appended."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from certificates.panels.rules import PanelState
from certificates.schemes.models import STATE_LENGTH
from lms.db import Base, choices

OPEN = "state IN ('voting', 'signing')"


class Panel(Base):
    """A panel that decides about one candidate in one state."""

    __tablename__ = "panel"
    __table_args__ = (
        choices("state", PanelState),
        CheckConstraint("(closed_at IS NULL) = (state IN ('voting', 'signing'))", name="closed"),
        Index("uq_panel_open", "candidate_id", unique=True, sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    scheme_version_id: Mapped[int] = mapped_column(ForeignKey("scheme_version.id"))  # whose rules it follows
    candidate_state: Mapped[str] = mapped_column(String(STATE_LENGTH))  # in which it decides
    right: Mapped[str] = mapped_column(String(40))  # that its members hold: deciding, or judging an appeal
    state: Mapped[str] = mapped_column(String(12))
    chair_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    convened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    convened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_words: Mapped[str | None]  # why it was dissolved


class PanelMember(Base):
    """Somebody in a panel; who left before the vote does not count any more."""

    __tablename__ = "panel_member"
    __table_args__ = (
        UniqueConstraint("panel_id", "person_id"),
        CheckConstraint("(left_at IS NULL) = (left_words IS NULL)", name="left"),
        Index("ix_panel_member_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    left_words: Mapped[str | None]


class PanelVote(Base):
    """One vote; the newest of a member counts."""

    __tablename__ = "panel_vote"
    __table_args__ = (UniqueConstraint("panel_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    no: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    transition: Mapped[str] = mapped_column(String(STATE_LENGTH))
    views: Mapped[dict[str, Any]]  # competence → met and words
    words: Mapped[str]
    evidence: Mapped[str] = mapped_column(String(64))  # digest of what it rests on
    at: Mapped[datetime]


class PanelDecision(Base):
    """What a panel decided, with its minutes; where it votes again, the newest counts."""

    __tablename__ = "panel_decision"
    __table_args__ = (UniqueConstraint("panel_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    no: Mapped[int]
    transition: Mapped[str] = mapped_column(String(STATE_LENGTH))
    reason: Mapped[str]  # for the candidate
    minutes: Mapped[str]  # for those who see the file
    voters: Mapped[list[Any]]  # numbers of those whose vote counted
    dissent: Mapped[list[Any]]  # numbers of those who wanted something else
    not_met: Mapped[dict[str, Any]]  # competence → reasons, as the letter says them
    cites: Mapped[list[Any]]  # uuid and digest of each piece of evidence as it stood
    evidence: Mapped[str] = mapped_column(String(64))
    scope: Mapped[dict[str, Any] | None]  # for what somebody is to be certified, where a release may follow
    waivers: Mapped[list[Any]]  # ties that somebody else allowed: member and tie
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    transition_id: Mapped[int | None] = mapped_column(ForeignKey("candidate_transition.id"))  # the step it led to


class PanelSignature(Base):
    """Somebody signed what was decided, with their password typed again."""

    __tablename__ = "panel_signature"
    __table_args__ = (UniqueConstraint("decision_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("panel_decision.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
