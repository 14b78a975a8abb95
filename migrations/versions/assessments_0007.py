"""Quizzes on paper: attempts that are printed, their sheets, what was keyed in from them, and sheets given up."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "assessments_0007"
down_revision = "assessments_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("attempt") as table:
        table.add_column(sa.Column("on_paper", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "printed_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("printed_by_id", sa.Integer(), nullable=False),
        sa.Column("printed_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_printed_sheet_attempt_id_attempt")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_printed_sheet_cohort_id_cohort")),
        sa.ForeignKeyConstraint(["printed_by_id"], ["person.id"], name=op.f("fk_printed_sheet_printed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_sheet")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_printed_sheet_attempt_id")),
        sa.UniqueConstraint("code", name=op.f("uq_printed_sheet_code")),
    )
    op.create_index(op.f("ix_printed_sheet_cohort_id"), "printed_sheet", ["cohort_id"])
    op.create_index(op.f("ix_printed_sheet_batch"), "printed_sheet", ["batch"])
    op.create_table(
        "printed_keying",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answers", Json, nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint("step IN ('first', 'second', 'settled')", name=op.f("ck_printed_keying_step")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_printed_keying_person_id_person")),
        sa.ForeignKeyConstraint(["sheet_id"], ["printed_sheet.id"], name=op.f("fk_printed_keying_sheet_id_printed_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_keying")),
        sa.UniqueConstraint("sheet_id", "step", name=op.f("uq_printed_keying_sheet_id_step")),
    )
    op.create_table(
        "printed_loss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.Column("said_at", UtcMoment(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcMoment(), nullable=True),
        sa.CheckConstraint("(agreed IS NULL) = (decided_at IS NULL)", name=op.f("ck_printed_loss_decided")),
        sa.CheckConstraint("reason IN ('not-used', 'lost', 'spoilt')", name=op.f("ck_printed_loss_reason")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_printed_loss_decided_by_id_person")),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name=op.f("fk_printed_loss_said_by_id_person")),
        sa.ForeignKeyConstraint(["sheet_id"], ["printed_sheet.id"], name=op.f("fk_printed_loss_sheet_id_printed_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_loss")),
    )
    op.create_index(
        "uq_printed_loss_one_open",
        "printed_loss",
        ["sheet_id"],
        unique=True,
        sqlite_where=sa.text("agreed IS NULL OR agreed"),
        postgresql_where=sa.text("agreed IS NULL OR agreed"),
    )
