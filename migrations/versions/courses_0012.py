"""What each lesson states, with the sources of each statement."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json

revision = "courses_0012"
down_revision = "certificates_0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("lesson", sa.Column("claims", Json, server_default="{}", nullable=False))
