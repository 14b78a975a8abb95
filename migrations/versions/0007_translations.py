"""What courses and items say in other languages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("course_version", "course_module", "lesson", "item_version")


def upgrade() -> None:
    """Forward."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    for table in TABLES:
        op.add_column(table, sa.Column("translations", json, server_default="{}", nullable=False))
