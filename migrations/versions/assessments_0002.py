"""Proposed cut scores, and who agreed to them."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "assessments_0002"
down_revision = "certificates_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "cut_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.String(length=40), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("proposer_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'agreed', 'refused', 'replaced')", name=op.f("ck_cut_proposal_state")
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_cut_proposal_ended_by_id_person")),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_cut_proposal_exam_id_exam")),
        sa.ForeignKeyConstraint(["proposer_id"], ["person.id"], name=op.f("fk_cut_proposal_proposer_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cut_proposal")),
    )
    op.create_index(op.f("ix_cut_proposal_exam_id"), "cut_proposal", ["exam_id"], unique=False)
    op.create_index(
        "uq_cut_proposal_one_open",
        "cut_proposal",
        ["exam_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "cut_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cut_agreement_person_id_person")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["cut_proposal.id"], name=op.f("fk_cut_agreement_proposal_id_cut_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cut_agreement")),
        sa.UniqueConstraint("proposal_id", "person_id", name=op.f("uq_cut_agreement_proposal_id_person_id")),
    )
    with op.batch_alter_table("cut_score") as table:
        table.add_column(sa.Column("proposal_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_cut_score_proposal_id_cut_proposal"), "cut_proposal", ["proposal_id"], ["id"]
        )
