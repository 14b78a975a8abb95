"""Claims that were withdrawn."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "certificates_0003"
down_revision = "assessments_0004"
branch_labels = None
depends_on = None

OPEN = sa.text("taken_at IS NULL AND withdrawn_at IS NULL")


def upgrade() -> None:
    """Forward."""
    op.add_column("claim", sa.Column("withdrawn_at", UtcMoment(), nullable=True))
    op.drop_index("uq_claim_open", table_name="claim")
    op.create_index(
        "uq_claim_open",
        "claim",
        ["person_id", "source_ref"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
