"""The open page that handed in an attempt."""

import sqlalchemy as sa
from alembic import op

revision = "assessments_0003"
down_revision = "certificates_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("attempt", sa.Column("submit_page", sa.String(length=40), nullable=True))
