"""The cohort in which a certificate was earned, which none before names; the share for a confirmation of attendance."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json

revision = "certificates_0006"
down_revision = "courses_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    of_cohort = "fk_claim_cohort_id_cohort"
    if op.get_bind().dialect.name == "sqlite":  # in place: to copy the table would end every row that points to it
        op.execute(f"ALTER TABLE claim ADD COLUMN cohort_id INTEGER CONSTRAINT {of_cohort} REFERENCES cohort (id)")
    else:
        op.add_column("claim", sa.Column("cohort_id", sa.Integer(), nullable=True))
        op.create_foreign_key(op.f(of_cohort), "claim", "cohort", ["cohort_id"], ["id"])
    op.add_column("cohort", sa.Column("attendance_percent", sa.Integer(), server_default="80", nullable=False))
    op.add_column("credential", sa.Column("taught_in", Json, server_default="{}", nullable=False))
