"""Keys to which tablets seal sheets, and the devices on which assessors keep some."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "assessments_0014"
down_revision = "assessments_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "sheet_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kid", sa.String(length=43), nullable=False),
        sa.Column("x", sa.String(length=43), nullable=False),
        sa.Column("y", sa.String(length=43), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.Column("retired_at", UtcMoment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_key")),
        sa.UniqueConstraint("kid", name=op.f("uq_sheet_key_kid")),
    )
    op.create_table(
        "sheet_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("offset_ms", sa.Integer(), nullable=True),
        sa.Column("kept_at", UtcMoment(), nullable=True),
        sa.Column("heard_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sheet_device_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_device")),
        sa.UniqueConstraint("person_id", "device", name=op.f("uq_sheet_device_person_id_device")),
    )
