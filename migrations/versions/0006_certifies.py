"""What the holder of a course's certificate can do; the form of each grant of extra time, so that it gives once."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("course_version", sa.Column("certifies", sa.String(), server_default="", nullable=False))
    op.add_column("time_grant", sa.Column("key", sa.String(length=64), nullable=True))
    op.create_index("uq_time_grant_key", "time_grant", ["key"], unique=True)
