"""Messages of trainers to officers of a cohort: to how many, from which filter of the board, sent once."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "courses_0006"
down_revision = "lms_0007"
branch_labels = None
depends_on = None

FILTERS = "'all', 'need-you', 'not-begun', 'behind', 'stuck', 'waits-for-exam', 'passed'"


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "cohort_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("show", sa.String(length=16), nullable=False),
        sa.Column("ticked", sa.Boolean(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cohort_message"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_cohort_message_by_id_person"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_cohort_message_cohort_id_cohort"),
        sa.UniqueConstraint("key", name="uq_cohort_message_key"),
        sa.CheckConstraint(f"show IN ({FILTERS})", name=op.f("ck_cohort_message_show")),
        sa.CheckConstraint("people > 0", name=op.f("ck_cohort_message_people")),
    )
    op.create_index("ix_cohort_message_cohort_id", "cohort_message", ["cohort_id"], unique=False)
