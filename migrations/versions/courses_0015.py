"""The official Appendices as administrators loaded them."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "courses_0015"
down_revision = "courses_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "kept_appendices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("columns", Json, nullable=False),
        sa.Column("valid_on", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("rows > 0", name=op.f("ck_kept_appendices_rows")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_kept_appendices_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_appendices")),
        sa.UniqueConstraint("digest", name=op.f("uq_kept_appendices_digest")),
        sa.UniqueConstraint("uuid", name=op.f("uq_kept_appendices_uuid")),
    )
