"""Questions with a date: until when a version of a course may ask them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("course_item", sa.Column("until", sa.Date(), nullable=True))
