"""Credentials of other bodies, nominations, and steps of candidates that wait for a second person."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "certificates_0010"
down_revision = "assessments_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "recognised_credential",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("topics", Json, nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("document_note", sa.String(length=300), nullable=False),
        sa.Column("compared_by", sa.String(length=120), nullable=False),
        sa.Column("compared_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcMoment(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", UtcMoment(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", UtcMoment(), nullable=True),
        sa.Column("closed_reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_reason IS NULL)", name=op.f("ck_recognised_credential_closed")
        ),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name=op.f("ck_recognised_credential_confirmed")
        ),
        sa.CheckConstraint("confirmed_by_id <> entered_by_id", name=op.f("ck_recognised_credential_two")),
        sa.CheckConstraint(
            "entered_by_id <> person_id AND confirmed_by_id <> person_id",
            name=op.f("ck_recognised_credential_never_own"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_recognised_credential_closed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_recognised_credential_confirmed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_recognised_credential_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recognised_credential_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognised_credential")),
        sa.UniqueConstraint("uuid", name=op.f("uq_recognised_credential_uuid")),
    )
    op.create_index("ix_recognised_credential_person_id", "recognised_credential", ["person_id"])
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("answered_at", UtcMoment(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(answered_at IS NULL) = (accepted IS NULL)", name=op.f("ck_nomination_answered")),
        sa.CheckConstraint("by_id <> person_id", name=op.f("ck_nomination_another")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_nomination_by_id_person")),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_nomination_candidate_id_candidate")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nomination_person_id_person")),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_nomination_scheme_id_scheme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("uuid", name=op.f("uq_nomination_uuid")),
    )
    op.create_index(
        "uq_nomination_open",
        "nomination",
        ["person_id", "scheme_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "step_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("transition", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("closed_at", UtcMoment(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('confirmed', 'refused', 'withdrawn', 'overtaken')", name=op.f("ck_step_proposal_outcome")
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name=op.f("ck_step_proposal_closed")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_step_proposal_by_id_person")),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_step_proposal_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_step_proposal_closed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_proposal")),
        sa.UniqueConstraint("uuid", name=op.f("uq_step_proposal_uuid")),
    )
    op.create_index(
        "uq_step_proposal_open",
        "step_proposal",
        ["candidate_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
