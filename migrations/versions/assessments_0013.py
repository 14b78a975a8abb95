"""Evidence that people send, and the witnesses whom they name."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "assessments_0013"
down_revision = "assessments_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "evidence_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("competences", Json, nullable=False),
        sa.Column("people_shown", sa.String(length=8), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_at", UtcMoment(), nullable=False),
        sa.Column("withdrawn_at", UtcMoment(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('training', 'mission', 'operation', 'document', 'other')", name=op.f("ck_evidence_item_kind")
        ),
        sa.CheckConstraint("people_shown IN ('nobody', 'agreed')", name=op.f("ck_evidence_item_people_shown")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name=op.f("ck_evidence_item_withdrawn")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evidence_item_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_item")),
        sa.UniqueConstraint("uuid", name=op.f("uq_evidence_item_uuid")),
    )
    op.create_index(op.f("ix_evidence_item_person_id"), "evidence_item", ["person_id"])
    op.create_table(
        "witness_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("function", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("asked_at", UtcMoment(), nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.Column("ended", sa.String(length=16), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("answered_as", sa.String(length=120), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended IS NULL)", name=op.f("ck_witness_request_ended_at")),
        sa.CheckConstraint(
            "ended IN ('confirmed', 'declined', 'withdrawn')", name=op.f("ck_witness_request_ended")
        ),
        sa.CheckConstraint("(words IS NULL) = (answered_as IS NULL)", name=op.f("ck_witness_request_words")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["evidence_item.id"], name=op.f("fk_witness_request_item_id_evidence_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_witness_request")),
        sa.UniqueConstraint("uuid", name=op.f("uq_witness_request_uuid")),
    )
    op.create_index(op.f("ix_witness_request_item_id"), "witness_request", ["item_id"])
