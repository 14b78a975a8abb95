"""Names that a manager judges before a certificate is made."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "certificates_0002"
down_revision = "lms_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "name_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("local_name", sa.String(), nullable=False),
        sa.Column("account_name", sa.String(), nullable=False),
        sa.Column("account_local_name", sa.String(), nullable=False),
        sa.Column("asked_at", UtcMoment(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("decided_at", UtcMoment(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name=op.f("ck_name_request_decided")),
        sa.CheckConstraint(
            "outcome IN ('approved', 'refused', 'withdrawn')", name=op.f("ck_name_request_outcome")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_name_request_claim_id_claim")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_name_request_decided_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_request")),
        sa.UniqueConstraint("uuid", name=op.f("uq_name_request_uuid")),
    )
    op.create_index(op.f("ix_name_request_claim_id"), "name_request", ["claim_id"], unique=False)
    op.create_index(
        "uq_name_request_open",
        "name_request",
        ["claim_id"],
        unique=True,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
