"""Receipts for marks that phones kept."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "mark_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("lesson", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("why", sa.String(length=12), server_default="", nullable=False),
        sa.Column("said_at", UtcMoment(), nullable=True),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_mark_receipt_course_id_course")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mark_receipt_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_receipt")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_mark_receipt_person_id_key")),
    )
