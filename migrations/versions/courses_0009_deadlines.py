"""Deadlines of cohorts, and the days that officers were given beyond them."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "courses_0009"
down_revision = "courses_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "cohort_deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("part >= 0", name=op.f("ck_cohort_deadline_part")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_cohort_deadline_by_id_person")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_deadline_cohort_id_cohort")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_deadline")),
    )
    op.create_index("ix_cohort_deadline_cohort_id", "cohort_deadline", ["cohort_id"])
    op.create_table(
        "deadline_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("part >= 0", name=op.f("ck_deadline_extension_part")),
        sa.CheckConstraint("before < due_on", name=op.f("ck_deadline_extension_longer")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_deadline_extension_by_id_person")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_deadline_extension_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_extension")),
    )
    op.create_index("ix_deadline_extension_participant_id", "deadline_extension", ["participant_id", "id"])
