"""A certificate is in the language that its holder chose, and what it awards has words in it."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json

revision = "certificates_0016"
down_revision = "assessments_0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("achievement", sa.Column("translations", Json, server_default="{}", nullable=False))
    op.add_column("claim", sa.Column("language", sa.String(length=12), nullable=True))
