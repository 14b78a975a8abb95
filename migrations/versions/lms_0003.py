"""When the password was last typed in a session."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "lms_0003"
down_revision = "assessments_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("user_session", sa.Column("authenticated_at", UtcMoment(), nullable=True))
