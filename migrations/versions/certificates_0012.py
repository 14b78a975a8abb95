"""The log of practice: entries and their revisions."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "certificates_0012"
down_revision = "certificates_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "practice_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_practice_entry_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_entry")),
        sa.UniqueConstraint("uuid", name=op.f("uq_practice_entry_uuid")),
    )
    op.create_index("ix_practice_entry_person_id", "practice_entry", ["person_id"])
    op.create_table(
        "practice_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("evidence", sa.String(length=60), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('training', 'mission', 'operation', 'refresher')", name=op.f("ck_practice_revision_kind")
        ),
        sa.CheckConstraint("unit IN ('hours', 'days')", name=op.f("ck_practice_revision_unit")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_practice_revision_amount")),
        sa.CheckConstraint("no > 0", name=op.f("ck_practice_revision_no")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["practice_entry.id"], name=op.f("fk_practice_revision_entry_id_practice_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_revision")),
        sa.UniqueConstraint("entry_id", "no", name=op.f("uq_practice_revision_entry_id_no")),
    )
